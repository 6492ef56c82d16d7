"""Stand-ins behind the rooms' and signaling's ports: a journal that can be away, a relay and a media side that note."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rooms.model.events import Recorded
from rooms.model.ids import RoomId, SeatId
from rooms.plan import Plan
from rooms.runtime.actor import RoomActor
from rooms.runtime.audience import Change
from rooms.runtime.ports import JournalRefused, JournalUnavailable
from rooms.runtime.viewers import Arrival
from signaling.messages import IceServer
from signaling.ports import CameraLayer, Grant, MediaEvent, MediaRefused, OfferMade, ResumeGrant, SocketClosed
from tests.support.rooms.setups import START


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = START
        self._set_by = 0.0

    def now(self) -> float:
        return self.time

    def steady(self) -> float:
        return self.time - START - self._set_by

    def set_by(self, seconds: float) -> None:
        """Somebody sets the host's clock."""
        self.time += seconds
        self._set_by += seconds


class FakeJournal:
    """Keeps logs in memory; ``away`` makes it unreachable, ``refuses`` unwilling, ``damaged`` unreadable."""

    def __init__(self) -> None:
        self.records: list[Recorded] = []
        self.away = self.refuses = self.damaged = False
        self.tried = 0
        self.notes: list[str] = []

    async def append(self, room: RoomId, records: Sequence[Recorded]) -> None:
        self.tried += 1
        if self.away:
            raise JournalUnavailable
        if self.refuses:
            raise JournalRefused("constraint")
        assert [r.position for r in records] == list(
            range(len(self.records) + 1, len(self.records) + 1 + len(records))
        ), "records out of order"
        self.records += records
        self.notes += [f"stored:{record.event.kind}" for record in records]

    async def load(self, room: RoomId) -> list[Recorded]:
        if self.away:
            raise JournalUnavailable
        if self.damaged:
            raise JournalRefused("ValueError")
        return list(self.records)


class FakeRelay:
    """Notes every plan."""

    def __init__(self, notes: list[str] | None = None) -> None:
        self.plans: list[Plan] = []
        self.notes = notes if notes is not None else []

    async def apply_plan(self, room: RoomId, plan: Plan) -> None:
        self.plans.append(plan)
        self.notes.append("planned")

    def heard(self) -> set[SeatId]:
        """The seats whose audio passes by the newest plan."""
        return {seat for seat, gate in self.plans[-1].seats.items() if gate.audio}


@dataclass
class FakeViewer:
    """Collects what one seat is told."""

    changes: list[Change] = field(default_factory=list)
    patches: list[dict[str, Any]] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)
    slots: list[int | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)

    @property
    def arrival(self) -> Arrival:
        """How the room welcomed it; it does so once."""
        (arrival,) = self.arrivals
        return arrival

    @property
    def view(self) -> dict[str, Any]:
        """The whole view that it was welcomed with."""
        assert self.arrival.view is not None, "what was missed could be told"
        return self.arrival.view

    def welcome(self, arrival: Arrival) -> None:
        assert not self.changes, "told something before it was welcomed"
        self.arrivals.append(arrival)
        self.notes.append("welcomed")

    def deliver(self, change: Change) -> None:
        self.changes.append(change)
        told = json.loads(change.told)
        self.patches.append(told["patch"])
        self.notes += [f"told:{event['kind']}" for event in told["events"]]

    def seated(self, slot: int | None) -> None:
        self.slots.append(slot)
        self.notes.append(f"seated:{slot}")

    def dismiss(self, code: str) -> None:
        self.dismissed.append(code)


class FakeMedia:
    """Offers at once; refuses the answer "bad"."""

    def __init__(self) -> None:
        self.generation = 0
        self.sends: dict[SeatId, Callable[[MediaEvent], None]] = {}
        self.answers: list[tuple[SeatId, int]] = []
        self.tiles: dict[SeatId, Mapping[int, int]] = {}
        self.connected: list[tuple[SeatId, int, bool]] = []

    async def connect(
        self, room: RoomId, seat: SeatId, slot: int, send: Callable[[MediaEvent], None], *, keep: bool
    ) -> None:
        self.connected.append((seat, slot, keep))
        kept = keep and seat in self.sends
        self.sends[seat] = send
        if not kept:
            await self.restart(room, seat, self.generation, fresh=True)

    async def answer(self, room: RoomId, seat: SeatId, generation: int, sdp: str) -> None:
        if sdp == "bad":
            raise MediaRefused("media.answer_refused", "answer.malformed")
        self.answers.append((seat, generation))

    async def restart(self, room: RoomId, seat: SeatId, generation: int, *, fresh: bool) -> None:
        self.generation += fresh
        layers = (CameraLayer("q", 180, 150_000),)
        self.sends[seat](OfferMade(self.generation, f"offer {self.generation}", layers, restart=not fresh))

    async def set_tiles(self, room: RoomId, seat: SeatId, heights: Mapping[int, int]) -> None:
        self.tiles[seat] = heights

    async def stats(self, room: RoomId) -> dict[str, Any]:
        return {"peers": {seat: {"packets_in": 1} for seat in self.sends}, "drops": {}}


TURN = IceServer(urls=["turn:turn.example.org"], username="1:a", credential="c")


class FakeServices:
    """One room; tickets are seat ids, resume tokens are ``seat/link/nonce``."""

    def __init__(self, actor: RoomActor) -> None:
        self.actor = actor
        self.used: set[str] = set()
        self.nonces = 0
        self.away = False

    def redeem_ticket(self, ticket: str) -> Grant | None:
        if ticket in self.used or not ticket.startswith("se_"):
            return None
        self.used.add(ticket)
        return Grant(self.actor.id, SeatId(ticket.split("#")[0]), link=1)

    def mint_nonce(self) -> str:
        self.nonces += 1
        return f"nonce{self.nonces}"

    def mint_resume(self, grant: ResumeGrant) -> str:
        return f"{grant.seat}/{grant.link}/{grant.nonce}"

    def read_resume(self, token: str) -> ResumeGrant | None:
        match token.split("/"):
            case [seat, link, nonce]:
                return ResumeGrant(self.actor.id, SeatId(seat), int(link), nonce)
        return None

    def ice_servers(self, seat: SeatId) -> list[IceServer]:
        return [TURN]

    async def find_room(self, room: RoomId) -> RoomActor | None:
        if self.away:
            raise JournalUnavailable
        return self.actor if room == self.actor.id else None


class FakeSocket:
    """Both ends of a socket: the session uses receive, send and close; the test says, hears and hangs up."""

    def __init__(self) -> None:
        self._to_session: asyncio.Queue[str | None] = asyncio.Queue(1000)
        self._from_session: asyncio.Queue[str] = asyncio.Queue(1000)
        self.closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.reads = True
        self.admitted: list[bool] = []
        """Each time what it may send changed: whether it is in the room."""

    def admit(self, *, in_room: bool) -> None:
        self.admitted.append(in_room)

    async def receive(self) -> str:
        text = await self._to_session.get()
        if text is None:
            raise SocketClosed
        return text

    async def send(self, text: str) -> None:
        if not self.reads:
            await asyncio.get_running_loop().create_future()
        await self._from_session.put(text)

    async def close(self, code: int) -> None:
        if not self.closed.done():
            self.closed.set_result(code)

    def say(self, text: str) -> None:
        """The client sends a frame."""
        self._to_session.put_nowait(text)

    def hang_up(self) -> None:
        """The client's side is gone."""
        self._to_session.put_nowait(None)

    async def hear(self) -> str:
        """Wait for the next frame to the client."""
        return await self._from_session.get()
