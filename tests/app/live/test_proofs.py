"""A proof reaches the room, which is opened for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from app.live.proofs import find_unproved, prove
from app.persistence.unit_of_work import StorageUnavailable
from rooms.model import commands as cmd
from rooms.model.events import PersonProved
from rooms.model.ids import RoomId
from rooms.runtime.actor import RoomActor
from rooms.runtime.ports import JournalUnavailable
from rooms.runtime.registry import RoomRegistry
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeRelay, FakeViewer
from tests.support.rooms.setups import (
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    build_setup,
)

SETUP = replace(build_setup(), proof=True)


@asynccontextmanager
async def running(journal: FakeJournal, *, away: bool = False) -> AsyncIterator[RoomRegistry]:
    async def open_room(room: RoomId) -> RoomActor | None:
        if away:
            raise JournalUnavailable
        return RoomActor(SETUP, journal, FakeRelay(), FakeClock()) if room == SETUP.id else None

    async def close_room(room: RoomId) -> None:
        """There is no media to close."""

    rooms, started = RoomRegistry(open_room, close_room), asyncio.Event()
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(rooms.run(started))
        await started.wait()
        yield rooms
        task.cancel()


async def test_a_room_is_opened_for_a_proof_and_keeps_it() -> None:
    journal = FakeJournal()
    async with running(journal) as rooms:
        assert await find_unproved(rooms, SETUP) == frozenset(SETUP.people), "it does not run"
        assert await prove(rooms, SETUP.id, COUPLE_SEAT, ELENA)
        assert [record.event for record in journal.records] == [PersonProved(ELENA)]
        assert await find_unproved(rooms, SETUP) == frozenset(SETUP.people) - {ELENA}
        assert await find_unproved(rooms, build_setup()) == frozenset(), "it asks nobody"


async def test_what_is_over_or_not_theirs_is_no_proof() -> None:
    async with running(FakeJournal()) as rooms:
        assert not await prove(rooms, RoomId("ss_unknown"), COUPLE_SEAT, ELENA)
        assert not await prove(rooms, SETUP.id, ANA_SEAT, FINN)
        actor = await rooms.get(SETUP.id)
        assert actor is not None
        assert await prove(rooms, SETUP.id, STAFF_SEAT, THERAPIST)
        await actor.attach(cmd.Attach(STAFF_SEAT, True, True), FakeViewer())
        await actor.do(cmd.EndSession(THERAPIST))
        assert not await prove(rooms, SETUP.id, COUPLE_SEAT, FINN)


async def test_while_the_database_is_away_it_may_be_tried_again() -> None:
    async with running(FakeJournal(), away=True) as rooms:
        with pytest.raises(StorageUnavailable):
            await prove(rooms, SETUP.id, COUPLE_SEAT, ELENA)
