"""Alumni groups: cohorts of programmes at the level of aftercare, which people join and leave by themselves."""

from dataclasses import dataclass
from typing import Final

from app.access.clinic_day import today
from app.access.programme.cohorts import join_cohort, leave_cohort
from app.access.programme.support.standing import Standing, check_own, standing_of
from app.access.schedule.notices import AppointmentNotices
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.programme import StoredCohort
from clinic.common.errors import Refused
from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.identity.access import Action, Principal
from clinic.programme.cohorts import Admission
from clinic.programme.levels import LevelOfCare

__all__ = ["AlumniGroup", "join_group", "leave_group", "list_groups"]

_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class AlumniGroup:
    """A group that a client may join, or is in."""

    id: CohortId
    name: str
    member: bool
    full: bool


async def list_groups(unit: ClinicUnit, principal: Principal) -> list[AlumniGroup]:
    """Return the alumni groups that are open to a client, and those they are in, by name.

    Raises Refused: ``access.denied``.
    """
    check_own(unit, principal, Action.OWN_READ)
    return await _groups(unit, principal.person, await standing_of(unit, principal.person))


async def join_group(
    unit: ClinicUnit, principal: Principal, cohort: CohortId, notices: AppointmentNotices
) -> list[AlumniGroup]:
    """Join an alumni group from today on, and its sessions to come.

    Raises:
        Refused: ``access.denied``; ``cohort.unknown``: it is no alumni group, or not open to them; as ``join``.
        Conflicted: They are expected elsewhere at the time of one of its sessions.
    """
    me, standing = await _mine(unit, principal, cohort)
    await join_cohort(unit, cohort, me, today(unit), notices)
    return await _groups(unit, me, standing)


async def leave_group(
    unit: ClinicUnit, principal: Principal, cohort: CohortId, notices: AppointmentNotices
) -> list[AlumniGroup]:
    """Leave an alumni group today.

    Raises:
        Refused: ``access.denied``, ``cohort.unknown``, ``programme.not_member``.
    """
    me, standing = await _mine(unit, principal, cohort)
    await leave_cohort(unit, cohort, me, today(unit), notices)
    return await _groups(unit, me, standing)


async def _mine(unit: ClinicUnit, principal: Principal, cohort: CohortId) -> tuple[PersonId, Standing]:
    check_own(unit, principal, Action.OWN_WRITE)
    await unit.appointments.lock()
    standing = await standing_of(unit, principal.person)
    if cohort not in {one.id for one in await _groups(unit, principal.person, standing)}:
        raise Refused("cohort.unknown")
    return principal.person, standing


async def _groups(unit: ClinicUnit, person: PersonId, standing: Standing) -> list[AlumniGroup]:
    day = today(unit)
    programs = {
        one.program.id
        for one in await unit.programme.programs(None, _MOST)
        if one.program.level is LevelOfCare.AFTERCARE
    }
    mine = {each.cohort for each in await unit.programme.memberships_of(person) if each.holds(day)}
    found = []
    for program in sorted(programs):
        for stored in await unit.programme.cohorts(day, ProgramId(program), None, _MOST):
            group = _group(stored, stored.cohort.id in mine)
            if group.member or (standing.alumni and _is_open(stored)):
                found.append(group)
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def _is_open(stored: StoredCohort) -> bool:
    return stored.archived is None and stored.cohort.admission is Admission.ROLLING


def _group(stored: StoredCohort, member: bool) -> AlumniGroup:
    cohort = stored.cohort
    return AlumniGroup(cohort.id, cohort.name, member, stored.members >= cohort.capacity)
