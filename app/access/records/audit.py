"""The audit trail, for those who may read it."""

from dataclasses import dataclass

from app.access.callers import Caller
from app.persistence.repositories.audit import AuditFilter
from clinic.audit import AuditEntry
from clinic.identity.access import Action, check
from clinic.ids import PersonId

__all__ = ["NamedEntry", "access_audit"]


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """An entry with the display names of those people in it whom the clinic knows."""

    entry: AuditEntry
    names: dict[str, str]


async def access_audit(
    caller: Caller, wanted: AuditFilter, before: int | None, limit: int
) -> list[NamedEntry]:
    """Return the newest entries that fit. Reading them is an entry itself. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.AUDIT_READ, caller.now)
    async with caller.read() as unit:
        entries = await unit.audit.find(wanted, before, limit)
        people = {
            PersonId(one) for entry in entries for one in (entry.actor, *entry.subjects) if _is_person(one)
        }
        names = await unit.people.names(people) if people else {}
        unit.note("audit.read", before=before)
    return [
        NamedEntry(
            entry,
            {
                str(one): names[PersonId(one)].name
                for one in (entry.actor, *entry.subjects)
                if PersonId(one) in names
            },
        )
        for entry in entries
    ]


def _is_person(id_: str) -> bool:
    return id_.startswith("pt_")
