"""What the demo's clients have signed before, so that coming in takes one tap; one of them has signed nothing yet."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from app.access.consents.facts import open_episodes_of
from app.access.consents.versions import shipped
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_grant_id
from clinic.care_team.reading import Category
from clinic.common.ids import EpisodeId, PersonId
from clinic.consents.documents import RULES, DocumentKey, DocumentKind
from clinic.consents.grants import Grant, Signing, Terms, sign
from clinic.consents.versions import current

__all__ = ["sign_agreements"]

_EVERYBODY = (DocumentKind.AGREEMENT, DocumentKind.TELEHEALTH, DocumentKind.GROUP)
_STATE = "NY"
_TERM = timedelta(days=365)


async def sign_agreements(
    unit: ClinicUnit,
    clients: Collection[PersonId],
    partners: Collection[PersonId],
    protected: Collection[PersonId],
    at: datetime,
) -> None:
    """Let these clients have signed what their sessions ask for.

    Args:
        partners: Those of them who come as couples.
        protected: Those of them in a programme that 42 CFR Part 2 protects.
        at: When they signed.
    """
    episodes = await open_episodes_of(unit, clients, unit.now)
    grants = list[Grant]()
    for person in clients:
        kinds = [
            *_EVERYBODY,
            *([DocumentKind.COUPLES] if person in partners else []),
            *([DocumentKind.PART2] if person in protected else []),
        ]
        episode = next((each.id for each in episodes[person]), None)
        grants += _signed(person, kinds, episode, at)
    await unit.grants.add_all(grants)


def _signed(
    person: PersonId, kinds: Iterable[DocumentKind], episode: EpisodeId | None, at: datetime
) -> list[Grant]:
    found = []
    for kind in kinds:
        state = _STATE if RULES[kind].by_state else ""
        version = current(shipped(), DocumentKey(kind, state), at)
        assert version is not None, "the release has a text of each kind"
        terms = Terms(None, "treatment", frozenset({Category.SUD_TRACK}), at + _TERM)
        asked = Signing(
            new_grant_id(),
            person,
            version.id,
            "en",
            state,
            episode=episode,
            terms=terms if RULES[kind].has_terms else None,
        )
        found.append(sign(asked, shipped(), (), at))
    return found
