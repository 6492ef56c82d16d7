"""Archiving people instead of deleting them, and taking them back.

Who is still expected somewhere is not archived: a client is discharged, and a clinician's clients and sessions are
handed over, before. What then remains ends by itself: a client's care team, couple and groups, and everybody's access.
"""

from app.access.clinic_day import today
from app.access.people.changes import find_changeable
from app.access.people.people import PersonView, view_person
from app.access.people.sign_ins import end_access
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from clinic.common.errors import Refused
from clinic.common.ids import CoupleId, PersonId
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole, check_role_change
from clinic.people.couples import couple_of, end_couple
from clinic.people.person import PersonKind

__all__ = ["archive_person", "end_care_of_couple", "restore_person"]


async def archive_person(unit: ClinicUnit, principal: Principal, person: PersonId) -> PersonView:
    """Archive a person: they stay on record and can no longer sign in. Archiving twice changes nothing.

    Raises:
        Refused: As `changes.change_person`; ``people.yourself``; ``people.has_sessions``: they are planned for one;
            ``people.has_clients``: of staff, somebody is assigned to them; ``people.enrolled``: of clients, an
            episode of care is open; ``roles.last_owner``.
    """
    record = await find_changeable(unit, principal, person)
    if record.id == principal.person:
        raise Refused("people.yourself")
    if record.archived_at is None:
        await unit.people.find(person, lock=True)
        await unit.appointments.lock()
        if await unit.departures.is_expected(person, unit.now):
            raise Refused("people.has_sessions")
        if record.fields.kind is PersonKind.STAFF:
            await _leave_staff(unit, principal, person)
        else:
            await _leave_care(unit, person)
        await end_access(unit, person)
        await unit.people.archive(person, unit.now)
        unit.note("person.archive", person)
    return await view_person(unit, principal, await _again(unit, person))


async def restore_person(unit: ClinicUnit, principal: Principal, person: PersonId) -> PersonView:
    """Take an archived person back. What ended with the archiving does not begin again.

    Raises:
        Refused: As `changes.change_person`; ``people.merged``: another record stands for them.
    """
    record = await find_changeable(unit, principal, person)
    if record.merged_into is not None:
        raise Refused("people.merged")
    if record.archived_at is not None:
        await unit.people.archive(person, None)
        unit.note("person.restore", person)
    return await view_person(unit, principal, await _again(unit, person))


async def end_care_of_couple(unit: ClinicUnit, couple: CoupleId) -> None:
    """End the assignments to a couple that has ended."""
    held = await unit.assignments.of_couples([couple], unit.now)
    await unit.assignments.end([one.id for one in held], unit.now)
    for one in held:
        unit.note("assignment.end", one.id, one.assignment.clinician, couple)


async def _leave_staff(unit: ClinicUnit, principal: Principal, person: PersonId) -> None:
    owners = await unit.roles.holders(StaffRole.OWNER, lock=True)
    before = await unit.roles.of(person)
    check_role_change(principal.person, principal.roles, person, before, frozenset(), owners)
    held = await unit.assignments.of_clinicians([person], unit.now)
    if any(one.assignment.client or one.assignment.couple for one in held):
        raise Refused("people.has_clients")
    await unit.assignments.end([one.id for one in held], unit.now)
    await unit.roles.put(person, ())


async def _leave_care(unit: ClinicUnit, client: PersonId) -> None:
    if await unit.departures.is_enrolled(client, today(unit)):
        raise Refused("people.enrolled")
    held = await unit.assignments.of_clients([client], unit.now)
    await unit.assignments.end([one.id for one in held], unit.now)
    for one in held:
        unit.note("assignment.end", one.id, one.assignment.clinician, client)
    couple = couple_of(client, await unit.couples.of([client]), unit.now)
    if couple is not None:
        stored = await unit.couples.find(couple.id)
        assert stored is not None, "it was just found"
        await unit.couples.change(end_couple(couple, unit.now), stored.version)
        unit.note("couple.end", couple.id)
        await end_care_of_couple(unit, couple.id)
    await unit.departures.end_memberships(client, today(unit))


async def _again(unit: ClinicUnit, person: PersonId) -> PersonRecord:
    record = await unit.people.find(person)
    assert record is not None, "people are never deleted"
    return record
