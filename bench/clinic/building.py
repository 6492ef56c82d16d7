"""Fills an empty clinic: people, care teams, groups, and a year of sessions, by the product's own repositories.

What is encrypted is encrypted, names can be searched for, people have been told of their next sessions, and the rooms of
sessions that have opened today are there. Only checks are left out: the invented plan has no conflicts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import update

from app.access.mail.notices import MailedNotices
from app.access.mail.upcoming import UpcomingNotices
from app.access.schedule.sessions.building import Around, build
from app.live.planned.planner import Planner
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.models.schedule import AppointmentRow
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.people.licences import LicenceRecord
from app.persistence.repositories.people.people import NewPerson
from app.persistence.repositories.programme.programme import StoredCohort
from app.persistence.repositories.schedule.records import Appointment, Content, SeriesRecord
from app.runtime.clock import to_datetime
from app.runtime.ids import (
    new_assignment_id,
    new_cohort_id,
    new_couple_id,
    new_episode_id,
    new_licence_id,
    new_person_id,
    new_program_id,
    new_room_id,
    new_series_id,
)
from bench.clinic.held import GROUPS, Group, hold_groups
from bench.clinic.people import ZONE, client_fields, staff_fields
from bench.clinic.size import MEMBERS, WEEKS, ClinicSize
from bench.clinic.weeks import LENGTH_MIN, WeeklySession, partners_of, weekly_sessions
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import AppointmentId, ClinicId, CohortId, PersonId, ProgramId
from clinic.identity.roles import StaffRole
from clinic.people.couples import Cameras, CoupleUnit
from clinic.people.licences import Licence, LicenceType, Qualification
from clinic.programme.cohorts import Admission, Cohort, Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday
from clinic.schedule.recurrence.series import Series, occurrences
from rooms.runtime.ports import Clock

__all__ = ["CLINIC", "FIRST_MONDAY", "NOW", "BuiltClinic", "NobodyMeets", "build_clinic"]

CLINIC: Final = ClinicId("cl_bench")
FIRST_MONDAY: Final = date(2026, 3, 2)
"""On which the year of sessions begins."""
NOW: Final = datetime(2026, 3, 16, 10, 30, tzinfo=ZoneInfo(ZONE))
"""A Monday two weeks later: series that do not meet on Mondays have fifty sessions to come."""

_BY: Final = Actor("operator")
_PEOPLE_AT_ONCE, _SERIES_AT_ONCE = 500, 60
_SINCE: Final = FIRST_MONDAY - timedelta(days=30)
_TRACKS: Final = {"group": Track.GROUP, "couples": Track.COUPLES, "individual": Track.INDIVIDUAL}
_ROLES: Final = (Role.FACILITATOR, Role.CO_FACILITATOR)


@dataclass(frozen=True, slots=True)
class BuiltClinic:
    """What there is to ask for.

    Attributes:
        series: The weekly sessions with their ids and those of their appointments, in order of time.
        held: Groups that have met for a year, who leads each, and its members.
    """

    size: ClinicSize
    clinicians: tuple[PersonId, ...]
    planners: tuple[PersonId, ...]
    clients: tuple[PersonId, ...]
    series: tuple[tuple[WeeklySession, SeriesRecord, tuple[AppointmentId, ...]], ...]
    held: tuple[Group, ...]
    appointments: int
    attendees: int


@dataclass
class _People:
    """Ids by number."""

    clinicians: list[PersonId]
    planners: list[PersonId]
    clients: list[PersonId]
    couples: list[CoupleUnit]
    cohorts: list[CohortId]


async def build_clinic(
    store: ClinicStore, size: ClinicSize, clock: Clock, notices: MailedNotices
) -> BuiltClinic:
    """Make the clinic and fill it."""
    async with store.create(CLINIC, "Bench", ZONE, _BY, NOW) as unit:
        pass
    people = await _add_people(store, size)
    async with store.write(CLINIC, _BY, NOW) as unit:
        await _add_couples(unit, size, people)
        await _add_programme(unit, size, people)
    weekly = weekly_sessions(size)
    async with store.write(CLINIC, _BY, NOW) as unit:
        await _add_care_team(unit, weekly, people)
    series = list[tuple[WeeklySession, SeriesRecord, tuple[AppointmentId, ...]]]()
    attendees = 0
    for some in _by(_SERIES_AT_ONCE, weekly):
        async with store.write(CLINIC, _BY, NOW) as unit:
            around = await _around(unit, people)
            made = [_make_series(each, people, around) for each in some]
            await unit.series.add([record for record, _ in made])
            planned = [one for _, appointments in made for one in appointments]
            await unit.appointments.add(planned)
            attendees += sum(len(one.people) for one in planned)
            series += [
                (each, record, tuple(one.id for one in appointments))
                for each, (record, appointments) in zip(some, made, strict=True)
            ]
    groups = _groups(weekly, people)[:GROUPS]
    async with store.write(CLINIC, _BY, NOW) as unit:
        monday = datetime.combine(FIRST_MONDAY, datetime.min.time(), ZoneInfo(ZONE))
        await hold_groups(unit, groups, monday)
    await _catch_up(store, clock, notices)
    return BuiltClinic(
        size,
        tuple(people.clinicians),
        tuple(people.planners),
        tuple(people.clients),
        tuple(series),
        groups,
        WEEKS * len(weekly),
        attendees,
    )


async def _add_people(store: ClinicStore, size: ClinicSize) -> _People:
    staff = [NewPerson(new_person_id(), staff_fields(number)) for number in range(size.staff)]
    clients = [NewPerson(new_person_id(), client_fields(number)) for number in range(size.clients)]
    for some in _by(_PEOPLE_AT_ONCE, [*staff, *clients]):
        async with store.write(CLINIC, _BY, NOW) as unit:
            await unit.people.add(some, NOW)
            for one in some:
                await unit.accounts.ensure(one.id, None, NOW)
    ids = [one.id for one in staff]
    people = _People(ids[: size.clinicians], ids[size.clinicians :], [one.id for one in clients], [], [])
    async with store.write(CLINIC, _BY, NOW) as unit:
        for person in people.planners:
            await unit.roles.put(person, [StaffRole.CARE_COORDINATOR])
        for person in people.clinicians:
            await unit.roles.put(person, [StaffRole.CLINICIAN])
            qualified = [Qualification.LICENSED_CLINICIAN, Qualification.COUPLES_THERAPIST]
            await unit.licences.put_qualifications(person, qualified)
            licence = Licence("NY", LicenceType.PSYCHOLOGIST, "012345", date(2030, 12, 31))
            await unit.licences.add(LicenceRecord(new_licence_id(), person, licence))
    return people


async def _add_couples(unit: ClinicUnit, size: ClinicSize, people: _People) -> None:
    for number in range(size.couples):
        first, second = partners_of(size, number)
        partners = (people.clients[first], people.clients[second])
        cameras = Cameras.ONE if number % 2 else Cameras.TWO
        couple = CoupleUnit(new_couple_id(), CLINIC, partners, NOW - timedelta(days=60), None, cameras)
        await unit.couples.add(couple)
        people.couples.append(couple)


async def _add_programme(unit: ClinicUnit, size: ClinicSize, people: _People) -> None:
    program = Program(new_program_id(), "Intensive outpatient", LevelOfCare.ASAM_2_1, 540, part2=False)
    await unit.programme.add_program(program)
    for number in range(size.cohorts):
        cohort = _cohort(number, program.id)
        people.cohorts.append(cohort.id)
        await unit.programme.add_cohort(StoredCohort(cohort))
        for client in people.clients[MEMBERS * number : MEMBERS * (number + 1)]:
            await unit.programme.add_membership(Membership(cohort.id, client, _SINCE))
    for client in people.clients:
        episode = Episode(
            new_episode_id(), client, program.id, _SINCE, None, program.level, program.target_min
        )
        await unit.programme.add_episode(episode)


def _groups(weekly: Sequence[WeeklySession], people: _People) -> tuple[Group, ...]:
    """Return every group with the first who leads it."""
    by_number = {each.number: each for each in weekly if each.kind == "group"}
    return tuple(
        (
            people.cohorts[number],
            people.clinicians[one.leaders[0]],
            tuple(people.clients[member] for member in one.members),
        )
        for number, one in sorted(by_number.items())
    )


def _cohort(number: int, program: ProgramId) -> Cohort:
    return Cohort(
        new_cohort_id(), program, Track.GROUP, f"Group {number + 1:03}", Admission.ROLLING, MEMBERS, None
    )


async def _add_care_team(unit: ClinicUnit, weekly: Sequence[WeeklySession], people: _People) -> None:
    """Whoever leads somebody's own session, or a couple's, is their therapist."""
    period = Period(NOW - timedelta(days=60))
    for session in weekly:
        held: Assignment | None = None
        clinician = people.clinicians[session.leaders[0]]
        if session.kind == "individual":
            held = Assignment(
                clinician, CareTeamRole.INDIVIDUAL_THERAPIST, period, client=people.clients[session.number]
            )
        elif session.kind == "couples":
            couple = people.couples[session.number].id
            held = Assignment(clinician, CareTeamRole.COUPLES_THERAPIST, period, couple=couple)
        if held is not None:
            await unit.assignments.add(AssignmentRecord(new_assignment_id(), held))


async def _around(unit: ClinicUnit, people: _People) -> Around:
    known = await unit.surroundings.people([*people.clinicians, *people.clients])
    return Around(unit.zone, None, (), known, people.couples, {}, {}, frozenset())


def _make_series(
    session: WeeklySession, people: _People, around: Around
) -> tuple[SeriesRecord, list[Appointment]]:
    cohort = people.cohorts[session.number] if session.kind == "group" else None
    invited = [
        Attendee(people.clinicians[leader], role)
        for leader, role in zip(session.leaders, _ROLES, strict=False)
    ]
    members = [people.clients[member] for member in session.members]
    if cohort is None:
        invited += [Attendee(member) for member in members]
    start = datetime.combine(FIRST_MONDAY, datetime.min.time()) + timedelta(
        days=session.day, hours=session.hour
    )
    rule = SeriesRule(Frequency.WEEKLY, by_day=(ByDay(tuple(Weekday)[session.day]),), count=WEEKS)
    series = Series(new_series_id(), start, ZONE, LENGTH_MIN, rule, people=tuple(invited), cohort=cohort)
    content = Content(f"{session.kind.capitalize()} session", session.kind, _TRACKS[session.kind])
    record = SeriesRecord(Plan(series), content)
    couples = around.couples[session.number : session.number + 1] if session.kind == "couples" else ()
    mine = replace(
        around,
        members=[Membership(cohort, member, _SINCE) for member in members] if cohort else (),
        couples=couples,
    )
    return record, [
        build(one, record, content, mine, None, AppointmentId(new_room_id()), {})
        for one in occurrences(series, frozenset())
    ]


class NobodyMeets:
    """No room runs while the clinic is built."""

    async def present(self, room: object) -> frozenset[Any]:
        """Nobody."""
        return frozenset()

    async def follow(self, plan: object, kept: object) -> None:
        """Do nothing."""


async def _catch_up(store: ClinicStore, clock: Clock, notices: MailedNotices) -> None:
    """Do what the service does by itself: rooms of what has opened, mails of what comes near."""
    day = NOW.replace(hour=0, minute=0)
    async with store.database.transaction(writes=True) as session:
        before_today = update(AppointmentRow).where(AppointmentRow.begins_at < day).values(room_ready=True)
        await session.execute(before_today)
    planner = Planner(store, clock, NobodyMeets())
    while await planner.look() == 0.0:
        pass
    await UpcomingNotices(store, notices, clock).tell(to_datetime(clock.now()), to_datetime(clock.now()))


def _by(count: int, items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(items), count):
        yield items[first : first + count]
