"""The registry: one actor per room, crashes contained in their room, ended rooms removed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, Seating
from rooms.runtime.actor import RoomActor
from rooms.runtime.ports import JournalUnavailable
from rooms.runtime.registry import RoomRegistry
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeRelay, FakeViewer
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    build_setup,
)

ROOM = RoomId("ss_test")
BROKEN = RoomId("ss_broken")


class Shelf:
    """A registry over one journal; it counts openings and closings."""

    def __init__(self) -> None:
        self.journal = FakeJournal()
        self.opened = 0
        self.setup = build_setup()
        self.held: dict[RoomId, asyncio.Event] = {}
        """Until this is set, rooms do not finish opening."""
        self.closed = asyncio.Event()
        self.registry = RoomRegistry(self._open, self._close)

    async def _open(self, room: RoomId) -> RoomActor | None:
        if room in self.held:
            await self.held[room].wait()
        if room == BROKEN:
            raise JournalUnavailable
        if room != ROOM:
            return None
        self.opened += 1
        return RoomActor(self.setup, self.journal, FakeRelay(), FakeClock())

    async def _close(self, room: RoomId) -> None:
        self.closed.set()


@asynccontextmanager
async def shelf() -> AsyncIterator[Shelf]:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        shelf = Shelf()
        started = asyncio.Event()
        task = tasks.create_task(shelf.registry.run(started))
        await started.wait()
        yield shelf
        task.cancel()


async def test_people_who_arrive_at_once_share_one_room() -> None:
    async with shelf() as s:
        first, second = await asyncio.gather(s.registry.get(ROOM), s.registry.get(ROOM))
        assert first is second
        assert s.opened == 1
        assert (len(s.registry), s.registry.backlog_length) == (1, 0)
        assert await s.registry.get(RoomId("ss_other")) is None


async def test_nobody_waits_for_another_room_to_open() -> None:
    async with shelf() as s:
        s.held[BROKEN] = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            slow = tasks.create_task(s.registry.get(BROKEN), name="slow")
            await asyncio.sleep(0)
            assert await s.registry.get(ROOM) is not None
            assert not slow.done()
            slow.cancel()


async def test_waiting_for_a_room_survives_the_first_caller_going_away() -> None:
    async with shelf() as s:
        held = s.held[ROOM] = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            first = tasks.create_task(s.registry.get(ROOM))
            second = tasks.create_task(s.registry.get(ROOM))
            await asyncio.sleep(0)
            first.cancel()
            held.set()
            assert await second is not None
        assert s.opened == 1


async def test_a_room_that_cannot_be_read_now_is_retried() -> None:
    async with shelf() as s:
        with pytest.raises(JournalUnavailable):
            await s.registry.get(BROKEN)
        with pytest.raises(JournalUnavailable):
            await s.registry.get(BROKEN)
        assert await s.registry.get(ROOM) is not None


async def test_a_failed_room_is_rebuilt_from_its_log() -> None:
    async with shelf() as s:
        actor = await s.registry.get(ROOM)
        assert actor is not None
        viewer = FakeViewer()
        await actor.attach(cmd.Attach(ANA_SEAT, True, True, "n"), viewer)

        def fails(*args: object) -> None:
            raise AssertionError("a bug")

        actor._broadcaster.next_plan = fails  # type: ignore[method-assign, assignment]
        with pytest.raises(Refused, match=r"room\.busy"):
            await actor.do(cmd.SetDevices(build_setup().seats[ANA_SEAT].occupants[0], mic=False, camera=True))
        await s.closed.wait()
        assert viewer.dismissed == ["server.restart"]
        again = await s.registry.get(ROOM)
        assert again is not None
        assert again is not actor
        back = FakeViewer()
        await again.attach(cmd.Attach(ANA_SEAT, False, True, "m", "n"), back, resume_from=1)
        assert back.view["you"]["space"] == "waiting"


async def test_an_ended_room_leaves_the_registry() -> None:
    async with shelf() as s:
        actor = await s.registry.get(ROOM)
        assert actor is not None
        await actor.attach(cmd.Attach(STAFF_SEAT, True, True), FakeViewer())
        await actor.do(cmd.EndSession(THERAPIST))
        await s.closed.wait()
        again = await s.registry.get(ROOM)
        assert again is not None
        assert again is not actor
        assert s.opened == 2


async def test_a_renewed_room_goes_on_with_whom_it_did_not_know_before() -> None:
    async with shelf() as s:
        actor = await s.registry.get(ROOM)
        assert actor is not None
        viewer = FakeViewer()
        await actor.attach(cmd.Attach(ANA_SEAT, True, True, "n"), viewer)
        substitute = Person(PersonId("pt_sub"), "Dr. Okafor", Role.FACILITATOR)
        seat = Seating(SeatId("se_sub"), (substitute.id,))
        s.setup = replace(
            s.setup,
            people={**s.setup.people, substitute.id: substitute},
            seats={**s.setup.seats, seat.id: seat},
        )
        await s.registry.renew(ROOM)
        await s.closed.wait()
        assert viewer.dismissed == ["server.restart"]
        again = await s.registry.get(ROOM)
        assert again is not None
        back, new = FakeViewer(), FakeViewer()
        await again.attach(cmd.Attach(ANA_SEAT, True, True, "m", "n"), back, resume_from=1)
        await again.attach(cmd.Attach(seat.id, True, True, "s"), new)
        await again.do(cmd.Admit(substitute.id, ANA_SEAT))
        assert [patch["you"]["space"] for patch in back.patches if "space" in patch.get("you", {})] == [
            "main"
        ]
        assert new.view["people"][substitute.id]["name"] == "Dr. Okafor"


async def test_a_room_that_does_not_run_needs_no_renewal() -> None:
    async with shelf() as s:
        await s.registry.renew(ROOM)
        assert s.opened == 0


async def test_a_running_room_has_a_time() -> None:
    async with shelf() as s:
        assert s.registry.time_in(ROOM) is None
        actor = await s.registry.get(ROOM)
        assert actor is not None
        await actor.attach(cmd.Attach(ANA_SEAT, mic=True, camera=True), FakeViewer())
        assert s.registry.time_in(ROOM) == actor.now()


async def test_an_unreadable_record_is_reported_until_it_can_be_read() -> None:
    async with shelf() as s:
        s.journal.damaged = True
        assert s.registry.keeps_record
        await s.registry.get(ROOM)
        await s.closed.wait()
        assert (s.registry.keeps_record, s.registry.refused) == (False, 1)
        s.journal.damaged = False
        actor = await s.registry.get(ROOM)
        assert actor is not None
        await actor.attach(cmd.Attach(ANA_SEAT, mic=True, camera=True), FakeViewer())
        assert (s.registry.keeps_record, s.registry.refused) == (True, 0)


@pytest.mark.parametrize(("trouble", "refused"), [("away", 0), ("refuses", 1)])
async def test_unstored_records_are_reported(trouble: str, refused: int) -> None:
    async with shelf() as s:
        actor = await s.registry.get(ROOM)
        assert actor is not None
        await actor.attach(cmd.Attach(STAFF_SEAT, mic=True, camera=True), FakeViewer())
        setattr(s.journal, trouble, True)
        await actor.attach(cmd.Attach(ANA_SEAT, mic=True, camera=True), FakeViewer())
        assert (s.registry.keeps_record, s.registry.refused) == (False, refused)


async def test_whoever_has_a_client_in_a_running_room_is_connected() -> None:
    async with shelf() as s:
        assert s.registry.people_connected() == set()
        actor = await s.registry.get(ROOM)
        assert actor is not None
        ana, couple = FakeViewer(), FakeViewer()
        await actor.attach(cmd.Attach(ANA_SEAT, True, True, "n1"), ana)
        await actor.attach(cmd.Attach(COUPLE_SEAT, True, True, "n2"), couple)
        assert s.registry.people_connected() == {ANA, ELENA, FINN}
        assert s.registry.is_connected(ANA)
        assert not s.registry.is_connected(THERAPIST)
        assert not s.registry.is_connected(PersonId("pt_none"))
        actor.detach(ANA_SEAT, ana)
        assert not s.registry.is_connected(ANA)
        assert s.registry.people_connected() == {ELENA, FINN}
