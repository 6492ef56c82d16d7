"""Withdrawing a link in the database closes the sessions that use it in running rooms."""

import asyncio

import pytest

from app.live.withdrawal import end_withdrawn
from app.persistence.unit_of_work import Database
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import RoomId, SeatId
from rooms.runtime.actor import RoomActor
from rooms.runtime.registry import RoomRegistry
from tests.app.conftest import add_session
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeRelay, FakeViewer
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT, STAFF_SEAT, THERAPIST


async def test_who_is_in_by_a_withdrawn_link_is_out_and_nobody_else(sqlite: Database) -> None:
    setup = await add_session(sqlite)
    opening = asyncio.Event()

    async def open_room(room: RoomId) -> RoomActor | None:
        # The setup was read before the link was withdrawn.
        await opening.wait()
        return RoomActor(setup, FakeJournal(), FakeRelay(), FakeClock())

    async def close_room(room: RoomId) -> None:
        """There is no media to close."""

    rooms, started = RoomRegistry(open_room, close_room), asyncio.Event()
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(rooms.run(started))
        await started.wait()
        assert await end_withdrawn(sqlite, rooms, ANA_SEAT), "no room runs: there is nothing to end"
        assert not await end_withdrawn(sqlite, rooms, SeatId("se_none"))
        assert len(rooms) == 0

        async with sqlite.write() as unit:
            assert await unit.sessions.withdraw_link(BEN_SEAT) == 2
        getting = tasks.create_task(rooms.get(setup.id))
        ending = tasks.create_task(end_withdrawn(sqlite, rooms, BEN_SEAT))
        await asyncio.sleep(0)
        opening.set()
        actor = await getting
        assert await ending
        assert actor is not None
        with pytest.raises(Refused, match=r"link\.withdrawn"):
            await actor.attach(cmd.Attach(BEN_SEAT, True, True, link=1), FakeViewer())

        viewers = {seat: FakeViewer() for seat in (STAFF_SEAT, ANA_SEAT)}
        for seat, viewer in viewers.items():
            await actor.attach(cmd.Attach(seat, True, True, link=1), viewer)
        await actor.do(cmd.Admit(THERAPIST, ANA_SEAT))
        assert await end_withdrawn(sqlite, rooms, ANA_SEAT)
        assert viewers[ANA_SEAT].dismissed == [], "its link is good"
        async with sqlite.write() as unit:
            await unit.sessions.withdraw_link(ANA_SEAT)
        assert await end_withdrawn(sqlite, rooms, ANA_SEAT)
        assert viewers[ANA_SEAT].dismissed == ["link.withdrawn"]
        assert viewers[STAFF_SEAT].dismissed == []

        await actor.do(cmd.EndSession(THERAPIST))
        assert await end_withdrawn(sqlite, rooms, ANA_SEAT), "the room is over: there is nothing to end"
        running.cancel()
