"""Rooms on several workers: where they are placed, and how a worker is drained. The workers forward no media."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

import media.pool.worker_link
from media.control import RoomOptions
from media.counters import RoomStats
from media.errors import RelayUnavailable
from media.pool.pool import PoolOptions, RelayEvent, RelayPool, RoomLost, RoomMoved, WorkerState
from tests.support.relay.client import PATIENCE_S, poll

OPTIONS = RoomOptions(slots=3)


@dataclass
class Caller:
    """Opens every moved or lost room again, as the web process does."""

    pool: RelayPool = field(init=False)
    events: list[RelayEvent] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    tasks: asyncio.TaskGroup | None = None

    def on_event(self, event: RelayEvent) -> None:
        self.events.append(event)
        if isinstance(event, RoomMoved | RoomLost):
            assert self.tasks is not None
            self.tasks.create_task(self.open_again(event.room))

    async def open_again(self, room: str) -> None:
        await self.pool.open_room(room, OPTIONS)
        self.opened.append(room)

    def moved(self) -> list[str]:
        return [event.room for event in self.events if isinstance(event, RoomMoved)]

    def where(self) -> dict[str, int]:
        """Which worker has which room; no room may be on two."""
        rooms = self.pool.room_states()
        assert len({room.room for room in rooms}) == len(rooms)
        return {room.room: room.worker for room in rooms}

    def worker(self, index: int) -> WorkerState:
        return self.pool.workers()[index]


@asynccontextmanager
async def running(workers: int, interval_s: float = 0.0) -> AsyncIterator[Caller]:
    caller = Caller()
    options = PoolOptions(
        workers=workers, drain_interval_s=interval_s, program=("-m", "tests.support.relay.stub_worker")
    )
    caller.pool = RelayPool(options, caller.on_event)
    started = asyncio.Event()
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        caller.tasks = tasks
        task = tasks.create_task(caller.pool.run(started=started))
        await started.wait()
        yield caller
        task.cancel()


@pytest.fixture(autouse=True)
def hurried_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media.pool.worker_link, "PING_S", 0.05)


async def test_ten_rooms_that_open_at_once_spread_over_the_workers() -> None:
    async with running(2) as caller:
        await asyncio.gather(*(caller.pool.open_room(f"room{n}", OPTIONS) for n in range(10)))
        assert Counter(caller.where().values()) == {0: 5, 1: 5}


async def test_a_worker_has_a_load_after_two_readings() -> None:
    async with running(1) as caller:
        await caller.pool.open_room("room", OPTIONS)
        await caller.pool.add_peer("room", "ann", 0)
        await poll(lambda: (load := caller.worker(0).load) is not None and load.peers == 1, "a load with Ann")
        state = caller.worker(0)
        assert (state.up, state.draining, state.rooms, state.restarts) == (True, False, 1, 0)
        assert state.stats is not None
        assert state.stats.drops == {"bad_stun": 8}


async def test_who_is_connected_is_known_per_room() -> None:
    async with running(1) as caller:
        await caller.pool.open_room("room", OPTIONS)
        await caller.pool.add_peer("room", "ann", 0)
        await poll(lambda: caller.pool.room_states()[0].connected == ("ann",), "Ann connected")
        await caller.pool.remove_peer("room", "ann")
        assert caller.pool.room_states()[0].connected == ()


async def test_a_draining_worker_moves_its_rooms_empty_ones_first_and_is_replaced() -> None:
    async with running(2) as caller:
        for room in ("a", "b", "c", "d", "e", "f"):
            await caller.pool.open_room(room, OPTIONS)
        going = sorted(room for room, worker in caller.where().items() if worker == 0)
        await caller.pool.add_peer(going[0], "ann", 0)
        await poll(lambda: any(room.connected for room in caller.pool.room_states()), "Ann connected")
        (before, _) = caller.pool.worker_pids()
        caller.pool.drain(0)
        caller.pool.drain(0)
        assert caller.worker(0).draining
        await poll(lambda: sorted(caller.opened) == going, "all rooms moved")
        assert caller.moved() == [*going[1:], going[0]]
        assert set(caller.where().values()) == {1}
        await poll(lambda: caller.worker(0).up and not caller.worker(0).draining, "a fresh worker")
        assert before not in caller.pool.worker_pids()
        assert caller.worker(0).restarts == 0
        assert not any(isinstance(event, RoomLost) for event in caller.events)
        with pytest.raises(ProcessLookupError):
            os.kill(before, 0)


async def test_a_draining_worker_gets_no_new_room_even_if_it_is_emptier() -> None:
    async with running(2, interval_s=PATIENCE_S) as caller:
        await caller.pool.open_room("a", OPTIONS)
        await caller.pool.open_room("b", OPTIONS)
        await caller.pool.open_room("c", OPTIONS)
        # One room leaves at once; the other stays for the whole interval.
        caller.pool.drain(0)
        await poll(lambda: len(caller.opened) == 1, "one room moved")
        await caller.pool.open_room("d", OPTIONS)
        assert Counter(caller.where().values()) == {0: 1, 1: 3}


async def test_a_room_is_closed_on_its_worker_before_it_is_reported_as_moved() -> None:
    async with running(2) as caller:
        await caller.pool.open_room("a", OPTIONS)
        (home,) = [place for place in caller.pool._workers if "a" in place.rooms]
        asked: list[str] = []
        call = home.link.call if home.link else None
        assert call is not None

        async def note(request: object) -> object:
            body = await call(request)  # type: ignore[arg-type]
            asked.append(f"{type(request).__name__} {len(caller.moved())}")
            return body

        home.link.call = note  # type: ignore[method-assign,assignment,union-attr]
        caller.pool.drain(home.index)
        await poll(lambda: caller.opened == ["a"], "moved")
        assert "CloseRoom 0" in asked


async def test_calls_for_a_room_being_moved_are_unavailable() -> None:
    async with running(2) as caller:
        await caller.pool.open_room("a", OPTIONS)
        (home,) = [place for place in caller.pool._workers if "a" in place.rooms]
        home.leaving.add("a")
        del home.rooms["a"]
        for call in (
            caller.pool.open_room("a", OPTIONS),
            caller.pool.stats("a"),
            caller.pool.close_room("a"),
        ):
            with pytest.raises(RelayUnavailable, match="moving"):
                await call


async def stats_between_moves(pool: RelayPool, room: str) -> RoomStats:
    """While a move is being tried calls for the room are unavailable; between two tries they are served."""
    while True:
        try:
            return await pool.stats(room)
        except RelayUnavailable:
            await asyncio.sleep(0)


async def test_a_room_that_cannot_be_closed_stays_and_the_others_move() -> None:
    async with running(2) as caller:
        for room in ("stuck", "b", "c", "d"):
            await caller.pool.open_room(room, OPTIONS)
        index = caller.where()["stuck"]
        caller.pool.drain(index)
        await poll(
            lambda: [r for r, w in caller.where().items() if w == index] == ["stuck"], "the others moved"
        )
        async with asyncio.timeout(PATIENCE_S):
            assert (await stats_between_moves(caller.pool, "stuck")).peers == {}
        caller.pool.undrain(index)
        assert not caller.worker(index).draining


async def test_the_last_worker_that_takes_rooms_cannot_be_drained() -> None:
    async with running(2, interval_s=PATIENCE_S) as caller:
        await caller.pool.open_room("a", OPTIONS)
        await caller.pool.open_room("b", OPTIONS)
        caller.pool.drain(1)
        with pytest.raises(RelayUnavailable, match=r"worker\.last"):
            caller.pool.drain(0)
        with pytest.raises(RelayUnavailable, match=r"worker\.unknown"):
            caller.pool.drain(2)
        with pytest.raises(RelayUnavailable, match=r"worker\.unknown"):
            caller.pool.undrain(-1)


async def test_rooms_stay_while_the_worker_they_would_go_to_is_gone() -> None:
    async with running(2) as caller:
        await caller.pool.open_room("a", OPTIONS)
        index = caller.where()["a"]
        other = caller.pool._workers[1 - index]
        assert other.link is not None
        caller.pool.drain(index)
        # The only other worker is gone before the drain takes its first step.
        link, other.link = other.link, None
        for _ in range(5):
            await asyncio.sleep(0)
        assert caller.where() == {"a": index}
        other.link = link
        await poll(lambda: caller.opened == ["a"], "moved once there was a place")


async def test_a_worker_that_dies_while_it_is_drained_loses_its_rooms_and_comes_back_undrained() -> None:
    async with running(2, interval_s=PATIENCE_S) as caller:
        for room in ("a", "b", "c", "d"):
            await caller.pool.open_room(room, OPTIONS)
        caller.pool.drain(0)
        await poll(lambda: len(caller.opened) == 1, "one room moved")
        assert caller.pool._workers[0].link is not None
        pid = caller.pool._workers[0].link.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await poll(lambda: len(caller.opened) == 2, "the other one was lost and opened again")
        assert caller.worker(0).restarts == 1
        assert not caller.worker(0).draining
        assert sorted(caller.where()) == ["a", "b", "c", "d"]


async def test_events_about_a_room_from_another_worker_are_ignored() -> None:
    async with running(2) as caller:
        await caller.pool.open_room("a", OPTIONS)
        (away,) = [place for place in caller.pool._workers if "a" not in place.rooms]
        caller.pool._on_worker(away, media.control.PeerLost("a", "ann", 1, "closed"), None)
        assert caller.events == []
