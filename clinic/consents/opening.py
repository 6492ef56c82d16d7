"""What grants open in the table of who may read what (R3, R5, R7). Pure."""

from collections.abc import Iterable
from datetime import datetime

from clinic.care_team.reading import Consent
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import OPENABLE, Grant, GrantState, state_at

__all__ = ["consents_to"]


def consents_to(viewer: PersonId, grants: Iterable[Grant], now: datetime) -> frozenset[Consent]:
    """Return the consents that hold now for one viewer.

    A grant opens nothing to anybody whom it does not name. It holds until it ends or is withdrawn: a newer text of the
    document asks for new signatures and does not take back what was permitted under the former one.
    """
    return frozenset(
        Consent(grant.person, category, is_part2=grant.key.kind is DocumentKind.PART2)
        for grant in grants
        if grant.terms is not None
        and grant.terms.recipient == viewer
        and grant.signed_at <= now
        and state_at(grant, now) is GrantState.IN_FORCE
        for category in grant.terms.categories & OPENABLE.get(grant.key.kind, frozenset())
    )
