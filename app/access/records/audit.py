"""The audit trail, for those who may read it."""

from dataclasses import dataclass
from typing import Final

from app.access.callers import Caller
from app.access.records.naming import Thing, name_things
from app.persistence.repositories.records.audit import AuditFilter
from clinic.identity.access import Action, check
from clinic.records.audit import AuditEntry

__all__ = ["MOST_SUBJECTS", "NamedEntry", "access_audit"]

MOST_SUBJECTS: Final = 5
"""Subjects of one entry that are named: a list that somebody looked at may have hundreds."""
_NOBODY: Final = frozenset({"system", "operator"})


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """An entry, and what its ids stand for as far as the reader may know.

    Attributes:
        actor: None for what the service or the operator did.
        subjects: The first ``MOST_SUBJECTS`` of them.
    """

    entry: AuditEntry
    actor: Thing | None
    subjects: tuple[Thing, ...]


async def access_audit(
    caller: Caller, wanted: AuditFilter, before: int | None, limit: int
) -> list[NamedEntry]:
    """Return the newest entries that fit. Reading them is an entry itself. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.AUDIT_READ, caller.now)
    async with caller.read() as unit:
        entries = await unit.audit.find(wanted, before, limit)
        ids = {str(one) for entry in entries for one in (entry.actor, *entry.subjects[:MOST_SUBJECTS])}
        things = await name_things(unit, caller.principal, ids - _NOBODY)
        unit.note("audit.read", before=before)
    return [
        NamedEntry(
            entry,
            things.get(str(entry.actor)),
            tuple(things[one] for one in entry.subjects[:MOST_SUBJECTS] if one in things),
        )
        for entry in entries
    ]
