"""Fills the demo's clinic with its world, and keeps it alive: whenever the demo is started, some sessions are open.

It goes the way that the pages go: through the same checks, in the name of the clinic's owner.
"""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.access.identity.founding import list_clinics
from app.access.schedule.planning import Planned, plan_sessions
from app.access.schedule.sessions.conflicts import Conflicted
from app.access.schedule.sessions.forms import Draft, Invited
from app.cli.demo import world
from app.cli.demo.agendas import add_agenda
from app.cli.demo.agreements import sign_agreements
from app.cli.demo.insurance import insure
from app.cli.demo.measures import MeasuresDemo, protocols_of
from app.cli.demo.past import PAST, met, past_days
from app.cli.demo.records import add_records
from app.cli.demo.support import FORMER, seed_support
from app.cli.demo.systems import add_webhook, connect_ehr
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.identity.demo import DemoPeople
from app.persistence.repositories.people.licences import LicenceRecord
from app.persistence.repositories.people.people import NewPerson
from app.persistence.repositories.programme.programme import StoredCohort
from app.persistence.repositories.schedule.listing import Span
from app.persistence.repositories.schedule.records import Content
from app.runtime.ids import (
    new_assignment_id,
    new_cohort_id,
    new_couple_id,
    new_episode_id,
    new_licence_id,
    new_person_id,
    new_program_id,
    new_screening_id,
)
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import ClinicId, CohortId, PersonId, ProgramId, SignInId
from clinic.identity.access import Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.people.contact import SafeChannel
from clinic.people.couples import Cameras, CoupleUnit
from clinic.people.licences import Licence
from clinic.people.person import Address, PersonFields, PersonKind
from clinic.programme.cohorts import Admission, Cohort, Membership
from clinic.programme.episodes import Episode
from clinic.programme.programs import Program
from clinic.programme.tracks import Track
from clinic.safety.clearance import Decision, Move, Reason
from clinic.safety.screening import HITS, Screening
from clinic.schedule.attendees import Role

__all__ = ["CLINIC", "seed_programme"]

CLINIC: Final = ClinicId("cl_riverside")
_NAME: Final = "Riverside (demo)"
_ZONE: Final = "America/New_York"
_SYSTEM: Final = Actor("operator")
_WEEKS: Final = 6
_NOW: Final = (
    ("Group, open now", "group", "Morning group A", ("Dr. Maria Rivera", "Sam Lindgren"), ()),
    ("Couples session, open now", "couples", None, (world.COUPLES_THERAPIST,), world.COUPLES[3][:2]),
)
"""Sessions that are open when the demo starts: title, kind, cohort, staff, clients."""


async def seed_programme(store: ClinicStore, now: datetime) -> None:
    """Make the clinic unless it is there, and plan sessions whose doors are open now unless there are some."""
    if CLINIC not in {clinic.id for clinic in await list_clinics(store)}:
        async with store.create(CLINIC, _NAME, _ZONE, _SYSTEM, now) as unit:
            await _Seeder(unit, now).fill()
        async with store.write(CLINIC, _SYSTEM, now - PAST - timedelta(days=1)) as unit:
            await _Seeder(unit, now).remember()
    async with store.write(CLINIC, _SYSTEM, now) as unit:
        await _Seeder(unit, now).open_some()


class _NoMail:
    """The invented people have heard of their sessions."""

    async def planned(self, unit: ClinicUnit, meetings: object) -> None:
        return

    moved = cancelled = planned


