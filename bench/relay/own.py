"""Measures our relay: the real worker in its own process, and one light client per seat of every room.

The added latency is measured outside the worker: a sender's datagram is in the worker's socket when its system call
ends, and the kernel stamps a forwarded one when the worker sends it. The difference excludes both clients' loops.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from aiortc.sdp import SessionDescription

from bench.figures import Measured, rss_bytes
from bench.relay.clients import Clients, clients_at_work, take_figures, until
from bench.relay.endpoint import Endpoint
from bench.relay.load import LAYER_PACES, expected_pps, expected_simulcast_pps
from bench.relay.seat import Seat
from bench.relay.single import RelayFailed, ask, one_worker, run_alone
from media.control import (
    AddPeer,
    Answer,
    ApplyPlan,
    CloseRoom,
    Event,
    LayersWanted,
    Offered,
    Ok,
    OpenRoom,
    PeerPlan,
    RelayPlan,
    RoomOptions,
    SetTiles,
)
from media.pool.worker_link import WorkerLink
from media.sdp.answer import parse_answer
from media.sdp.profile import Kind, slot_ssrc

__all__ = ["GateFailed", "OwnOptions", "measure_own"]

_RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
# The run has failed unless everyone has media from everyone by then.
_JOIN_S = 30.0
_GATE_ROUNDS = 9
# How long to check that nothing arrives, and how long until it must arrive again: key frames are requested once a
# second.
_GATE_WATCH_S, _GATE_REOPEN_S = 0.2, 3.0
_GATE_PATIENCE_S = 1.0
# With simulcast: one tile is large.
_LARGE, _SMALL = 720, 180


class GateFailed(RelayFailed):
    """Packets of a peer arrived although its gate was closed, or none arrived although it was open again."""


@dataclass(frozen=True, slots=True)
class OwnOptions:
    """What is measured.

    Attributes:
        seats: of each room. seconds: how long. rooms: on the one worker. share: the part of the load that is sent.
        simulcast: cameras send three layers, and everyone sees one other large.
        feedback: every packet has a transport-wide number, and whoever gets it reports when.
    """

    seats: int
    seconds: float
    rooms: int = 1
    share: float = 1.0
    simulcast: bool = False
    feedback: bool = False

    @property
    def expected_pps(self) -> int:
        """Packets per second that the worker has to send."""
        pps = (expected_simulcast_pps if self.simulcast else expected_pps)(self.seats)
        return round(pps * self.rooms * self.share)


def measure_own(options: OwnOptions) -> Measured:
    """Start a worker, fill its rooms and measure it, in an event loop of its own.

    Raises:
        RelayFailed: the relay refused a request.
    """
    return run_alone(_measure(options))


async def _measure(options: OwnOptions) -> Measured:
    people: dict[tuple[str, str], Seat] = {}

    def on_event(event: Event) -> None:
        if isinstance(event, LayersWanted) and (event.room, event.peer) in people:
            people[event.room, event.peer].silenced = frozenset(LAYER_PACES) - frozenset(event.rids)

    async with one_worker(on_event) as link:
        rid_id = await _offered_rid_id(link) if options.simulcast else 0
        rooms = []
        for index in range(options.rooms):
            seats = [
                Seat(number, rid_id=rid_id, share=options.share, numbered=options.feedback)
                for number in range(options.seats)
            ]
            rooms.append(_OwnRoom(link, f"bench{index}", seats, simulcast=options.simulcast))
            await ask(link, OpenRoom(rooms[-1].name, RoomOptions(slots=options.seats)), Ok)
            people.update({(rooms[-1].name, _peer(seat.number)): seat for seat in seats})
        return await _measure_rooms(link, rooms, options)


async def _measure_rooms(link: WorkerLink, rooms: Sequence["_OwnRoom"], options: OwnOptions) -> Measured:
    """Fill the rooms under load and collect the figures."""
    assert link.pid is not None
    seats = [seat for room in rooms for seat in room.seats]
    # Sockets and certificates belong to the clients: they are ready before anyone joins.
    for seat in seats:
        await seat.client.gather()
    empty_bytes = rss_bytes(link.pid)
    try:
        async with clients_at_work() as clients:
            for room in rooms:
                start = time.monotonic()
                await room.join(clients)
                join_s = time.monotonic() - start
            figures = await take_figures(link.pid, clients, options.seconds)
            full_bytes = rss_bytes(link.pid)
            gates_ms = [await rooms[0].close_gate(round_ % options.seats) for round_ in range(_GATE_ROUNDS)]
    finally:
        for seat in seats:
            await seat.client.close()
    return {
        "relay": "attune",
        "seats": options.seats,
        **({"simulcast": True} if options.simulcast else {}),
        **({"feedback": True} if options.feedback else {}),
        **({"rooms": options.rooms} if options.rooms > 1 else {}),
        **({"share": options.share} if options.share != 1 else {}),
        "expected_pps": options.expected_pps,
        **figures,
        "rss_mib_per_seat": round((full_bytes - empty_bytes) / len(seats) / 2**20, 2),
        "gate_close_ms": round(median(gates_ms), 2),
        "join_s": round(join_s, 3),
    }


async def _offered_rid_id(link: WorkerLink) -> int:
    """The rid extension id in the relay's offer."""
    await ask(link, OpenRoom("probe", RoomOptions(slots=1)), Ok)
    offered = await ask(link, AddPeer("probe", "probe", 0), Offered)
    await ask(link, CloseRoom("probe"), Ok)
    camera = SessionDescription.parse(offered.sdp).media[1]
    found = [extension.id for extension in camera.rtp.headerExtensions if extension.uri == _RID_URI]
    if not found:
        raise RelayFailed("it offers no layers")
    return int(found[0])


