"""One room on our worker: everyone joins, everyone is heard and seen by everyone, and gates close and open."""

import asyncio
from collections.abc import Sequence

from aiortc.sdp import SessionDescription

from bench.relay.clients import Clients, until
from bench.relay.endpoint import Endpoint
from bench.relay.load import LAYER_PACES
from bench.relay.seat import Seat
from bench.relay.single import Link, RelayFailed, ask
from media.control import AddPeer, Answer, ApplyPlan, Offered, Ok, PeerPlan, RelayPlan, SetTiles
from media.pool.worker_link import WorkerLink
from media.sdp.answer import parse_answer
from media.sdp.profile import Kind, slot_ssrc

__all__ = ["GateFailed", "OwnRoom", "peer_name"]

# The run has failed unless everyone has media from everyone by then.
_JOIN_S = 30.0
# How long to check that nothing arrives, and how long until it must arrive again: key frames are requested once a
# second.
_GATE_WATCH_S, _GATE_REOPEN_S = 0.2, 3.0
_GATE_PATIENCE_S = 1.0
# With simulcast: one tile is large.
_LARGE, _SMALL = 720, 180


class GateFailed(RelayFailed):
    """Packets of a peer arrived although its gate was closed, or none arrived although it was open again."""


class OwnRoom:
    """One room that is open on the worker.

    Args:
        link: where the worker is asked. name: the room's. seats: of this room. simulcast: cameras send layers.
    """

    def __init__(self, link: Link, name: str, seats: Sequence[Seat], *, simulcast: bool) -> None:
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
        name, client = peer_name(seat.number), seat.client
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
            peer_name(seat.number): PeerPlan(
                seat.number, "bench", audio=seat.number not in closed, video=seat.number not in closed
            )
            for seat in self.seats
        }
        return ApplyPlan(self.name, RelayPlan(self._version, peers))

    async def close_gate(self, worker: WorkerLink, number: int) -> float:
        """Close one speaking peer's gate and open it again; returns how long the confirmation took, in ms.

        A datagram is in its receiver's socket as soon as the worker has sent it. So everything sent before the
        confirmation is read first, and anything of this peer after that is a leak.

        The clients rest until the confirmation is in our socket: it is what the worker takes, for the packets that it
        has by then and for the plan, and not what this process does meanwhile.

        Args:
            worker: of this room, whose link is in this process. number: the peer's seat.

        Raises:
            RelayUnavailable: there was no confirmation.
        """
        others = self._others(number)
        ssrcs = [slot_ssrc(number, kind) for kind in Kind]
        reply, took_s = worker.call_alone(self._next_plan(closed=(number,)), _GATE_PATIENCE_S)
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


def peer_name(number: int) -> str:
    """The peer's id of the seat with this number."""
    return f"seat{number}"
