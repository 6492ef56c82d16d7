"""A clinic's session whose room may run, the clients who are expected, and what tells the room how ready they are."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from app.access.safety.standings import standings
from app.live.entrance import Entrance
from app.live.planned.planner import Planner
from app.live.planned.readiness import ReadinessReports
from app.live.planned.running_rooms import PlannedRooms
from app.persistence.unit_of_work import Database
from clinic.common.ids import AppointmentId, PersonId
from clinic.safety.preparation import Declined, PlaceSaid, SurroundingsSaid
from clinic.safety.readiness import Standing
from rooms.model.events import ReadinessReported
from rooms.model.ids import RoomId
from rooms.model.people import RoomSetup
from rooms.runtime.actor import RoomActor
from rooms.runtime.registry import RoomRegistry
from tests.app.conftest import DATA_KEY
from tests.support.consents import sign_everything
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeRelay
from tests.support.service.programme import NOON, TESTS, Programme, found_clinic
from tests.support.service.waiting import until

__all__ = ["ANA", "BEN", "NOTHING", "ROOM", "Live", "live"]

ROOM = RoomId("ss_monday")
ANA, BEN = PersonId("pt_ana"), PersonId("pt_ben")
NOTHING = Standing(todo=("location", "surroundings"))


class Live:
    """A clinic's session whose room may run, and what tells it."""

    def __init__(self, programme: Programme, database: Database) -> None:
        self.programme = programme
        self.database = database
        self.clock = FakeClock()
        self.clock.set_by(NOON.timestamp() - self.clock.now())
        self.journal = FakeJournal()
        self.registry = RoomRegistry(self._open, self._close)
        self.reports = ReadinessReports(programme.store, self.clock, standings)

    async def _open(self, room: RoomId) -> RoomActor | None:
        setup = await self.setup()
        self.reports.due(room)
        return RoomActor(setup, self.journal, FakeRelay(), self.clock)

    async def _close(self, _room: RoomId) -> None:
        return

    async def plan_again(self) -> None:
        """Let the planner see what has changed in the appointment."""
        rooms = PlannedRooms(self.registry, self.database, Entrance(self.database, self.clock))
        await Planner(self.programme.store, self.clock, rooms).look()

    async def setup(self) -> RoomSetup:
        async with self.database.read() as unit:
            setup = await unit.sessions.setup(ROOM)
        assert setup is not None
        return setup

    async def say(
        self, person: PersonId, *said: PlaceSaid | SurroundingsSaid | Declined, by: str | None = None
    ) -> None:
        seat = (await self.setup()).seat_of(person)  # type: ignore[arg-type]
        async with self.programme.store.write(self.programme.clinic, TESTS, NOON) as unit:
            for one in said:
                await unit.preparations.add(
                    AppointmentId(ROOM), person, one, by=PersonId(by or person), seat=seat, now=NOON
                )

    async def sign(self, *people: PersonId, states: Iterable[str] = ("NY", "CA", "TX", "")) -> None:
        """Let these people sign everything on the way into the session."""
        async with self.programme.store.write(self.programme.clinic, TESTS, NOON) as unit:
            session = AppointmentId(ROOM)
            await sign_everything(unit, session, people, at=session, states=states)

    async def judged(self) -> Mapping[str, Standing]:
        async with self.programme.store.read(self.programme.clinic, TESTS, NOON) as unit:
            found = await standings(unit, await self.setup())
        return {str(person): standing for person, standing in found.people.items()}

    async def told(self, count: int) -> list[ReadinessReported]:
        """Wait until the room was told so often, and return what."""

        async def enough() -> bool:
            return len(self.reported()) >= count

        await until(enough, f"it was told {count} times")
        return self.reported()

    def reported(self) -> list[ReadinessReported]:
        events = [record.event for record in self.journal.records]
        return [event for event in events if isinstance(event, ReadinessReported)]


@asynccontextmanager
async def live(
    database: Database, kind: str = "group", *, signed: bool = True, **changed: object
) -> AsyncIterator[Live]:
    """Have the session of Dr. Rivera with Ana and Ben, who have signed everything unless they shall not."""
    programme = await found_clinic(database, DATA_KEY)
    people = {await programme.clinician("Dr. Rivera"): "facilitator"}
    people |= {await programme.person("Ana"): "member", await programme.person("Ben"): "member"}
    couple = (await programme.couple(ANA, BEN), (ANA, BEN)) if kind == "multi_couple" else None
    await programme.appointment(
        ROOM,
        people,
        begins_at=NOON + timedelta(minutes=5),
        kind=kind,
        couple=couple,
        **changed,  # type: ignore[arg-type]
    )
    one = Live(programme, database)
    if signed:
        await one.sign(ANA, BEN)
    await one.plan_again()
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        started = asyncio.Event()
        owned = [
            tasks.create_task(one.registry.run(started)),
            tasks.create_task(one.reports.run(one.registry)),
        ]
        await started.wait()
        yield one
        for task in owned:
            task.cancel()
