"""The week of the whole programme, for clinical directors and owners: a list of sections, each read by a function of its
own and written to the file by itself.

Both plan everybody's weeks, so they may read everybody's minutes and names (`knowing`); what a planner may not know is
in none of the sections.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from app.access.consents.coming import ComingConsents, coming_consents
from app.access.programme.attendance.counted import SessionAttendance, counted_between
from app.access.programme.attendance.insurance.due import DueAuthorisation, read_due
from app.access.programme.attendance.weeks import check_monday
from app.access.programme.measures.groups import SessionPulse, read_pulses
from app.access.programme.minutes import counting_of, timed
from app.persistence.clinic_store import ClinicUnit
from clinic.attendance.presence import Attended
from clinic.attendance.programme_week import (
    ClientOfWeek,
    DayHours,
    Row,
    Standing,
    add_up,
    client_of_week,
    standing,
    write_file,
)
from clinic.attendance.totals import Attendance
from clinic.common.ids import CohortId, PersonId
from clinic.common.local_time import to_local, week_bounds
from clinic.identity.access import Action, Principal, check
from clinic.identity.roles import StaffRole
from clinic.schedule.attendees import Role
from clinic.schedule.states import Status

__all__ = [
    "GroupPulse",
    "Hours",
    "ProgrammeWeek",
    "Pulse",
    "RunningOut",
    "StandingClient",
    "Standings",
    "WaitingClient",
    "WaitingConsents",
    "export_programme_week",
    "read_programme_week",
]

_ORDER = list(Standing)


class Section(Protocol):
    """A part of the week."""

    def rows(self, zone: ZoneInfo) -> Iterator[Row]:
        """Return its lines of the file, with days of the clinic."""
        ...


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of all clients together.

    Attributes:
        sessions: How many took place, or are still planned.
    """

    days: tuple[DayHours, ...]
    sessions: int

    def rows(self, zone: ZoneInfo) -> Iterator[Row]:
        """As ``Section``."""
        for one in self.days:
            yield Row("hours", "", one.day, one.planned_min, one.present_min)


@dataclass(frozen=True, slots=True)
class StandingClient:
    """A client with a weekly target."""

    client: PersonId
    name: str
    week: ClientOfWeek
    standing: Standing


@dataclass(frozen=True, slots=True)
class Standings:
    """Clients with a weekly target: by how they stand, and by name."""

    clients: tuple[StandingClient, ...]

    def rows(self, zone: ZoneInfo) -> Iterator[Row]:
        """As ``Section``."""
        for one in self.clients:
            total = one.week.total
            minutes = (total.planned_min, total.present_min, total.target_min)
            yield Row("client", one.name, None, *minutes, one.standing)


@dataclass(frozen=True, slots=True)
class WaitingClient:
    """What a client has still to sign before a session of this week."""

    name: str
    consents: ComingConsents


@dataclass(frozen=True, slots=True)
class WaitingConsents:
    """Clients who have something to sign, the nearest session first; none in a week that is over."""

    clients: tuple[WaitingClient, ...]

    def rows(self, zone: ZoneInfo) -> Iterator[Row]:
        """As ``Section``."""
        for one in self.clients:
            first = to_local(one.consents.first_at, zone).date()
            yield Row("consent", one.name, first, documents=tuple(one.consents.kinds))


@dataclass(frozen=True, slots=True)
class RunningOut:
    """Authorisations that run out, as of today, whichever week is read."""

    authorisations: tuple[DueAuthorisation, ...]

    def rows(self, zone: ZoneInfo) -> Iterator[Row]:
        """As ``Section``."""
        for one in self.authorisations:
            has = one.authorisation
            yield Row("authorisation", one.name, has.last_on, left=one.balance.left, unit=has.unit.value)


@dataclass(frozen=True, slots=True)
class GroupPulse:
    """How a session of a group was."""

    cohort: CohortId
    name: str
    pulse: SessionPulse


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the week's sessions of groups were: averages of at least five people, once the pulse is asked no longer."""

    groups: tuple[GroupPulse, ...]

    def rows(self, zone: ZoneInfo) -> Iterator[Row]:
        """As ``Section``."""
        for one in self.groups:
            day = to_local(one.pulse.session.begins_at, zone).date()
            for number, average in enumerate(one.pulse.averages, 1):
                if average is not None:
                    yield Row(
                        "pulse", one.name, day, item=number, average=average.value, people=average.people
                    )


