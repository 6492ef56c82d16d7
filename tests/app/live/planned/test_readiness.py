"""A room is told how ready its clients are when it opens and when a fact changes, from what is stored."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.live.entrance import Entrance
from app.live.planned import readiness
from app.live.planned.planner import Planner
from app.live.planned.readiness import ReadinessReports, standings
from app.live.planned.running_rooms import PlannedRooms
from app.persistence.clinic_store import ClinicUnit
from app.persistence.unit_of_work import Database, StorageUnavailable
from clinic.ids import AppointmentId, PersonId
from clinic.safety.preparation import PlaceSaid, SurroundingsSaid
from clinic.safety.readiness import Standing
from clinic.safety.surroundings import Surroundings
from rooms.model.events import ReadinessReported
from rooms.model.ids import RoomId
from rooms.model.people import RoomSetup
from rooms.runtime.actor import RoomActor
from rooms.runtime.registry import RoomRegistry
from tests.app.conftest import DATA_KEY
from tests.clinic.safety.people_there import ALONE, OAK_STREET, RIVER_STREET
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeRelay
from tests.support.service.programme import NOON, TESTS, Programme, found_clinic
from tests.support.service.waiting import until

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
        self.reports = ReadinessReports(programme.store, self.clock)

    async def _open(self, room: RoomId) -> RoomActor | None:
        setup = await self.setup()
        self.reports.due(room)
        return RoomActor(setup, self.journal, FakeRelay(), self.clock)

    async def _close(self, _room: RoomId) -> None:
        return

    async def setup(self) -> RoomSetup:
        async with self.database.read() as unit:
            setup = await unit.sessions.setup(ROOM)
        assert setup is not None
        return setup

    async def say(self, person: PersonId, *said: PlaceSaid | SurroundingsSaid, by: str | None = None) -> None:
        seat = (await self.setup()).seat_of(person)  # type: ignore[arg-type]
        async with self.programme.store.write(self.programme.clinic, TESTS, NOON) as unit:
            for one in said:
                await unit.preparations.add(
                    AppointmentId(ROOM), person, one, by=PersonId(by or person), seat=seat, now=NOON
                )

    async def judged(self) -> dict[str, Standing]:
        async with self.programme.store.read(self.programme.clinic, TESTS, NOON) as unit:
            return dict(await standings(unit, await self.setup()))

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
async def live(database: Database, kind: str = "group", **changed: object) -> AsyncIterator[Live]:
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
    await Planner(
        programme.store, one.clock, PlannedRooms(one.registry, database, Entrance(database, one.clock))
    ).look()
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


async def test_a_planned_session_asks_where_clients_are_and_stores_that_it_does(database: Database) -> None:
    async with live(database) as one:
        assert (await one.setup()).checks
        assert await one.judged() == {ANA: NOTHING, BEN: NOTHING}


async def test_alumni_are_not_asked(sqlite: Database) -> None:
    async with live(sqlite, "alumni") as one:
        assert not (await one.setup()).checks
        assert await one.judged() == {ANA: Standing(), BEN: Standing()}


async def test_the_licences_of_those_who_lead_decide_by_the_state_of_the_place(sqlite: Database) -> None:
    async with live(sqlite) as one:
        await one.say(ANA, PlaceSaid(RIVER_STREET), SurroundingsSaid(ALONE))
        texas = replace(RIVER_STREET, state="TX")
        await one.say(BEN, PlaceSaid(texas), SurroundingsSaid(ALONE))
        assert await one.judged() == {ANA: Standing(), BEN: Standing(holds=("licence",))}


async def test_a_class_needs_no_licence_where_its_people_are(sqlite: Database) -> None:
    async with live(sqlite, "psychoeducation") as one:
        await one.say(BEN, PlaceSaid(replace(RIVER_STREET, state="TX")), SurroundingsSaid(ALONE))
        assert (await one.judged())[BEN] == Standing()


async def test_what_is_said_of_the_room_around_one_camera_counts_for_both(sqlite: Database) -> None:
    async with live(sqlite, "multi_couple") as one:
        setup = await one.setup()
        assert setup.seat_of(ANA) == setup.seat_of(BEN)  # type: ignore[arg-type]
        await one.say(ANA, PlaceSaid(RIVER_STREET), SurroundingsSaid(Surroundings(False, True)))
        judged = await one.judged()
        assert "not_private" in judged[BEN].holds
        assert judged[BEN].todo == ("location",), "each says where they can be called"


async def test_a_room_is_told_when_it_opens_and_when_something_is_said(sqlite: Database) -> None:
    async with live(sqlite) as one:
        await one.registry.get(ROOM)
        await one.told(2)
        assert {(event.person, event.todo) for event in one.reported()} == {
            (ANA, NOTHING.todo),
            (BEN, NOTHING.todo),
        }
        await one.say(ANA, PlaceSaid(OAK_STREET), SurroundingsSaid(ALONE))
        one.reports.due(ROOM)
        told = (await one.told(3))[-1]
        assert (told.person, told.todo, told.holds) == (ANA, (), ("licence", "location.verbal"))


async def test_a_room_that_does_not_run_is_not_opened_to_be_told(sqlite: Database) -> None:
    async with live(sqlite) as one:
        one.reports.due(ROOM)
        one.reports.due(RoomId("ss_unknown"))

        async def done() -> bool:
            return not one.reports._due

        await until(done, "both were looked at")
        assert len(one.registry) == 0
        assert one.reported() == []


async def test_a_room_that_cannot_be_told_is_told_later(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "AGAIN_S", 0.01)
    tries = []

    async def away_once(unit: ClinicUnit, setup: RoomSetup) -> dict[Any, Standing]:
        tries.append(setup.id)
        if len(tries) == 1:
            raise StorageUnavailable("away")
        return await standings(unit, setup)

    monkeypatch.setattr(readiness, "standings", away_once)
    async with live(sqlite) as one:
        await one.registry.get(ROOM)
        await one.told(2)
        assert one.reported()[0].todo == ("location", "surroundings")
        assert tries == [ROOM] * 2
