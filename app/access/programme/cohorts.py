"""Groups and their members; the sessions to come follow those who join and leave."""

from dataclasses import replace
from datetime import date

from app.access.callers import Caller
from app.access.clinic_day import today
from app.access.programme.rosters import join_sessions, leave_sessions
from app.access.schedule.notices import AppointmentNotices
from app.access.schedule.sessions.rights import check_cohort
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.programme import Member, StoredCohort
from app.runtime.ids import new_cohort_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.identity.access import Action, Principal, check
from clinic.people.person import PersonKind
from clinic.programme.cohorts import Membership, join, leave
from clinic.programme.cohorts import check_cohort as check_form

__all__ = [
    "access_cohort",
    "access_cohorts",
    "access_members",
    "add_cohort",
    "add_member",
    "change_cohort",
    "end_member",
    "join_cohort",
    "leave_cohort",
]


async def access_cohorts(
    caller: Caller, program: ProgramId | None, after: tuple[str, str] | None, limit: int
) -> list[StoredCohort]:
    """Return groups by name, those after this name and id. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.PROGRAMME_READ, caller.now)
    async with caller.read() as unit:
        return await unit.programme.cohorts(today(unit), program, after, limit)


async def access_cohort(caller: Caller, cohort: CohortId) -> StoredCohort:
    """Return a group. Raises Refused: ``access.denied``, ``cohort.unknown``."""
    check(caller.principal, Action.PROGRAMME_READ, caller.now)
    async with caller.read() as unit:
        return await _find(unit, cohort)


async def add_cohort(unit: ClinicUnit, principal: Principal, asked: StoredCohort) -> StoredCohort:
    """Add a group; it gets an id.

    Raises:
        Refused: ``access.denied``, ``program.unknown``.
        Invalid: As ``check_cohort``; ``programme.period``: it ends before it begins.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    if await unit.programme.program(asked.cohort.program) is None:
        raise Refused("program.unknown")
    _check(asked)
    stored = replace(asked, cohort=replace(asked.cohort, id=new_cohort_id()))
    await unit.programme.add_cohort(stored)
    unit.note("cohort.add", stored.cohort.id)
    return stored


async def change_cohort(caller: Caller, asked: StoredCohort, *, archived: bool) -> StoredCohort:
    """Change a group, archive it or take it back. Its programme stays.

    Raises:
        Refused: ``access.denied``, ``cohort.unknown``, ``version.other``.
        Invalid: As ``add_cohort``.
    """
    check(caller.principal, Action.PROGRAMME_WRITE, caller.now)
    async with caller.write() as unit:
        stored = await _find(unit, asked.cohort.id)
        _check(asked)
        since = (stored.archived or unit.now) if archived else None
        changed = replace(asked, archived=since, members=stored.members)
        if not await unit.programme.change_cohort(changed):
            raise Refused("version.other")
        unit.note("cohort.change", asked.cohort.id)
        return replace(changed, version=changed.version + 1)


async def access_members(caller: Caller, cohort: CohortId) -> list[Member]:
    """Return who is or will be a member: to planners, and to those who lead the group's sessions.

    Raises Refused: ``access.denied``, ``cohort.unknown``.
    """
    check(caller.principal, Action.PROGRAMME_READ, caller.now)
    async with caller.read() as unit:
        await check_cohort(unit, caller.principal, cohort)
        await _find(unit, cohort)
        unit.note("cohort.read", cohort)
        return await unit.programme.members(cohort, today(unit))


async def add_member(
    unit: ClinicUnit,
    principal: Principal,
    cohort: CohortId,
    person: PersonId,
    since: date,
    notices: AppointmentNotices,
) -> Member:
    """Let a client join a group, and with it its sessions to come.

    Raises:
        Refused: ``access.denied``, ``cohort.unknown``, ``person.unknown``, ``people.not_a_client``, ``people.archived``;
            as ``join``.
        Conflicted: The client, or the number of people, refuses a session.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    await unit.appointments.lock()
    return await join_cohort(unit, cohort, person, since, notices)


async def join_cohort(
    unit: ClinicUnit, cohort: CohortId, person: PersonId, since: date, notices: AppointmentNotices
) -> Member:
    """Do as ``add_member`` for whoever was found to be allowed to. The schedule has to be locked."""
    stored = await _find(unit, cohort)
    known = (await unit.surroundings.people([person])).get(person)
    if known is None:
        raise Refused("person.unknown")
    if known.kind is not PersonKind.CLIENT:
        raise Refused("people.not_a_client")
    if known.is_archived:
        raise Refused("people.archived")
    memberships = await unit.programme.memberships(cohort)
    membership = join(stored.cohort, memberships, Membership(cohort, person, since))
    await unit.programme.add_membership(membership)
    await join_sessions(unit, cohort, [membership], notices)
    unit.note("cohort.join", person, cohort, since=since.isoformat())
    return Member(membership, known.name)


async def end_member(
    caller: Caller, cohort: CohortId, person: PersonId, until: date | None, notices: AppointmentNotices
) -> None:
    """Let a client leave a group before a day, today if none is said, and its sessions from then on.

    Raises:
        Refused: ``access.denied``, ``cohort.unknown``, ``programme.not_member``.
    """
    check(caller.principal, Action.PROGRAMME_WRITE, caller.now)
    async with caller.write() as unit:
        await unit.appointments.lock()
        await leave_cohort(unit, cohort, person, until or today(unit), notices)


async def leave_cohort(
    unit: ClinicUnit, cohort: CohortId, person: PersonId, day: date, notices: AppointmentNotices
) -> None:
    """Do as ``end_member`` for whoever was found to be allowed to. The schedule has to be locked."""
    await _find(unit, cohort)
    theirs = [each for each in await unit.programme.memberships(cohort) if each.person == person]
    going_on = [each for each in theirs if each.until is None or each.until > day]
    if not going_on:
        raise Refused("programme.not_member")
    left = [(each, leave(each, day)) for each in going_on]
    await unit.programme.end_memberships(
        [ended for _, ended in left if ended is not None], [each for each, ended in left if ended is None]
    )
    await leave_sessions(unit, [each for each, _ in left], day, notices)
    unit.note("cohort.leave", person, cohort, until=day.isoformat())


def _check(asked: StoredCohort) -> None:
    errors = check_form(asked.cohort)
    starts = asked.cohort.starts
    if starts is not None and asked.ends is not None and asked.ends < starts:
        errors.append(FieldError("ends_on", "programme.period"))
    if errors:
        raise Invalid(errors)


async def _find(unit: ClinicUnit, cohort: CohortId) -> StoredCohort:
    found = await unit.programme.cohort(cohort, today(unit))
    if found is None:
        raise Refused("cohort.unknown")
    return found
