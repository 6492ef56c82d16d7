"""A running room follows the plan: newcomers come in, who was taken off is talked to, and nobody else notices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import delete, update

from app.live.entrance import Entrance
from app.live.planned.planner import Planner
from app.live.planned.running_rooms import PlannedRooms, glance_at
from app.persistence.models.live.record import RoomEventRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.unit_of_work import Database
from rooms.model import commands as cmd
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import READY
from rooms.runtime.actor import RoomActor
from rooms.runtime.registry import RoomRegistry
from rooms.state import Phase
from tests.app.conftest import DATA_KEY
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeRelay, FakeViewer
from tests.support.service.programme import NOON, TESTS, Programme, found_clinic

ROOM = RoomId("ss_monday")


class Live:
    """A clinic's session that runs, with its planner."""

    def __init__(self, programme: Programme, database: Database) -> None:
        self.programme = programme
        self.database = database
        self.clock = FakeClock()
        self.clock.set_by(NOON.timestamp() - self.clock.now())
        self.journal = FakeJournal()
        self.registry = RoomRegistry(self._open, self._close)
        self.planned = PlannedRooms(self.registry, database, Entrance(database, self.clock))
        self.planner = Planner(programme.store, self.clock, self.planned)

    async def _open(self, room: RoomId) -> RoomActor | None:
        async with self.database.read() as unit:
            setup = await unit.sessions.setup(room)
        return RoomActor(setup, self.journal, FakeRelay(), self.clock) if setup else None

    async def _close(self, _room: RoomId) -> None:
        return

    async def actor(self) -> RoomActor:
        actor = await self.registry.get(ROOM)
        assert actor is not None
        return actor

    async def seat(self, person: str) -> SeatId:
        async with self.database.read() as unit:
            setup = await unit.sessions.setup(ROOM)
        assert setup is not None
        return setup.seat_of(PersonId(person))

    async def arrive(self, *people: str) -> None:
        for person in people:
            seat, actor = await self.seat(person), await self.actor()
            await actor.do(cmd.Prove(seat, PersonId(person)))
            # Nobody reports here what people say before the room.
            await actor.do(cmd.ReportReadiness(PersonId(person), READY))
            await actor.attach(cmd.Attach(seat, True, True, person), FakeViewer())

    async def change(self, *statements: object, add: AttendeeRow | None = None) -> None:
        async with self.programme.store.write(self.programme.clinic, TESTS, NOON) as unit:
            for statement in statements:
                await unit.session.execute(statement)  # type: ignore[call-overload]
            if add is not None:
                unit.session.add(add)
            await unit.session.execute(
                update(AppointmentRow).values(room_ready=False, version=AppointmentRow.version + 1)
            )
        await self.planner.look()


@asynccontextmanager
async def live(database: Database) -> AsyncIterator[Live]:
    programme = await found_clinic(database, DATA_KEY)
    people = {
        await programme.clinician("Dr. Rivera"): "facilitator",
        await programme.clinician("Sam"): "co_facilitator",
    }
    people |= {await programme.person("Ana"): "member", await programme.person("Ben"): "member"}
    await programme.appointment(ROOM, people, begins_at=NOON + timedelta(minutes=5))
    one = Live(programme, database)
    await one.planner.look()
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        started = asyncio.Event()
        task = tasks.create_task(one.registry.run(started))
        await started.wait()
        yield one
        task.cancel()


async def test_a_room_that_does_not_run_shows_nothing(sqlite: Database) -> None:
    async with live(sqlite) as one:
        assert await glance_at(one.registry, ROOM) is None
        assert await one.planned.present(ROOM) == frozenset()


async def test_who_waits_and_who_is_here_is_seen_from_outside(sqlite: Database) -> None:
    async with live(sqlite) as one:
        await one.arrive("pt_dr_rivera", "pt_ana")
        glance = await glance_at(one.registry, ROOM)
        assert glance is not None
        assert (glance.phase, glance.waiting, glance.here) == (Phase.LIVE, ("pt_ana",), ("pt_dr_rivera",))


async def test_a_substitute_comes_into_a_live_room(sqlite: Database) -> None:
    async with live(sqlite) as one:
        await one.arrive("pt_dr_rivera", "pt_ana")
        okafor = await one.programme.clinician("Dr. Okafor")
        await one.change(
            add=AttendeeRow(
                appointment_id=ROOM,
                person_id=okafor,
                clinic_id=one.programme.clinic,
                role="facilitator",
                begins_at=NOON,
                ends_at=NOON,
            )
        )
        await one.arrive(okafor)
        assert okafor in await one.planned.present(ROOM)


async def test_a_client_who_is_taken_off_a_live_session_is_taken_aside(database: Database) -> None:
    async with live(database) as one:
        await one.arrive("pt_dr_rivera", "pt_sam", "pt_ana", "pt_ben")
        actor, bens = await one.actor(), await one.seat("pt_ben")
        for person in ("pt_ana", "pt_ben"):
            await actor.do(cmd.Admit(PersonId("pt_dr_rivera"), await one.seat(person)))
        async with database.transaction(writes=True) as session:
            session.add(RoomEventRow(session_id=ROOM, position=1, kind="x", at=NOON.timestamp(), payload={}))
        await one.change(delete(AttendeeRow).where(AttendeeRow.person_id == "pt_ben"))
        moved = [
            record.event for record in one.journal.records if record.event.kind == "seat.moved_to_private"
        ]
        assert {getattr(event, "seat", None) for event in moved} == {bens, await one.seat("pt_sam")}
