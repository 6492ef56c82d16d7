"""Measures our relay: the real worker in its own process, and one light client per seat.

The added latency is measured outside the worker: a sender's datagram is in the worker's socket when its system call
ends, and the kernel stamps a forwarded one when the worker sends it. The difference excludes both clients' loops.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from statistics import median

from aiortc.sdp import SessionDescription

from bench.figures import Measured, cpu_seconds, load_figures, percentile, rss_bytes
from bench.relay.endpoint import SWEEP_S, Endpoint, sweep
from bench.relay.load import LAYER_PACES, expected_pps, expected_simulcast_pps
from bench.relay.seat import Seat
from bench.relay.single import RelayFailed, ask, one_worker, run_alone
from media.control import (
    AddPeer,
    Answer,
    ApplyPlan,
    Event,
    LayersWanted,
    Offered,
    Ok,
    OpenRoom,
    PeerPlan,
    RelayPlan,
    RemovePeer,
    RoomOptions,
    SetTiles,
)
from media.pool.worker_link import WorkerLink
from media.sdp.answer import parse_answer
from media.sdp.profile import Kind, slot_ssrc

__all__ = ["WARM_UP_S", "GateFailed", "measure_own"]

WARM_UP_S = 2.0
_ROOM = "bench"
_RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
# The run has failed unless everyone has media from everyone by then.
_JOIN_S = 30.0
_GATE_ROUNDS = 9
# How long to check that nothing arrives, and how long until it must arrive again: key frames are requested once a
# second.
_GATE_WATCH_S, _GATE_REOPEN_S = 0.2, 3.0
# With simulcast: one tile is large.
_LARGE, _SMALL = 720, 180


class GateFailed(RelayFailed):
    """Packets of a peer arrived although its gate was closed, or none arrived although it was open again."""


def measure_own(seats: int, seconds: float, *, simulcast: bool = False) -> Measured:
    """Start a worker, fill a room and measure it, in an event loop of its own.

    Raises:
        RelayFailed: the relay refused a request.
    """
    return run_alone(_measure(seats, seconds, simulcast=simulcast))


async def _measure(seats: int, seconds: float, *, simulcast: bool) -> Measured:
    wanted: dict[str, frozenset[str]] = {}
    people: dict[str, Seat] = {}

    def on_event(event: Event) -> None:
        if isinstance(event, LayersWanted):
            wanted[event.peer] = frozenset(LAYER_PACES) - frozenset(event.rids)
            if event.peer in people:
                people[event.peer].silenced = wanted[event.peer]

    async with one_worker(on_event) as link:
        await ask(link, OpenRoom(_ROOM, RoomOptions(slots=seats)), Ok)
        rid_id = await _offered_rid_id(link) if simulcast else 0
        room = _OwnRoom(link, [Seat(number, rid_id=rid_id) for number in range(seats)], simulcast=simulcast)
        people.update({_peer(seat.number): seat for seat in room.seats})
        return await room.measure(seconds)


async def _offered_rid_id(link: WorkerLink) -> int:
    """The rid extension id in the relay's offer."""
    offered = await ask(link, AddPeer(_ROOM, "probe", 0), Offered)
    await ask(link, RemovePeer(_ROOM, "probe"), Ok)
    camera = SessionDescription.parse(offered.sdp).media[1]
    found = [extension.id for extension in camera.rtp.headerExtensions if extension.uri == _RID_URI]
    if not found:
        raise RelayFailed("it offers no layers")
    return int(found[0])


