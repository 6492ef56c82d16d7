"""Light clients that join and leave the rooms of one worker, each on a seat of its own.

Each stays for a random time with audio and video, then leaves: removed by the web process, with a DTLS close, or
silently. After some visits a room closes, along with whoever is still in it, and opens again.
"""

import asyncio
import contextlib
import random
import time
from collections import Counter
from dataclasses import dataclass

from aiortc.sdp import SessionDescription

from bench.relay.endpoint import Endpoint
from bench.relay.seat import Seat
from bench.relay.single import RelayFailed, ask
from media.control import (
    AddPeer,
    Answer,
    ApplyPlan,
    CloseRoom,
    Offered,
    Ok,
    OpenRoom,
    PeerPlan,
    RelayPlan,
    RemovePeer,
    RoomOptions,
)
from media.pool.worker_link import WorkerLink
from media.sdp.answer import parse_answer
from media.sdp.profile import Kind, slot_ssrc

__all__ = ["Crowd", "SoakOptions"]

_STAY_S = (0.3, 5.0)
_PAUSE_S = (0.05, 0.5)
# Visits to one seat until the room closes: some half a minute.
_VISITS = 10
_WAYS = ("removed", "goodbye", "silent")


@dataclass(frozen=True, slots=True)
class SoakOptions:
    """How many clients join and leave.

    Attributes:
        seconds: duration. rooms: on the worker. seats: of each room. seed: for stays and ways of leaving.
        gates_per_s: how often a gate closes or opens, in all rooms together.
    """

    seconds: float
    rooms: int
    seats: int
    seed: int
    gates_per_s: float = 100.0


class Crowd:
    """All clients of a soak.

    Attributes:
        joins: connections that came up. failures: those that did not, by kind of error.
        gates: how often a gate closed or opened. leaks: how often something passed a closed one.
    """

    def __init__(self, link: WorkerLink, options: SoakOptions) -> None:
        self.joins = self.gates = self.leaks = 0
        self.failures: Counter[str] = Counter()
        self._link = link
        self._options = options
        self._over = asyncio.Event()

    async def run(self) -> None:
        """Let clients join and leave until the time is over; returns when all rooms are closed.

        Raises:
            RelayFailed: a room could not be opened or closed.
        """
        options = self._options
        async with asyncio.TaskGroup() as tasks:
            for index in range(options.rooms):
                room = _Room(self, self._link, f"soak{index}", random.Random(f"{options.seed}:{index}"))
                tasks.create_task(
                    room.run(options.seats, 2 * options.rooms / options.gates_per_s), name=f"soak:{index}"
                )
            await asyncio.sleep(options.seconds)
            self._over.set()

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return self._over.is_set()

    async def wait(self, seconds: float) -> None:
        """Wait, but not beyond the end."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()


class _Room:
    """One room, its plan and its clients."""

    def __init__(self, crowd: Crowd, link: WorkerLink, name: str, chance: random.Random) -> None:
        self._crowd = crowd
        self._link = link
        self._name = name
        self._random = chance
        self._present: dict[str, int] = {}
        self._endpoints: dict[int, Endpoint] = {}
        self._closed: int | None = None
        self._version = 0

    async def run(self, seats: int, flip_s: float) -> None:
        """Open, run visits, close; again and again until the time is over. Every `flip_s` a gate closes and opens."""
        while not self._crowd.is_over:
            await ask(self._link, OpenRoom(self._name, RoomOptions(slots=seats)), Ok)
            async with asyncio.TaskGroup() as flipping:
                flips = flipping.create_task(self._flip(flip_s), name="soak:flip")
                async with asyncio.TaskGroup() as tasks:
                    for number in range(seats):
                        tasks.create_task(self._visit(number), name=f"soak:{number}")
                flips.cancel()
            await ask(self._link, CloseRoom(self._name), Ok)

    async def _flip(self, pause_s: float) -> None:
        """Close somebody's gates for half of each pause: from the confirmation on, nothing of them may arrive."""
        due = time.monotonic()
        while True:
            due = max(due + pause_s, time.monotonic())
            if not self._endpoints:
                await asyncio.sleep(due - time.monotonic())
                continue
            self._closed = self._random.choice(sorted(self._endpoints))
            await self._plan()
            ssrcs = {slot_ssrc(self._closed, kind) for kind in Kind}
            watched = list(self._endpoints.values())
            for endpoint in watched:
                endpoint.client.read()
                endpoint.latest.clear()
            await asyncio.sleep(pause_s / 2)
            for endpoint in watched:
                endpoint.client.read()
                self._crowd.leaks += not ssrcs.isdisjoint(endpoint.latest)
            self._closed = None
            await self._plan()
            self._crowd.gates += 2
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def _visit(self, number: int) -> None:
        for visit in range(_VISITS):
            await self._crowd.wait(self._random.uniform(*_PAUSE_S))
            if self._crowd.is_over:
                return
            # Every second time a new name: a client that left silently is either replaced, or lingers until it is lost.
            name = f"seat{number}.{visit // 2}"
            try:
                await self._stay(Seat(number), name)
            except (RelayFailed, TimeoutError, ConnectionError) as failure:
                self._crowd.failures[type(failure).__name__] += 1

    async def _stay(self, seat: Seat, name: str) -> None:
        try:
            await self._enter(seat, name)
            self._crowd.joins += 1
            endpoint = Endpoint(seat.client, list(seat.sources.values()))
            self._endpoints[seat.number] = endpoint
            async with asyncio.TaskGroup() as tasks:
                sending = [tasks.create_task(seat.send(source), name="soak:send") for source in seat.sources]
                sending.append(tasks.create_task(endpoint.report(), name="soak:report"))
                await self._crowd.wait(self._random.uniform(*_STAY_S))
                for task in sending:
                    task.cancel()
        finally:
            self._present.pop(name, None)
            self._endpoints.pop(seat.number, None)
            await self._leave(seat, name)

    async def _enter(self, seat: Seat, name: str) -> None:
        offered = await ask(self._link, AddPeer(self._name, name, seat.number), Offered)
        offer = SessionDescription.parse(offered.sdp)
        await seat.client.gather()
        answer = parse_answer(seat.client.answer_to(offer))
        await ask(self._link, Answer(self._name, name, offered.connection, answer), Ok)
        self._present[name] = seat.number
        await self._plan()
        await seat.client.connect_to(offer)

    async def _leave(self, seat: Seat, name: str) -> None:
        way = self._random.choice(_WAYS)
        try:
            if way == "removed":
                await ask(self._link, RemovePeer(self._name, name), Ok)
        finally:
            await (seat.client.vanish() if way == "silent" else seat.client.close())
        await self._plan()

    async def _plan(self) -> None:
        self._version += 1
        peers = {
            name: PeerPlan(slot, "soak", audio=slot != self._closed, video=slot != self._closed)
            for name, slot in self._present.items()
        }
        await ask(self._link, ApplyPlan(self._name, RelayPlan(self._version, peers)), Ok)