class _Seeder:
    """Fills one clinic's unit."""

    def __init__(self, unit: ClinicUnit, now: datetime) -> None:
        self._unit = unit
        self._now = now
        self._zone = ZoneInfo(_ZONE)
        self._today = now.astimezone(self._zone).date()
        self._people: dict[str, PersonId] = {}
        self._cohorts: dict[str, CohortId] = {}
        self._programs: dict[str, ProgramId] = {}

    async def fill(self) -> None:
        """Add everybody and everything of the world, and plan the weeks to come."""
        await self._add_staff()
        await self._add_clients()
        await self._add_programme()
        await self._add_care_team()
        await self._sign_agreements()
        await self._add_clearance()
        await self._insure()
        await self._add_measures()
        await add_webhook(self._unit, self._people[next(iter(world.CLIENTS))])
        await connect_ehr(self._unit, self._now)
        await self._add_support()
        await add_records(
            self._unit,
            asks=self._people["Grace Hughes"],
            held=self._people["Hugo Lambert"],
            owner=self._people[world.STAFF[0].name],
            now=self._now,
        )
        for session in world.WEEK:
            await self._plan_week(session)

    async def remember(self) -> None:
        """Plan what groups did in the last two weeks, as of then, and let it have taken place."""
        await self._find_everybody()
        codes = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
        for session in world.WEEK:
            if session.cohort is None:
                continue
            days = past_days(self._today, [codes.index(code) for code in session.days])
            for number, day in enumerate(days):
                planned = await self._plan(self._draft(session, day))
                appointment = planned.sessions[0].appointment
                await met(self._unit, appointment.id, self._zone, protocols_of(number))
                if session.cohort == world.COHORTS[0].name:
                    await MeasuresDemo(self._unit, self._owner).pulse(appointment, number)

    async def open_some(self) -> None:
        """Plan what is open now, unless something is."""
        soon = self._now + timedelta(minutes=15)
        if await self._unit.listing.page(Span(self._now - timedelta(minutes=30), soon), 1):
            return
        await self._find_everybody()
        start = self._now.astimezone(self._zone).replace(tzinfo=None, second=0, microsecond=0)
        await self._open_at(start)

    async def _find_everybody(self) -> None:
        for person in await DemoPeople(self._unit.session, CLINIC).all():
            self._people[person.name] = person.id
        for stored in await self._unit.programme.cohorts(self._today, None, None, 100):
            self._cohorts[stored.cohort.name] = stored.cohort.id

    async def _open_at(self, start: datetime) -> None:
        for title, kind, cohort, staff, clients in _NOW:
            track = Track.COUPLES if kind == "couples" else Track.GROUP
            roles = (Role.FACILITATOR, Role.CO_FACILITATOR)
            people = [
                *(Invited(self._people[name], role) for name, role in zip(staff, roles, strict=False)),
                *(Invited(self._people[name.split()[0]]) for name in clients),
            ]
            # Whoever is expected elsewhere soon is not asked: then the session they are expected in is nearly open.
            with suppress(Conflicted):
                planned = await self._plan(
                    Draft(
                        Content(title, kind, track),
                        start + timedelta(minutes=5),
                        50,
                        tuple(people),
                        cohort=self._cohorts[cohort] if cohort else None,
                    )
                )
                if kind == "group":
                    await add_agenda(self._unit, planned.sessions[0].appointment.id)

    async def _add_staff(self) -> None:
        for staff in world.STAFF:
            person = await self._add_person(staff.name, PersonKind.STAFF)
            await self._unit.roles.put(person, staff.roles)
            await self._unit.licences.put_qualifications(person, staff.qualifications)
            if staff.licence is not None:
                licence = Licence("NY", staff.licence, "012345", date(self._today.year + 2, 12, 31))
                await self._unit.licences.add(LicenceRecord(new_licence_id(), person, licence))

    async def _add_clients(self) -> None:
        for name in world.CLIENTS:
            await self._add_person(name, PersonKind.CLIENT)
        for first, second, cameras in world.COUPLES:
            await self._unit.couples.add(
                CoupleUnit(
                    new_couple_id(),
                    CLINIC,
                    (self._people[first], self._people[second]),
                    self._since,
                    None,
                    Cameras.ONE if cameras == 1 else Cameras.TWO,
                )
            )

    async def _add_person(self, name: str, kind: PersonKind) -> PersonId:
        person = self._people[name] = new_person_id()
        handle = "".join(sign for sign in name.casefold() if sign.isascii() and sign.isalnum())
        first = name if kind is PersonKind.STAFF else name.split()[0]
        fields = PersonFields(
            kind,
            first,
            _ZONE,
            legal_name=name,
            email=f"{handle}@riverside.example",
            phone="+12125550100",
            address=Address("1 River Street", "", "New York", "NY", "10001"),
            safe_channel=SafeChannel.EMAIL,
        )
        await self._unit.people.add([NewPerson(person, fields)], self._now)
        await self._unit.accounts.ensure(person, None, self._now)
        return person

    async def _add_programme(self) -> None:
        for each in world.PROGRAMS:
            program = Program(new_program_id(), each.name, each.level, each.target_min, each.part2)
            self._programs[each.name] = program.id
            await self._unit.programme.add_program(program)
        enrolled: set[str] = set()
        for group in world.COHORTS:
            part2 = next(each.part2 for each in world.PROGRAMS if each.name == group.program)
            cohort = Cohort(
                new_cohort_id(),
                self._programs[group.program],
                group.track,
                group.name,
                Admission.ROLLING,
                12,
                None,
                part2,
            )
            self._cohorts[group.name] = cohort.id
            await self._unit.programme.add_cohort(StoredCohort(cohort))
            for name in group.members:
                await self._unit.programme.add_membership(
                    Membership(cohort.id, self._people[name], self._since.date(), None)
                )
                if name not in enrolled:
                    enrolled.add(name)
                    await self._enrol(name, group.program)

    async def _enrol(self, name: str, program: str) -> None:
        found = next(each for each in world.PROGRAMS if each.name == program)
        await self._unit.programme.add_episode(
            Episode(
                new_episode_id(),
                self._people[name],
                self._programs[program],
                self._since.date(),
                None,
                found.level,
                found.target_min,
            )
        )

    async def _add_care_team(self) -> None:
        period = Period(self._since)
        for clinician, role, clients in world.CARE_TEAM:
            for client in clients:
                held = Assignment(self._people[clinician], role, period, client=self._people[client])
                await self._unit.assignments.add(AssignmentRecord(new_assignment_id(), held))
        partners = [self._people[first] for first, _, _ in world.COUPLES]
        for couple in await self._unit.couples.of(partners):
            held = Assignment(
                self._people[world.COUPLES_THERAPIST],
                CareTeamRole.COUPLES_THERAPIST,
                period,
                couple=couple.id,
            )
            await self._unit.assignments.add(AssignmentRecord(new_assignment_id(), held))

    async def _sign_agreements(self) -> None:
        partners = {name for first, second, _ in world.COUPLES for name in (first, second)}
        part2 = {each.name for each in world.PROGRAMS if each.part2}
        protected = {name for group in world.COHORTS if group.program in part2 for name in group.members}
        clients = [name for name in world.CLIENTS if name != world.UNSIGNED]
        await sign_agreements(
            self._unit,
            [self._people[name] for name in clients],
            {self._people[name] for name in partners},
            {self._people[name] for name in protected},
            self._since,
        )

    async def _add_clearance(self) -> None:
        """Let each client of a couple but one be screened and cleared by their own therapist."""
        own = {
            client: clinician
            for clinician, role, clients in world.CARE_TEAM
            if role is CareTeamRole.INDIVIDUAL_THERAPIST
            for client in clients
        }
        names = {person: name for name, person in self._people.items()}
        for couple in await self._unit.couples.of([self._people[first] for first, _, _ in world.COUPLES]):
            for partner in couple.partners:
                if names[partner] != world.NOT_SCREENED:
                    await self._clear(couple, partner, self._people[own[names[partner]]])

    async def _insure(self) -> None:
        first, second, _ = world.COUPLES[0]
        partners = (self._people[first], self._people[second])
        (couple,) = await self._unit.couples.of([partners[0]])
        coupled = {name for pair in world.COUPLES for name in pair[:2]}
        alone = next(name for name in world.CLIENTS if name not in coupled)
        await insure(self._unit, self._owner, partners, couple.id, self._people[alone], self._today)

    async def _add_support(self) -> None:
        first, second, third = [await self._add_person(name, PersonKind.CLIENT) for name in FORMER]
        group, program = self._cohorts["Morning group B"], self._programs["Day program"]
        sunday = await seed_support(self._unit, self._owner, (first, second, third), group, program)
        await sign_agreements(self._unit, [first, second, third], (), (), self._since)
        start = datetime.combine(self._today + timedelta(days=6 - self._today.weekday() or 7), time(17))
        await self._plan(
            Draft(
                Content("Sunday alumni", "alumni", Track.GROUP),
                start,
                60,
                (Invited(second, Role.FACILITATOR),),
                rule=f"FREQ=WEEKLY;COUNT={_WEEKS}",
                cohort=sunday,
            )
        )

    async def _clear(self, couple: CoupleUnit, partner: PersonId, by: PersonId) -> None:
        answers = (HITS.lowest,) * len(HITS.items)
        await self._unit.clearance.add_screening(
            Screening(new_screening_id(), partner, by, self._since, HITS, answers)
        )
        await self._unit.clearance.decide(
            couple.id, Decision(1, partner, by, self._now, Move.CLEAR, Reason.SCREENED, self._since)
        )

    async def _add_measures(self) -> None:
        """Let the programme of the morning group have been asked how everybody is."""
        group = world.COHORTS[0]
        measures = MeasuresDemo(self._unit, self._owner)
        await measures.ask(self._programs[group.program], self._cohorts[group.name])
        await measures.answer([self._people[name] for each in world.COHORTS[:2] for name in each.members])

    async def _plan_week(self, session: world.DemoSession) -> None:
        codes = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
        day = self._today + timedelta(days=1)
        while codes[day.weekday()] not in session.days:
            day += timedelta(days=1)
        rule = f"FREQ=WEEKLY;BYDAY={','.join(session.days)};COUNT={_WEEKS * len(session.days)}"
        await self._plan(self._draft(session, day, rule))

    def _draft(self, session: world.DemoSession, day: date, rule: str | None = None) -> Draft:
        people = [
            *(Invited(self._people[name], role) for name, role in session.staff),
            *(Invited(self._people[name]) for name in session.clients),
        ]
        return Draft(
            Content(session.title, session.kind, session.track, policy=dict(session.policy)),
            datetime.combine(day, session.at),
            session.length_min,
            tuple(people),
            rule=rule,
            cohort=self._cohorts[session.cohort] if session.cohort else None,
        )

    async def _plan(self, draft: Draft) -> Planned:
        return await plan_sessions(self._unit, self._owner, draft, _NoMail())

    @property
    def _owner(self) -> Principal:
        return Principal(
            CLINIC,
            self._people[world.STAFF[0].name],
            PrincipalKind.STAFF,
            frozenset(StaffRole),
            SignInId("si_demo"),
            self._now,
        )

    @property
    def _since(self) -> datetime:
        """Everything in the world began three weeks ago."""
        return self._now - timedelta(weeks=3)