class _OwnRoom:
    """One room on a fresh worker, everyone in it heard and seen by everyone."""

    def __init__(self, link: WorkerLink, seats: Sequence[Seat], *, simulcast: bool) -> None:
        assert link.pid is not None
        self.seats = seats
        self._link = link
        self._pid = link.pid
        self._simulcast = simulcast
        self._endpoints: list[Endpoint] = []
        self._version = 0

    async def measure(self, seconds: float) -> Measured:
        """Fill the room under load and collect the figures."""
        count = len(self.seats)
        # Sockets and certificates belong to the clients: they are ready before anyone joins.
        for seat in self.seats:
            await seat.client.gather()
        empty_bytes = rss_bytes(self._pid)
        try:
            async with asyncio.TaskGroup() as tasks:
                running = [tasks.create_task(sweep(self._endpoints), name="bench:sweep")]
                try:
                    join_s = await self._join(tasks, running)
                    figures = await self._take_figures(seconds)
                    full_bytes = rss_bytes(self._pid)
                    gates_ms = [await self._close_gate(round_ % count) for round_ in range(_GATE_ROUNDS)]
                finally:
                    for task in running:
                        task.cancel()
        finally:
            for seat in self.seats:
                await seat.client.close()
        return {
            "relay": "attune",
            "seats": count,
            **({"simulcast": True} if self._simulcast else {}),
            "expected_pps": expected_simulcast_pps(count) if self._simulcast else expected_pps(count),
            **figures,
            "rss_mib_per_seat": round((full_bytes - empty_bytes) / count / 2**20, 2),
            "gate_close_ms": round(median(gates_ms), 2),
            "join_s": round(join_s, 3),
        }

    async def _join(self, tasks: asyncio.TaskGroup, running: list[asyncio.Task[None]]) -> float:
        """Let everyone join at the same moment; returns the seconds until everyone has media from everyone."""
        start = time.monotonic()
        await self._apply()
        async with asyncio.TaskGroup() as joining:
            for seat in self.seats:
                joining.create_task(self._connect(seat, tasks, running), name=f"bench:join:{seat.number}")
        await _until(
            lambda: self._all_arrive(range(len(self.seats))), _JOIN_S, "media of everyone at everyone"
        )
        return time.monotonic() - start

    async def _connect(self, seat: Seat, tasks: asyncio.TaskGroup, running: list[asyncio.Task[None]]) -> None:
        name, client = _peer(seat.number), seat.client
        offered = await ask(self._link, AddPeer(_ROOM, name, seat.number), Offered)
        offer = SessionDescription.parse(offered.sdp)
        rids = tuple(LAYER_PACES) if self._simulcast else ()
        answer = parse_answer(client.answer_to(offer, rids=rids))
        await ask(self._link, Answer(_ROOM, name, offered.connection, answer), Ok)
        followed = self.seats[(seat.number + 1) % len(self.seats)]
        if self._simulcast:
            heights = {other.number: _SMALL for other in self.seats if other is not seat}
            heights[followed.number] = _LARGE
            await ask(self._link, SetTiles(_ROOM, name, heights), Ok)
        await client.connect_to(offer)
        endpoint = Endpoint(client, list(seat.sources.values()))
        endpoint.sample([slot_ssrc(followed.number, kind) for kind in Kind], followed.sent_ns)
        client.pace()
        self._endpoints.append(endpoint)
        running += [
            tasks.create_task(seat.send(source), name=f"bench:send:{seat.number}") for source in seat.sources
        ]
        running.append(tasks.create_task(endpoint.report(), name=f"bench:report:{seat.number}"))

    def _all_arrive(self, numbers: Sequence[int]) -> bool:
        """Whether audio and video of these seats arrived at everybody else."""
        return len(self._endpoints) == len(self.seats) and all(
            slot_ssrc(number, kind) in endpoint.latest
            for number in numbers
            for endpoint in self._others(number)
            for kind in Kind
        )

    def _others(self, number: int) -> list[Endpoint]:
        own = self.seats[number].client
        return [endpoint for endpoint in self._endpoints if endpoint.client is not own]

    async def _apply(self, closed: Sequence[int] = ()) -> None:
        self._version += 1
        peers = {
            _peer(seat.number): PeerPlan(
                seat.number, "bench", audio=seat.number not in closed, video=seat.number not in closed
            )
            for seat in self.seats
        }
        await ask(self._link, ApplyPlan(_ROOM, RelayPlan(self._version, peers)), Ok)

    async def _take_figures(self, seconds: float) -> Measured:
        await asyncio.sleep(WARM_UP_S)
        for endpoint in self._endpoints:
            endpoint.latencies_ns.clear()
        cpu_s, packets, start = cpu_seconds(self._pid), self._packets(), time.monotonic()
        await asyncio.sleep(seconds)
        cpu_s, packets = cpu_seconds(self._pid) - cpu_s, self._packets() - packets
        figures = load_figures(packets, time.monotonic() - start, cpu_s)
        latencies = [latency / 1e6 for endpoint in self._endpoints for latency in endpoint.latencies_ns]
        latency_ms = {
            name: round(percentile(latencies, share), 3) for name, share in (("p50", 0.5), ("p99", 0.99))
        }
        return {**figures, "added_latency_ms": latency_ms}

    def _packets(self) -> int:
        return sum(endpoint.packets for endpoint in self._endpoints)

    async def _close_gate(self, number: int) -> float:
        """Close one speaking peer's gate and open it again; returns how long the confirmation took, in ms.

        A datagram is in its receiver's socket as soon as the worker has sent it. So everything sent before the
        confirmation is read first, and anything of this peer after that is a leak.
        """
        others = self._others(number)
        ssrcs = [slot_ssrc(number, kind) for kind in Kind]
        start = time.monotonic()
        await self._apply(closed=(number,))
        confirmed = time.monotonic()
        for endpoint in others:
            endpoint.client.read()
            endpoint.latest.clear()
        await asyncio.sleep(_GATE_WATCH_S)
        if any(ssrc in endpoint.latest for endpoint in others for ssrc in ssrcs):
            raise GateFailed("packets arrived from a peer whose gate was closed and confirmed")
        await self._apply()
        # It never stopped speaking: everyone hears and sees it again.
        await _until(
            lambda: self._all_arrive([number]),
            _GATE_REOPEN_S,
            "a peer whose gate was opened again, everywhere",
        )
        return 1000 * (confirmed - start)


async def _until(condition: Callable[[], bool], patience_s: float, what: str) -> None:
    try:
        async with asyncio.timeout(patience_s):
            # The condition changes with the sweep, at this pace.
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(SWEEP_S)
    except TimeoutError:
        raise GateFailed(f"did not arrive: {what}") from None


def _peer(number: int) -> str:
    return f"seat{number}"
