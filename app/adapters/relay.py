"""The relay's desk: the rooms' and the sessions' side of the relay, over the pool of worker processes.

It remembers what the relay would forget with a worker: each room's last plan, and which seats want media. A room whose
worker is gone is mended: opened again, the plan put in force, a new offer sent to every linked seat. Generations are
counted here, per seat, and never start again; a worker's own connection numbers do. An answer is handed on only with
the connection number of its own generation, so it cannot reach a newer peer.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from media import control
from media.control import Offered, PeerConnected, PeerLost, RoomOptions, Speaking
from media.errors import AnswerRefused, RelayUnavailable
from media.pool import RelayEvent, RoomLost
from rooms.model.ids import RoomId, SeatId
from rooms.plan import Plan
from signaling.ports import MediaOffer, MediaRefused

__all__ = ["PLAN_TIMEOUT_S", "RelayCalls", "RelayDesk", "RelayObserver"]

PLAN_TIMEOUT_S = 2.0
"""How long a room waits for its plan to be confirmed; after that its relay room is closed and made anew."""
_RETRY_S = 0.5
# Refusals that concern one seat: the room is well.
_SEAT_REFUSALS = frozenset({"room.full", "peer.slot_unknown"})

_log = logging.getLogger(__name__)


class RelayObserver(Protocol):
    """The room's side of what the relay reports. Calls never block."""

    def media_up(self, seat: SeatId) -> None:
        """The relay carries the seat's media; may be told again."""

    def media_down(self, seat: SeatId) -> None:
        """The relay lost the seat's media."""

    def speaking(self, seats: frozenset[SeatId]) -> None:
        """These seats, and no others, are heard at this moment."""

    def relay_down(self, down: bool) -> None:
        """The relay is away, or back."""


class RelayCalls(Protocol):
    """What the desk needs of ``media.pool.RelayPool``. Every call may raise RelayUnavailable."""

    async def run(self, *, started: asyncio.Event | None = None) -> None: ...  # noqa: D102

    async def open_room(self, room: str, options: RoomOptions) -> None: ...  # noqa: D102

    async def close_room(self, room: str) -> None: ...  # noqa: D102

    async def add_peer(self, room: str, peer: str, slot: int) -> Offered: ...  # noqa: D102

    async def answer(self, room: str, peer: str, connection: int, sdp: str) -> None: ...  # noqa: D102

    async def remove_peer(self, room: str, peer: str) -> None: ...  # noqa: D102

    async def apply_plan(self, room: str, plan: control.Plan) -> None: ...  # noqa: D102

    def worker_pids(self) -> tuple[int, ...]: ...  # noqa: D102


@dataclass(slots=True)
class _Link:
    """A seat that wants media. ``connection`` is None while the relay has no peer for it."""

    slot: int
    send: Callable[[MediaOffer], None]
    generation: int = 0
    connection: int | None = None
    answered: bool = False
    up: bool = False


