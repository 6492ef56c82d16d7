"""Measures our relay: the real worker in its own process, started by the pool, and one light client per seat.

The latency a relay adds needs nothing of the worker: a sender's datagram is in the worker's socket when its system
call ends, and the kernel stamps a forwarded one when the worker sends it. The difference leaves both clients' loops out.
"""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from statistics import median

import uvloop
from aiortc.sdp import SessionDescription

from media.bench.figures import cpu_seconds, load_figures, percentile, rss_bytes
from media.bench.load import expected_pps
from media.bench.seat import Seat
from media.control import PeerConnected, PeerPlan, Plan, RoomOptions
from media.pool import PoolOptions, RelayEvent, RelayPool
from media.profile import Kind, slot_ssrc

__all__ = ["WARM_UP_S", "GateFailed", "Measured", "measure_own", "measure_room", "run_alone"]

Measured = dict[str, object]

_ROOM = "bench"
WARM_UP_S = 2.0
_CONNECT_S = 30.0
_GATE_ROUNDS = 9
# How long is watched that nothing arrives, and then that it arrives again.
_GATE_WATCH_S = 0.2


class GateFailed(Exception):
    """Packets of a peer arrived although its gate was closed, or did not although it was open again."""


def measure_own(seats: int, seconds: float) -> Measured:
    """Run the benchmark in an event loop of its own.

    Raises:
        GateFailed: a gate did not do what the plan says.
    """
    return run_alone(measure_room(seats, seconds))


def run_alone(measuring: Coroutine[object, object, Measured]) -> Measured:
    """Run in an event loop of its own; a single error is raised without the groups around it."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(measuring)
    except ExceptionGroup as group:
        error: Exception = group
        while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
            error = error.exceptions[0]
        raise error from None


async def measure_room(seats: int, seconds: float) -> Measured:
    """Start a worker, fill a room, measure it.

    Raises:
        GateFailed: a gate did not do what the plan says.
    """
    connected: set[str] = set()
    everyone = asyncio.Event()

    def on_event(event: RelayEvent) -> None:
        if isinstance(event, PeerConnected):
            connected.add(event.peer)
            if len(connected) == seats:
                everyone.set()

    pool = RelayPool(PoolOptions(), on_event)
    started = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        relay = tasks.create_task(pool.run(started=started), name="bench:relay")
        try:
            async with asyncio.timeout(_CONNECT_S):
                await started.wait()
            return await _OwnRoom(pool, seats).measure(everyone, seconds)
        finally:
            relay.cancel()


class _OwnRoom:
    """One room on a fresh worker, everyone in it heard and seen by everyone."""

    def __init__(self, pool: RelayPool, seats: int) -> None:
        self._pool = pool
        self._pid = pool.worker_pids()[0]
        self._seats = [Seat(number) for number in range(seats)]
        self._version = 0

    async def measure(self, everyone: asyncio.Event, seconds: float) -> Measured:
        """Fill the room, put the load on it, take the figures."""
        count = len(self._seats)
        await self._pool.open_room(_ROOM, RoomOptions(slots=count))
        empty_bytes = rss_bytes(self._pid)
        async with asyncio.timeout(_CONNECT_S):
            for seat in self._seats:
                await self._connect(seat)
            await everyone.wait()
        await self._apply()
        try:
            async with asyncio.TaskGroup() as tasks:
                sending = [
                    tasks.create_task(seat.send(kind), name=f"bench:send:{seat.number}")
                    for seat in self._seats
                    for kind in Kind
                ]
                try:
                    figures = await self._take_figures(seconds)
                    full_bytes = rss_bytes(self._pid)
                    gates_ms = [await self._close_gate(round_ % count) for round_ in range(_GATE_ROUNDS)]
                finally:
                    for task in sending:
                        task.cancel()
        finally:
            for seat in self._seats:
                await seat.client.close()
        return {
            "relay": "attune",
            "seats": count,
            "expected_pps": expected_pps(count),
            **figures,
            "rss_mib_per_seat": round((full_bytes - empty_bytes) / count / 2**20, 2),
            "gate_close_ms": round(median(gates_ms), 2),
        }

    async def _connect(self, seat: Seat) -> None:
        name, client = _peer(seat), seat.client
        offered = await self._pool.add_peer(_ROOM, name, seat.number)
        offer = SessionDescription.parse(offered.sdp)
        await client.gather()
        await self._pool.answer(_ROOM, name, offered.connection, client.answer_to(offer))
        await client.connect_to(offer)
        client.tap(seat.handle_packet)
        followed = self._seats[(seat.number + 1) % len(self._seats)]
        seat.sample(followed, {kind: slot_ssrc(followed.number, kind) for kind in Kind})

    async def _apply(self, closed: Sequence[int] = ()) -> None:
        self._version += 1
        peers = {
            _peer(seat): PeerPlan(
                seat.number, "bench", audio=seat.number not in closed, video=seat.number not in closed
            )
            for seat in self._seats
        }
        await self._pool.apply_plan(_ROOM, Plan(self._version, peers))

    async def _take_figures(self, seconds: float) -> Measured:
        await asyncio.sleep(WARM_UP_S)
        for seat in self._seats:
            seat.latencies_ns.clear()
        cpu_s, packets, start = cpu_seconds(self._pid), self._packets(), time.monotonic()
        await asyncio.sleep(seconds)
        cpu_s, packets = cpu_seconds(self._pid) - cpu_s, self._packets() - packets
        figures = load_figures(packets, time.monotonic() - start, cpu_s)
        latencies = [latency / 1e6 for seat in self._seats for latency in seat.latencies_ns]
        latency_ms = {
            name: round(percentile(latencies, share), 3) for name, share in (("p50", 0.5), ("p99", 0.99))
        }
        return {**figures, "added_latency_ms": latency_ms}

    def _packets(self) -> int:
        return sum(seat.packets for seat in self._seats)

    async def _close_gate(self, number: int) -> float:
        """Close one speaking peer and open it again; returns how long the confirmation took, in ms.

        A datagram is in its receiver's socket as soon as the worker has sent it. So whatever left before the
        confirmation is read first, and everything of this peer after that is a leak.
        """
        others = [seat for seat in self._seats if seat.number != number]
        ssrcs = [slot_ssrc(number, kind).to_bytes(4, "big") for kind in Kind]
        start = time.monotonic()
        await self._apply(closed=(number,))
        confirmed = time.monotonic()
        for seat in others:
            seat.take_waiting()
            seat.per_source = {}
        await asyncio.sleep(_GATE_WATCH_S)
        if any(ssrc in (seat.per_source or {}) for seat in others for ssrc in ssrcs):
            raise GateFailed("packets arrived from a peer whose gate was closed and confirmed")
        await self._apply()
        # Not before: a key frame sent while the gate is closed is gone.
        self._seats[number].sources[Kind.VIDEO].wants_key = True
        await asyncio.sleep(_GATE_WATCH_S)
        # It was speaking all the time: it is heard and seen again by everyone.
        if not all(seat.per_source and seat.per_source.get(ssrc) for seat in others for ssrc in ssrcs):
            raise GateFailed("a peer whose gate was opened again did not arrive everywhere")
        for seat in others:
            seat.per_source = None
        return 1000 * (confirmed - start)


def _peer(seat: Seat) -> str:
    return f"seat{seat.number}"
