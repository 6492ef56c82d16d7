"""A fake relay of one worker that the test controls, and a relay client over it with one room's observer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from app.live.relay.client import RelayClient
from media import control
from media.control import Offered, PeerConnected, RoomOptions
from media.counters import RoomStats
from media.errors import AnswerRefused, RelayUnavailable
from media.pool.pool import RelayEvent, RelayRoomState, RoomLost, RoomMoved, WorkerState
from media.sdp.answer import Lack
from rooms.model.ids import RoomId, SeatId
from rooms.model.quality import SeatQuality
from rooms.plan import Plan, SeatPlan
from rooms.talk_time.speech import SpeechInterval
from signaling.ports import LayersChosen, MediaEvent, OfferMade, SlotsPaused
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import START

__all__ = ["ANA", "BEN", "ROOM", "RelayStage", "FakePool", "Observer", "plan", "running_client"]

ROOM = RoomId("ss_test")
ANA, BEN = SeatId("se_ana"), SeatId("se_ben")


class FakePool:
    """A relay of one worker that knows rooms, plans and peers; ``kill`` and ``revive`` stop and restart the worker."""

    def __init__(self, on_event: Callable[[RelayEvent], None]) -> None:
        self.on_event = on_event
        self.alive = True
        self.refusal: str | None = None
        self.rooms: dict[str, RoomOptions] = {}
        self.lost: set[str] = set()
        self.plans: dict[str, control.RelayPlan] = {}
        self.peers: dict[str, int] = {}
        self.answers: list[tuple[str, int, str]] = []
        self.connections = 0
        self.restarts: list[tuple[str, int]] = []
        self.tiles: list[tuple[str, int, dict[int, int]]] = []
        self.found = RoomStats({}, {})
        self.calls: list[str] = []
        self.hold: asyncio.Event | None = None
        self.held = asyncio.Event()
        self.slow_to_add: asyncio.Event | None = None

    def kill(self) -> None:
        self.alive = False
        self.lost |= set(self.rooms)
        self.rooms.clear()
        self.plans.clear()
        self.peers.clear()
        self.connections = 0

    def revive(self) -> None:
        self.alive = True
        lost, self.lost = self.lost, set()
        for room in sorted(lost):
            self.on_event(RoomLost(room))

    def up(self, seat: SeatId) -> None:
        self.on_event(PeerConnected(ROOM, seat, self.peers[seat]))

    async def run(self, *, started: asyncio.Event | None = None) -> None:
        if started is not None:
            started.set()
        await asyncio.get_running_loop().create_future()

    def workers(self) -> tuple[WorkerState, ...]:
        return (WorkerState(0, self.alive, False, len(self.rooms), None, None, 0),)

    def room_states(self) -> tuple[RelayRoomState, ...]:
        return ()

    def drain(self, index: int) -> None:
        """Take the rooms from the worker, as the pool reports it."""
        for room in sorted(self.rooms):
            del self.rooms[room]
            self.plans.pop(room, None)
            self.peers.clear()
            self.on_event(RoomMoved(room))

    def undrain(self, index: int) -> None:
        raise AssertionError("nobody asks for it here")

    async def _call(self, name: str, room: str | None) -> None:
        self.calls.append(name)
        if self.hold is not None:
            self.held.set()
            await self.hold.wait()
        else:
            await asyncio.sleep(0)
        if not self.alive or (room is not None and room not in self.rooms):
            raise RelayUnavailable("room.lost")
        if self.refusal:
            raise RelayUnavailable(self.refusal)

    async def open_room(self, room: str, options: RoomOptions) -> None:
        await self._call("open", None)
        if room in self.lost:
            raise RelayUnavailable("room.lost")
        self.rooms[room] = options

    async def close_room(self, room: str) -> None:
        self.calls.append("close")
        self.rooms.pop(room, None)
        self.lost.discard(room)
        self.plans.pop(room, None)
        self.peers.clear()

    async def add_peer(self, room: str, peer: str, slot: int) -> Offered:
        await self._call("add", room)
        if self.slow_to_add is not None:
            await self.slow_to_add.wait()
        self.connections += 1
        self.peers[peer] = self.connections
        return Offered(f"offer {peer} {slot}", self.connections)

    async def answer(self, room: str, peer: str, connection: int, sdp: str) -> tuple[Lack, ...]:
        await self._call("answer", room)
        if self.peers.get(peer) != connection:
            raise RelayUnavailable("peer.replaced")
        if sdp == "bad":
            raise AnswerRefused("answer.malformed")
        self.answers.append((peer, connection, sdp))
        return ("see",) if sdp == "sound alone" else ()

    async def restart_ice(self, room: str, peer: str, connection: int) -> Offered:
        await self._call("restart", room)
        if self.peers.get(peer) != connection:
            raise RelayUnavailable("peer.replaced")
        self.restarts.append((peer, connection))
        return Offered(f"restart {len(self.restarts)}", connection)

    async def set_tiles(self, room: str, peer: str, heights: dict[int, int]) -> None:
        await self._call("tiles", room)
        if peer not in self.peers:
            raise RelayUnavailable("peer.unknown")
        self.tiles.append((peer, self.peers[peer], heights))

    async def stats(self, room: str) -> RoomStats:
        await self._call("stats", room)
        return self.found

    async def remove_peer(self, room: str, peer: str) -> None:
        await self._call("remove", room)
        self.peers.pop(peer, None)

    async def apply_plan(self, room: str, plan: control.RelayPlan) -> None:
        await self._call("plan", room)
        self.plans[room] = plan


@dataclass
class Observer:
    """Records what the room is told, and lets a test wait for it."""

    notes: list[object] = field(default_factory=list)
    _seen: asyncio.Event = field(default_factory=asyncio.Event)

    def _note(self, note: object) -> None:
        self.notes.append(note)
        self._seen.set()

    def now(self) -> float:
        return START

    def media_up(self, seat: SeatId) -> None:
        self._note(("up", seat))

    def media_down(self, seat: SeatId) -> None:
        self._note(("down", seat))

    def speaking(self, seats: frozenset[SeatId]) -> None:
        self._note(("speaking", seats))

    def speech(
        self,
        intervals: Sequence[SpeechInterval],
        overlap_s: float,
        silence_s: float,
        unreliable: frozenset[SeatId],
    ) -> None:
        self._note(("speech", list(intervals), overlap_s, silence_s, unreliable))

    def quality(self, seats: Mapping[SeatId, SeatQuality]) -> None:
        self._note(("quality", dict(seats)))

    def relay_down(self, down: bool) -> None:
        self._note(("relay", "down" if down else "up"))

    async def wait_for(self, note: object) -> None:
        while note not in self.notes:
            self._seen.clear()
            await self._seen.wait()


@dataclass
class RelayStage:
    """A running relay client, its pool and its room's observer."""

    relay: RelayClient
    pool: FakePool
    observer: Observer
    clock: FakeClock
    news: dict[SeatId, list[MediaEvent]] = field(default_factory=dict)

    @property
    def offers(self) -> dict[SeatId, list[OfferMade]]:
        return {
            seat: [each for each in news if isinstance(each, OfferMade)] for seat, news in self.news.items()
        }

    def layers(self, seat: SeatId) -> list[LayersChosen]:
        return [each for each in self.news[seat] if isinstance(each, LayersChosen)]

    def paused(self, seat: SeatId) -> list[SlotsPaused]:
        return [each for each in self.news[seat] if isinstance(each, SlotsPaused)]

    async def connect(self, seat: SeatId, slot: int = 0, *, keep: bool = False) -> None:
        await self.relay.connect(ROOM, seat, slot, self.news.setdefault(seat, []).append, keep=keep)

    async def join(self, seat: SeatId, slot: int = 0) -> None:
        await self.connect(seat, slot)
        await self.relay.answer(ROOM, seat, self.offers[seat][-1].generation, "answer")
        self.pool.up(seat)

    def generations(self, seat: SeatId) -> list[int]:
        return [offer.generation for offer in self.offers[seat]]


def plan(version: int, *seats: SeatId, audio: bool = True) -> Plan:
    return Plan(version, {seat: SeatPlan(slot, "main", audio, True) for slot, seat in enumerate(seats)})


@asynccontextmanager
async def running_client() -> AsyncIterator[RelayStage]:
    """Run a relay client without a room for the length of the block."""
    pools: list[FakePool] = []

    def make(on_event: Callable[[RelayEvent], None]) -> FakePool:
        pools.append(FakePool(on_event))
        return pools[0]

    clock = FakeClock()
    relay = RelayClient(make, clock, retry_s=0.001)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(relay.run())
        yield RelayStage(relay, pools[0], Observer(), clock)
        task.cancel()