@dataclass(slots=True)
class _Room:
    """One room. ``open`` says whether the relay has it; ``lock`` orders what makes and replaces peers."""

    id: RoomId
    slots: int
    observer: RelayObserver
    plan: Plan | None = None
    open: bool = False
    down: bool = False
    links: dict[SeatId, _Link] = field(default_factory=dict)
    generations: dict[SeatId, int] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class RelayDesk:
    """Implements ``rooms.ports.Relay`` and ``signaling.ports.Media``.

    Args:
        make_pool: Builds the pool, given the callable that takes its events.
        retry_s: How long to wait before a room that could not be mended is tried again.
    """

    def __init__(
        self, make_pool: Callable[[Callable[[RelayEvent], None]], RelayCalls], *, retry_s: float = _RETRY_S
    ) -> None:
        self._pool = make_pool(self._on_event)
        self._retry_s = retry_s
        self._rooms: dict[RoomId, _Room] = {}
        # Rooms to mend; a set, so it is bounded by the rooms that are open.
        self._broken: set[RoomId] = set()
        self._wake = asyncio.Event()

    async def run(self, *, started: asyncio.Event | None = None) -> None:
        """Own the worker processes and the mending until cancelled; ``started`` is set once all workers are ready."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._pool.run(started=started), name="relay:pool")
            tasks.create_task(self._keep_mending(), name="relay:mend")

    @property
    def has_worker(self) -> bool:
        """Whether at least one relay process runs."""
        return bool(self._pool.worker_pids())

    # What rooms call.

    async def open_room(self, room: RoomId, slots: int, observer: RelayObserver) -> None:
        """Make the room at the relay, as soon as there is one. Never raises.

        A room that is open already is made anew: whoever opens it twice has restarted, and its plans may count from
        an earlier version, which the relay would ignore.
        """
        if room in self._rooms:
            await self.close_room(room)
        state = _Room(room, slots, observer)
        self._rooms[room] = state
        await self._mend(state)

    async def close_room(self, room: RoomId) -> None:
        """Close the room with all its media; idempotent. Never raises."""
        state = self._rooms.pop(room, None)
        self._broken.discard(room)
        if state is None:
            return
        async with state.lock:
            state.open = False
            with suppress(RelayUnavailable):
                await self._pool.close_room(room)

    async def apply_plan(self, room: RoomId, plan: Plan) -> None:
        """Put the plan in force; returns when the relay has confirmed it, or after a bounded time. Never raises.

        A relay that does not confirm loses the room: it is closed there and made anew with the newest plan.
        """
        state = self._rooms.get(room)
        if state is None or (state.plan is not None and plan.version < state.plan.version):
            return
        state.plan = plan
        gone = [seat for seat in state.links if seat not in plan.seats]
        for seat in gone:
            del state.links[seat]
        if not state.open:
            return
        try:
            async with asyncio.timeout(PLAN_TIMEOUT_S):
                await self._pool.apply_plan(room, _to_wire(plan))
                for seat in gone:
                    await self._pool.remove_peer(room, seat)
        except (RelayUnavailable, TimeoutError) as error:
            self._lose(state, error)

    # What sessions call.

    async def connect(
        self, room: RoomId, seat: SeatId, slot: int, send: Callable[[MediaOffer], None], *, keep: bool
    ) -> None:
        """Link the seat's media. ``send`` gets every offer, the first one now or when the relay is back.

        Args:
            keep: The same page came back: a connection that it has answered goes on, without an offer.
        """
        state = self._rooms.get(room)
        if state is None or (state.plan is not None and seat not in state.plan.seats):
            _log.info("relay.seat_gone", extra={"room": room, "seat": seat})
            return
        link = state.links.get(seat)
        if link is None:
            link = state.links[seat] = _Link(slot, send, generation=state.generations.get(seat, 0))
        link.slot, link.send = slot, send
        if keep and link.connection is not None and link.answered:
            if link.up:
                state.observer.media_up(seat)
            return
        await self._offer(state, seat, link, after=link.generation)

    async def answer(self, room: RoomId, seat: SeatId, generation: int, sdp: str) -> None:
        """Hand over the client's answer.

        Raises:
            MediaRefused: ``media.stale_generation``, ``media.answer_refused`` with a reason, ``media.unavailable``.
        """
        state, link = self._find(room, seat)
        if generation != link.generation:
            raise MediaRefused("media.stale_generation")
        connection = link.connection
        if connection is None:
            raise MediaRefused("media.unavailable")
        try:
            await self._pool.answer(room, seat, connection, sdp)
        except (AnswerRefused, RelayUnavailable) as error:
            if error.code in ("peer.replaced", "peer.unknown"):
                raise MediaRefused("media.stale_generation") from error
            if isinstance(error, AnswerRefused):
                raise MediaRefused("media.answer_refused", error.code) from error
            self._lose(state, error)
            raise MediaRefused("media.unavailable") from error
        if link.connection == connection:
            link.answered = True

    async def restart(self, room: RoomId, seat: SeatId, generation: int) -> None:
        """Make a new offer unless a newer generation exists. Raises MediaRefused (``media.unavailable``)."""
        state, link = self._find(room, seat)
        if not state.open:
            raise MediaRefused("media.unavailable")
        await self._offer(state, seat, link, after=generation)

    def _find(self, room: RoomId, seat: SeatId) -> tuple[_Room, _Link]:
        state = self._rooms.get(room)
        link = state.links.get(seat) if state else None
        if state is None or link is None:
            raise MediaRefused("media.unavailable")
        return state, link

    async def _offer(self, state: _Room, seat: SeatId, link: _Link, *, after: int) -> None:
        """Make a new peer and send its offer, unless one was made since generation ``after``."""
        async with state.lock:
            if not state.open or state.links.get(seat) is not link or link.generation > after:
                return
            self._cut(state, seat, link)
            try:
                offered = await self._pool.add_peer(state.id, seat, link.slot)
            except RelayUnavailable as error:
                if error.code in _SEAT_REFUSALS:
                    _log.error(
                        "relay.seat_refused", extra={"room": state.id, "seat": seat, "code": error.code}
                    )
                else:
                    self._lose(state, error)
                return
            if not state.open:
                return
            if state.links.get(seat) is not link:
                with suppress(RelayUnavailable):
                    await self._pool.remove_peer(state.id, seat)
                return
            link.generation = state.generations[seat] = link.generation + 1
            link.connection = offered.connection
            link.send(MediaOffer(link.generation, offered.sdp))

    # What the relay reports.

    def _on_event(self, event: RelayEvent) -> None:
        state = self._rooms.get(RoomId(event.room))
        if state is None:
            return
        match event:
            case RoomLost():
                self._lose(state, None)
            case Speaking(peers=peers):
                state.observer.speaking(frozenset(SeatId(peer) for peer in peers))
            case PeerConnected(peer=peer, connection=connection):
                link = state.links.get(SeatId(peer))
                if link is not None and link.connection == connection:
                    link.up = True
                    state.observer.media_up(SeatId(peer))
            case PeerLost(peer=peer, connection=connection):
                link = state.links.get(SeatId(peer))
                if link is not None and link.connection == connection:
                    self._cut(state, SeatId(peer), link)

    def _cut(self, state: _Room, seat: SeatId, link: _Link) -> None:
        """The seat has no peer any more."""
        link.connection = None
        link.answered = False
        if link.up:
            link.up = False
            state.observer.media_down(seat)

    # Mending.

    def _lose(self, state: _Room, error: Exception | None) -> None:
        """The relay has lost the room, or cannot be trusted with it: nothing of it counts until it is mended."""
        if self._rooms.get(state.id) is not state:
            return
        if not state.down:
            code = getattr(error, "code", "relay.timeout" if error else "room.lost")
            _log.warning("relay.room_down", extra={"room": state.id, "code": code})
            state.down = True
            state.observer.relay_down(True)
            state.observer.speaking(frozenset())
        state.open = False
        for seat, link in state.links.items():
            self._cut(state, seat, link)
        self._broken.add(state.id)
        self._wake.set()

    async def _keep_mending(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            async with asyncio.TaskGroup() as tasks:
                for room in sorted(self._broken):
                    tasks.create_task(self._mend(self._rooms[room]), name=f"relay:mend:{room}")
            if self._broken:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._retry_s):
                        await self._wake.wait()
                self._wake.set()

    async def _mend(self, state: _Room) -> None:
        """Bring the room to the relay as it should be; on failure it stays broken and is tried again."""
        try:
            async with state.lock:
                if self._rooms.get(state.id) is not state:
                    return
                # Closed first: whatever the relay still has of the room may be older than what is known here.
                await self._pool.close_room(state.id)
                await self._pool.open_room(state.id, RoomOptions(slots=state.slots))
                applied: Plan | None = None
                while state.plan is not None and state.plan is not applied:
                    applied = state.plan
                    await self._pool.apply_plan(state.id, _to_wire(applied))
                state.open = True
                self._broken.discard(state.id)
        except RelayUnavailable as error:
            self._lose(state, error)
            return
        for seat, link in list(state.links.items()):
            if link.connection is None:
                await self._offer(state, seat, link, after=link.generation)
        if state.down and state.open:
            state.down = False
            _log.info("relay.room_up", extra={"room": state.id})
            state.observer.relay_down(False)


def _to_wire(plan: Plan) -> control.Plan:
    return control.Plan(
        plan.version,
        {
            seat: control.PeerPlan(slot=gate.slot, space=gate.space, audio=gate.audio, video=gate.video)
            for seat, gate in plan.seats.items()
        },
    )
