"""What people decide about themselves: their shown name, language and zone, and how they may be reached."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.access.people.changes import store_change
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from clinic.common.errors import Refused
from clinic.identity.access import Action, Principal, check

__all__ = ["OWN_FIELDS", "change_own_contact", "read_own_contact"]

OWN_FIELDS: Final = frozenset(
    {"display_name", "pronouns", "language", "time_zone", "safe_channel", "safe_times"}
)
"""Fields of `PersonFields` that people change themselves. Staff change an e-mail address: it proves who somebody is."""


async def read_own_contact(unit: ClinicUnit, principal: Principal) -> PersonRecord:
    """Return one's own record. Raises Refused: ``access.denied``."""
    check(principal, Action.OWN_READ, unit.now)
    return await _own(unit, principal)


async def change_own_contact(
    unit: ClinicUnit,
    principal: Principal,
    version: int,
    changes: Mapping[str, Any],
    more_languages: Sequence[str],
) -> PersonRecord:
    """Change fields of one's own record that are among ``OWN_FIELDS``.

    Raises:
        Refused: ``access.denied`` or ``version.other``.
        Invalid: What is wrong with them.
    """
    check(principal, Action.OWN_WRITE, unit.now)
    if not changes.keys() <= OWN_FIELDS:
        raise ValueError("a field that is not one's own to change")
    return await store_change(unit, await _own(unit, principal), version, changes, more_languages)


async def _own(unit: ClinicUnit, principal: Principal) -> PersonRecord:
    record = await unit.people.find(principal.person)
    if record is None:
        raise Refused("person.unknown")
    return record