@dataclass(frozen=True, slots=True)
class ProgrammeWeek:
    """The week of the programme.

    Attributes:
        pulse: None for who is no clinical director: it is for clinicians alone.
    """

    monday: date
    hours: Hours
    standings: Standings
    consents: WaitingConsents
    running_out: RunningOut
    pulse: Pulse | None

    @property
    def sections(self) -> tuple[Section, ...]:
        """All of it, in the order in which it is shown."""
        every = (self.hours, self.standings, self.consents, self.running_out, self.pulse)
        return tuple(section for section in every if section is not None)


async def read_programme_week(unit: ClinicUnit, principal: Principal, monday: date) -> ProgrammeWeek:
    """Return a week of the programme.

    Raises:
        Refused: ``access.denied``.
        Invalid: ``schedule.not_monday``.
    """
    check(principal, Action.PROGRAMME_OVERSEE, unit.now)
    check_monday(monday)
    found = await counted_between(unit, *week_bounds(monday, unit.zone))
    sessions = [one for one in found if one.appointment.status is Status.PLANNED]
    weeks = await _weeks(unit, sessions, monday)
    standings = await _standings(unit, weeks)
    consents = await _consents(unit, sessions)
    named = {one.client for one in standings.clients}
    named |= {one.consents.client for one in consents.clients}
    unit.note("programme.oversee", *sorted(named))
    return ProgrammeWeek(
        monday,
        Hours(add_up(weeks, monday), len(sessions)),
        standings,
        consents,
        RunningOut((await read_due(unit, principal)).authorisations),
        await _pulse(unit, principal, monday),
    )


async def export_programme_week(unit: ClinicUnit, principal: Principal, monday: date) -> bytes:
    """Return the same as a file. Raises as ``read_programme_week``."""
    week = await read_programme_week(unit, principal, monday)
    unit.note("programme.export", shown=len(week.standings.clients))
    return write_file(row for section in week.sections for row in section.rows(unit.zone))


async def _weeks(unit: ClinicUnit, sessions: Sequence[SessionAttendance], monday: date) -> list[ClientOfWeek]:
    """Return the weeks of everybody who is expected in a session, or in an episode of care."""
    targets: dict[PersonId, int] = {}
    for episode in await unit.programme.episodes_between(monday, monday + timedelta(days=7)):
        # The target of a week in which a client changes programmes is the higher one.
        targets[episode.client] = max(targets.get(episode.client, 0), episode.target_min)
    attended: dict[PersonId, list[Attendance]] = defaultdict(list)
    for one in sessions:
        for each in one.appointment.people:
            if each.role is Role.MEMBER:
                was = one.people.get(each.person, Attended(each.person))
                attended[each.person].append(Attendance(timed(one.appointment), was.spans))
    counting = counting_of(unit.clinic.settings)
    return [
        client_of_week(
            client, attended.get(client, []), monday, unit.zone, counting, targets.get(client, 0), unit.now
        )
        for client in sorted({*attended, *targets})
    ]


async def _standings(unit: ClinicUnit, weeks: Sequence[ClientOfWeek]) -> Standings:
    stands = {one.client: stand for one in weeks if (stand := standing(one)) is not None}
    names = await _names(unit, stands)
    found = [
        StandingClient(one.client, names[one.client], one, stands[one.client])
        for one in weeks
        if one.client in names
    ]
    found.sort(key=lambda one: (_ORDER.index(one.standing), one.name.casefold(), one.client))
    return Standings(tuple(found))


async def _consents(unit: ClinicUnit, sessions: Sequence[SessionAttendance]) -> WaitingConsents:
    coming = await coming_consents(unit, [one.appointment for one in sessions if not one.is_over])
    names = await _names(unit, [one.client for one in coming])
    return WaitingConsents(
        tuple(WaitingClient(names[one.client], one) for one in coming if one.client in names)
    )


async def _pulse(unit: ClinicUnit, principal: Principal, monday: date) -> Pulse | None:
    if StaffRole.CLINICAL_DIRECTOR not in principal.roles:
        return None
    found = await read_pulses(unit, principal, *week_bounds(monday, unit.zone))
    names = await unit.names.groups({one.session.cohort for one in found if one.session.cohort})
    return Pulse(
        tuple(
            GroupPulse(one.session.cohort, names[one.session.cohort], one)
            for one in found
            if one.session.cohort in names and any(one.averages)
        )
    )


async def _names(unit: ClinicUnit, people: Collection[PersonId]) -> dict[PersonId, str]:
    if not people:
        return {}
    return {one: known.name for one, known in (await unit.people.names(people)).items()}
