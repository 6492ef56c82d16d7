"""Somebody leaves their page at once: the seat is out of the room, whatever became of the socket."""

import asyncio

from app.auth.resume import ResumePass
from app.live.exits import exit_seat
from rooms.model import commands as cmd
from rooms.model.ids import RoomId
from rooms.runtime.actor import RoomActor
from rooms.runtime.registry import RoomRegistry
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeRelay, FakeViewer
from tests.support.rooms.setups import ANA_SEAT, STAFF_SEAT, THERAPIST, build_setup


async def test_the_relay_carries_nothing_of_the_seat_once_its_page_was_left() -> None:
    setup, relay = build_setup(), FakeRelay()

    async def open_room(room: RoomId) -> RoomActor | None:
        return RoomActor(setup, FakeJournal(), relay, FakeClock())

    async def close_room(room: RoomId) -> None:
        """There is no media to close."""

    def page(nonce: str) -> ResumePass:
        return ResumePass(setup.id, ANA_SEAT, 1, nonce)

    rooms, started = RoomRegistry(open_room, close_room), asyncio.Event()
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(rooms.run(started))
        await started.wait()
        await exit_seat(rooms, page("one"))
        assert len(rooms) == 0, "no room is opened for it"

        actor = await rooms.get(setup.id)
        assert actor is not None
        await actor.attach(cmd.Attach(STAFF_SEAT, True, True), FakeViewer())
        await actor.attach(cmd.Attach(ANA_SEAT, True, True, "one"), FakeViewer())
        await actor.do(cmd.Admit(THERAPIST, ANA_SEAT))
        assert ANA_SEAT in relay.plans[-1].seats
        await exit_seat(rooms, page("other"))
        assert ANA_SEAT in relay.plans[-1].seats, "another page has it"
        await exit_seat(rooms, page("one"))
        assert ANA_SEAT not in relay.plans[-1].seats
        await exit_seat(rooms, page("one"))
        running.cancel()
