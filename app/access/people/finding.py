"""Finding people on behalf of somebody: whom they may not know of is as unknown as who is not there."""

from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check, may
from clinic.people.person import PersonKind

__all__ = [
    "check_knows_clients",
    "find_client",
    "find_known",
    "find_staff",
    "knows_clients",
    "named_client",
    "named_staff",
]


def knows_clients(principal: Principal) -> bool:
    """Return whether the principal sees clients' names: whoever works with the schedule does."""
    return may(principal, Action.PEOPLE_READ) or may(principal, Action.SCHEDULE_READ)


def check_knows_clients(principal: Principal, unit: ClinicUnit) -> None:
    """Refuse whoever does not see clients' names. Raises Refused: ``access.denied``."""
    if not knows_clients(principal):
        check(principal, Action.PEOPLE_READ, unit.now)


async def find_known(unit: ClinicUnit, principal: Principal, person: PersonId) -> PersonRecord:
    """Return a person of whom the principal may know.

    Raises:
        Refused: ``access.denied``: they may know of nobody. ``person.unknown``: not of this one, or there is none.
    """
    sees_staff, sees_clients = may(principal, Action.STAFF_READ), knows_clients(principal)
    if not sees_staff and not sees_clients:
        check(principal, Action.PEOPLE_READ, unit.now)
    record = await unit.people.find(person)
    if record is None or not _is_seen(record.fields.kind, staff=sees_staff, clients=sees_clients):
        raise Refused("person.unknown")
    return record


def _is_seen(kind: PersonKind, *, staff: bool, clients: bool) -> bool:
    """Whoever comes from outside belongs to their session and is seen there alone."""
    return {PersonKind.STAFF: staff, PersonKind.CLIENT: clients}.get(kind, False)


async def find_client(unit: ClinicUnit, client: PersonId, *, lock: bool = False) -> PersonRecord:
    """Return a client. Raises Refused: ``person.unknown``."""
    return await _find(unit, client, PersonKind.CLIENT, lock)


async def find_staff(unit: ClinicUnit, person: PersonId, *, lock: bool = False) -> PersonRecord:
    """Return a member of staff. Raises Refused: ``person.unknown``."""
    return await _find(unit, person, PersonKind.STAFF, lock)


async def named_client(unit: ClinicUnit, field: str, client: PersonId) -> PersonRecord:
    """Return the client, not archived, whom a form names in this field. Raises Invalid: ``field.unknown``."""
    return await _named(unit, field, client, PersonKind.CLIENT)


async def named_staff(unit: ClinicUnit, field: str, person: PersonId) -> PersonRecord:
    """Return the member of staff, not archived, whom a form names in this field, locked. Raises as above."""
    return await _named(unit, field, person, PersonKind.STAFF)


async def _find(unit: ClinicUnit, person: PersonId, kind: PersonKind, lock: bool) -> PersonRecord:
    record = await unit.people.find(person, lock=lock)
    if record is None or record.fields.kind is not kind:
        raise Refused("person.unknown")
    return record


async def _named(unit: ClinicUnit, field: str, person: PersonId, kind: PersonKind) -> PersonRecord:
    record = await unit.people.find(person, lock=True)
    if record is None or record.fields.kind is not kind or record.archived_at is not None:
        raise Invalid([FieldError(field, "field.unknown")])
    return record
