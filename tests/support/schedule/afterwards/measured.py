"""A clinic that asks its clients how they are: a programme, a group that Dana leads, and sessions that were held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.live.record import PresenceIntervalRow, RoomEventRow
from app.persistence.models.live.sessions import OccupantRow, SeatRow, SessionRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.programme.programme import StoredCohort
from app.runtime.ids import new_assignment_id, new_episode_id
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.identity.roles import StaffRole
from clinic.programme.cohorts import Admission, Cohort, Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.programme.tracks import Track
from rooms.model.events import ProtocolStarted, TurnEnded, TurnStarted
from rooms.model.events.codec import encode_event
from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId as RoomPerson
from tests.app.conftest import WebService
from tests.support.schedule.series import lone_series
from tests.support.service.clinics import Answer, Clinic, Visitor

__all__ = ["COHORT", "PROGRAM", "MeasuredClinic", "gather_measured"]

PROGRAM, COHORT = ProgramId("pg_day"), CohortId("co_a")
WEEK = timedelta(weeks=1)
_FIRST_TURN = 100
"""Its position in a log; protocols are before it."""


@dataclass
class MeasuredClinic:
    """Ida is the individual therapist of all clients, Dana leads the group, Iris is the clinical director."""

    clinic: Clinic
    web: httpx.AsyncClient = field(repr=False)
    clients: list[PersonId]
    ida: Visitor
    dana: Visitor
    iris: Visitor
    carl: Visitor
    sessions: int = 0

    def pass_time(self, web_service: WebService, time: timedelta) -> None:
        """Let time go by, for requests and for those who sign in from now on."""
        web_service.clock.time += time.total_seconds()
        self.clinic = replace(self.clinic, now=self.clinic.now + time)

    async def plan(self, instrument: str = "phq9", **changed: Any) -> Answer:
        body = {"instrument": instrument, "rhythm": "weekly", "weekday": 0, "program": PROGRAM} | changed
        return await self.carl.post("/measures/plans", {k: v for k, v in body.items() if v is not None})

    async def plan_pulse(self) -> None:
        answer = await self.plan("pulse", rhythm="session", weekday=None, program=None, cohort=COHORT)
        assert answer.status_code == 201, answer.text

    async def at_home(self, client: PersonId) -> Visitor:
        return await self.clinic.sign_in_client(self.web, client)

    async def due(self, who: Visitor) -> list[tuple[str, str]]:
        answer = await who.get("/me/measures")
        assert answer.status_code == 200, answer.text
        return [(one["instrument"], one["due"]) for one in answer.json()["due"]]

    async def begin(self, who: Visitor, instrument: str = "phq9") -> dict[str, Any]:
        due = next(due for key, due in await self.due(who) if key == instrument)
        answer = await who.post("/me/measures", {"instrument": instrument, "due": due})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def keep(
        self, who: Visitor, asked: dict[str, Any], answers: Sequence[int | None], move: str = "keep"
    ) -> Answer:
        body = {"answers": list(answers), "move": move}
        return await who.change("PUT", f"/me/measures/{asked['id']}", body, asked["version"])

    async def send(self, client: PersonId, answers: Sequence[int | None], instrument: str = "phq9") -> Answer:
        who = await self.at_home(client)
        return await self.keep(who, await self.begin(who, instrument), answers, "send")

    async def add_session(
        self,
        begins: datetime,
        people: Sequence[PersonId],
        *,
        held: bool = True,
        kind: str = "group",
        track: str = "group",
        lead: PersonId | None = None,
        shared: bool = False,
        protocols: Sequence[str] = (),
    ) -> str:
        """Store a session of an hour, with its room; if it was held, everybody was there from beginning to end."""
        self.sessions += 1
        session, ends = f"ss_{self.sessions}", begins + timedelta(hours=1)
        leader = lead or self.dana.person
        everybody = [leader, *people]
        async with self.clinic.store.write(self.clinic.id, self.clinic.actor, self.clinic.now) as unit:
            await _plan(unit, session, (begins, ends), kind, track, held=held)
            for position, person in enumerate(everybody):
                role = "member" if position else "facilitator"
                times = {"begins_at": begins, "ends_at": ends}
                unit.session.add(
                    AttendeeRow(
                        appointment_id=session, person_id=person, clinic_id=unit.clinic.id, role=role, **times
                    )
                )
                # The first member's seat is everybody's where they share one.
                seat = await _seat(
                    unit, session, person, position, role, min(position, 1) if shared else position
                )
                if held:
                    hours = {"started_at": begins, "ended_at": ends}
                    unit.session.add(
                        PresenceIntervalRow(session_id=session, person_id=person, seat_id=seat, **hours)
                    )
            for place, protocol in enumerate(protocols, 1):
                payload = {"run": place, "protocol": protocol, "by": leader, "options": {}}
                at = begins.timestamp() + place
                unit.session.add(
                    RoomEventRow(
                        session_id=session, position=place, at=at, kind=ProtocolStarted.kind, payload=payload
                    )
                )
        return session

    async def add_turns(self, session: str, begins: datetime, minutes: Mapping[PersonId, int]) -> None:
        """Add turns to a session's log, one after the other, the leader's first."""
        events: list[tuple[float, TurnStarted | TurnEnded]] = []
        at = begins.timestamp() + 60
        for person, length in {self.dana.person: 20, **minutes}.items():
            events.append((at, TurnStarted(RoomPerson(person))))
            at += 60 * length
            events.append((at, TurnEnded(RoomPerson(person), TurnEnding.RELEASED)))
        async with self.clinic.store.write(self.clinic.id, self.clinic.actor, self.clinic.now) as unit:
            for place, (moment, event) in enumerate(events, _FIRST_TURN):
                kind, payload = encode_event(event)
                unit.session.add(
                    RoomEventRow(session_id=session, position=place, at=moment, kind=kind, payload=payload)
                )


async def _plan(
    unit: ClinicUnit, session: str, hours: tuple[datetime, datetime], kind: str, track: str, *, held: bool
) -> None:
    begins, ends = hours
    series = lone_series(session, unit.clinic.id, begins)
    unit.session.add(series)
    await unit.session.flush()
    about = {"id": session, "clinic_id": unit.clinic.id, "title": "Group", "kind": kind, "policy": {}}
    unit.session.add(
        AppointmentRow(
            series_id=series.id,
            cohort_id=COHORT if kind == "group" else None,
            track=track,
            begins_at=begins,
            ends_at=ends,
            opens_at=begins,
            zone="UTC",
            **about,
        )
    )
    unit.session.add(
        SessionRow(
            opens_at=begins - timedelta(minutes=10),
            closes_at=ends + timedelta(minutes=30),
            ended_at=ends if held else None,
            **about,
        )
    )
    await unit.session.flush()


async def _seat(
    unit: ClinicUnit, session: str, person: PersonId, position: int, role: str, number: int
) -> str:
    seat = f"se_{session.removeprefix('ss_')}_{number}"
    if number == position:
        unit.session.add(
            SeatRow(id=seat, session_id=session, position=number, role=role, link_version=1, companion=False)
        )
        await unit.session.flush()
    unit.session.add(
        OccupantRow(
            seat_id=seat,
            position=1 if number == position else 2,
            session_id=session,
            person_id=person,
            companion=False,
            licensed=position == 0,
        )
    )
    return seat


async def gather_measured(clinic: Clinic, web: httpx.AsyncClient, clients: int = 7) -> MeasuredClinic:
    """Put everybody into a clinic; all clients are in the programme, and in the group, for five weeks."""
    people = [await clinic.client(f"Client {number}") for number in range(1, clients + 1)]
    names = {
        "Ida Therapist": StaffRole.CLINICIAN,
        "Dana Lead": StaffRole.CLINICIAN,
        "Iris Director": StaffRole.CLINICAL_DIRECTOR,
        "Carl Coordinator": StaffRole.CARE_COORDINATOR,
    }
    staff = [await clinic.staff(name, role) for name, role in names.items()]
    since = clinic.now - 5 * WEEK
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.programme.add_program(Program(PROGRAM, "Day", LevelOfCare.ASAM_2_1, 540, part2=False))
        await unit.programme.add_cohort(
            StoredCohort(Cohort(COHORT, PROGRAM, Track.GROUP, "A", Admission.ROLLING, 12, None, False))
        )
        for person in people:
            await unit.programme.add_membership(Membership(COHORT, person, since.date(), None))
            episode = new_episode_id()
            await unit.programme.add_episode(
                Episode(episode, person, PROGRAM, since.date(), None, LevelOfCare.ASAM_2_1, 540)
            )
            own = Assignment(staff[0], CareTeamRole.INDIVIDUAL_THERAPIST, Period(since), client=person)
            await unit.assignments.add(AssignmentRecord(new_assignment_id(), own))
    ida, dana, iris, carl = [await clinic.sign_in(web, person) for person in staff]
    return MeasuredClinic(clinic, web, people, ida, dana, iris, carl)