class _OwnRoom:
    """One room, everyone in it heard and seen by everyone."""

    def __init__(self, link: WorkerLink, name: str, seats: Sequence[Seat], *, simulcast: bool) -> None:
        self.name = name
        self.seats = seats
        self._link = link
        self._simulcast = simulcast
        self._endpoints: list[Endpoint] = []
        self._version = 0

    async def join(self, clients: Clients) -> None:
        """Let everyone join at the same moment; returns when everyone has media from everyone."""
        await ask(self._link, self._next_plan(), Ok)
        async with asyncio.TaskGroup() as joining:
            for seat in self.seats:
                joining.create_task(self._connect(seat, clients), name=f"bench:join:{seat.number}")
        if not await until(lambda: self._all_arrive(range(len(self.seats))), _JOIN_S):
            raise GateFailed("did not arrive: media of everyone at everyone")

    async def _connect(self, seat: Seat, clients: Clients) -> None:
        name, client = _peer(seat.number), seat.client
        offered = await ask(self._link, AddPeer(self.name, name, seat.number), Offered)
        offer = SessionDescription.parse(offered.sdp)
        rids = tuple(LAYER_PACES) if self._simulcast else ()
        answer = parse_answer(client.answer_to(offer, rids=rids))
        await ask(self._link, Answer(self.name, name, offered.connection, answer), Ok)
        followed = self.seats[(seat.number + 1) % len(self.seats)]
        if self._simulcast:
            heights = {other.number: _SMALL for other in self.seats if other is not seat}
            heights[followed.number] = _LARGE
            await ask(self._link, SetTiles(self.name, name, heights), Ok)
        await client.connect_to(offer)
        endpoint = clients.send(seat)
        endpoint.sample([slot_ssrc(followed.number, kind) for kind in Kind], followed.sent_ns)
        self._endpoints.append(endpoint)

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

    def _next_plan(self, closed: Sequence[int] = ()) -> ApplyPlan:
        self._version += 1
        peers = {
            _peer(seat.number): PeerPlan(
                seat.number, "bench", audio=seat.number not in closed, video=seat.number not in closed
            )
            for seat in self.seats
        }
        return ApplyPlan(self.name, RelayPlan(self._version, peers))

    async def close_gate(self, number: int) -> float:
        """Close one speaking peer's gate and open it again; returns how long the confirmation took, in ms.

        A datagram is in its receiver's socket as soon as the worker has sent it. So everything sent before the
        confirmation is read first, and anything of this peer after that is a leak.

        The clients rest until the confirmation is in our socket: it is what the worker takes, for the packets that it
        has by then and for the plan, and not what this process does meanwhile.

        Raises:
            RelayUnavailable: there was no confirmation.
        """
        others = self._others(number)
        ssrcs = [slot_ssrc(number, kind) for kind in Kind]
        reply, took_s = self._link.call_alone(self._next_plan(closed=(number,)), _GATE_PATIENCE_S)
        if not isinstance(reply, Ok):
            raise RelayFailed(f"refused: {reply}")
        for endpoint in others:
            endpoint.client.read()
            endpoint.latest.clear()
        await asyncio.sleep(_GATE_WATCH_S)
        if any(ssrc in endpoint.latest for endpoint in others for ssrc in ssrcs):
            raise GateFailed("packets arrived from a peer whose gate was closed and confirmed")
        await ask(self._link, self._next_plan(), Ok)
        # It never stopped speaking: everyone hears and sees it again.
        if not await until(lambda: self._all_arrive([number]), _GATE_REOPEN_S):
            raise GateFailed("did not arrive: a peer whose gate was opened again, everywhere")
        return 1000 * took_s


def _peer(number: int) -> str:
    return f"seat{number}"
