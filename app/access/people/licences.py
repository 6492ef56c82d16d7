"""What staff are qualified for, and their licences. Numbers are for those who check them, and for their owner."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.access.people.finding import find_staff
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.licences import LicenceRecord
from app.runtime.ids import new_licence_id
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check, may
from clinic.people.fields.states import tidy_state
from clinic.people.fields.text import tidy
from clinic.people.licences import Licence, Qualification, check_licence

__all__ = [
    "Qualified",
    "add_licence",
    "list_licences",
    "put_qualifications",
    "read_qualifications",
    "remove_licence",
    "sees_numbers",
]


@dataclass(frozen=True, slots=True)
class Qualified:
    """What a member of staff is qualified for, and the version of their record."""

    qualifications: frozenset[Qualification]
    version: int


async def read_qualifications(unit: ClinicUnit, principal: Principal, person: PersonId) -> Qualified:
    """Return what a member of staff is qualified for. Raises Refused: ``access.denied`` or ``person.unknown``."""
    check(principal, Action.STAFF_READ, unit.now)
    record = await find_staff(unit, person)
    credentials = await unit.licences.credentials([person])
    unit.note("qualifications.read", person)
    return Qualified(credentials[person].qualifications, record.version)


async def put_qualifications(
    unit: ClinicUnit, principal: Principal, person: PersonId, version: int, names: Collection[Qualification]
) -> Qualified:
    """Let a member of staff have these qualifications and no others.

    Raises:
        Refused: ``access.denied``, ``person.unknown`` or ``version.other``.
    """
    check(principal, Action.LICENCES_WRITE, unit.now)
    record = await find_staff(unit, person, lock=True)
    if record.version != version:
        raise Refused("version.other")
    await unit.licences.put_qualifications(person, names)
    await unit.people.touch(person)
    unit.note("qualifications.change", person, names=",".join(sorted(set(names))))
    return Qualified(frozenset(names), version + 1)


async def list_licences(unit: ClinicUnit, principal: Principal, person: PersonId) -> list[LicenceRecord]:
    """Return somebody's licences, those that expire first before the others. Raises as `read_qualifications`."""
    check(principal, Action.STAFF_READ, unit.now)
    await find_staff(unit, person)
    unit.note("licences.read", person)
    return await unit.licences.of([person])


def sees_numbers(principal: Principal, person: PersonId) -> bool:
    """Return whether the numbers of somebody's licences are shown to the principal."""
    return may(principal, Action.LICENCES_WRITE) or principal.person == person


async def add_licence(
    unit: ClinicUnit, principal: Principal, person: PersonId, licence: Licence
) -> LicenceRecord:
    """Record a licence.

    Raises:
        Refused: ``access.denied`` or ``person.unknown``.
        Invalid: What is wrong with its fields.
    """
    check(principal, Action.LICENCES_WRITE, unit.now)
    await find_staff(unit, person)
    licence = replace(licence, state=tidy_state(licence.state), number=tidy(licence.number))
    if errors := check_licence(licence):
        raise Invalid(errors)
    record = LicenceRecord(new_licence_id(), person, licence)
    await unit.licences.add(record)
    unit.note("licence.add", record.id, person)
    return record


async def remove_licence(unit: ClinicUnit, principal: Principal, licence: str) -> None:
    """Remove a licence that was recorded by mistake. Raises Refused: ``access.denied`` or ``licence.unknown``."""
    check(principal, Action.LICENCES_WRITE, unit.now)
    record = await unit.licences.find(licence)
    if record is None:
        raise Refused("licence.unknown")
    await unit.licences.remove(licence)
    unit.note("licence.remove", licence, record.person)
