"""A group's week: its members by name, and how long each was present in its sessions. Never a ranking."""

from dataclasses import dataclass
from datetime import date

from app.access.clinic_day import today
from app.access.programme.attendance.counted import SessionAttendance, counted_between
from app.access.programme.attendance.knowing import Knowing
from app.access.programme.attendance.weeks import check_monday
from app.access.schedule.sessions.rights import check_cohort
from app.persistence.clinic_store import ClinicUnit
from clinic.attendance.presence import Attended
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, CohortId, PersonId
from clinic.common.local_time import week_bounds
from clinic.identity.access import Action, Principal, check
from clinic.schedule.attendees import Role
from clinic.schedule.states import Status

__all__ = ["GroupMember", "GroupWeek", "read_group_week"]


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A member, and how they were present in each session that they were expected in or came to."""

    person: PersonId
    name: str
    attended: dict[AppointmentId, Attended]


@dataclass(frozen=True, slots=True)
class GroupWeek:
    """A group's week.

    Attributes:
        sessions: Those that were not cancelled, in order of time.
        members: By name, those of whom the reader may know anything.
    """

    name: str
    sessions: tuple[SessionAttendance, ...]
    members: tuple[GroupMember, ...]


async def read_group_week(
    unit: ClinicUnit, principal: Principal, cohort: CohortId, monday: date
) -> GroupWeek:
    """Return the week of a group, to planners and to those who lead a session of it.

    Raises:
        Refused: ``access.denied``; ``cohort.unknown``.
        Invalid: ``schedule.not_monday``.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    check_monday(monday)
    await check_cohort(unit, principal, cohort)
    stored = await unit.programme.cohort(cohort, today(unit))
    if stored is None:
        raise Refused("cohort.unknown")
    found = await counted_between(unit, *week_bounds(monday, unit.zone), cohort=cohort)
    sessions = [one for one in found if one.appointment.status is Status.PLANNED]
    members = await _members(unit, Knowing(unit, principal), sessions)
    unit.note("attendance.read", cohort, *sorted(one.person for one in members))
    return GroupWeek(stored.cohort.name, tuple(sessions), tuple(members))


async def _members(
    unit: ClinicUnit, knowing: Knowing, sessions: list[SessionAttendance]
) -> list[GroupMember]:
    found: dict[PersonId, dict[AppointmentId, Attended]] = {}
    for one in sessions:
        roles = {each.person: each.role for each in one.appointment.people} | one.roles
        for person, role in roles.items():
            if role is Role.MEMBER and await knowing.knows(person, one):
                attended = one.people.get(person, Attended(person))
                found.setdefault(person, {})[one.appointment.id] = attended
    names = await unit.people.names(found)
    members = [GroupMember(person, names[person].name, each) for person, each in found.items()]
    return sorted(members, key=lambda one: (one.name.casefold(), one.person))
