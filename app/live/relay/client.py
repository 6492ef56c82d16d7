"""The relay client: what rooms and sessions call, on top of the pool of worker processes.

It keeps what a worker loses when it dies: each room's last plan, the seats that want media, and the height at which they
show each other. A room whose worker is gone or draining is restored: opened again, its plan applied, and a new offer
sent to every linked seat. Generations are counted here per seat and never restart, unlike a worker's connection numbers.
An answer is forwarded only with the connection number of its own generation, so it cannot reach a newer peer.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import msgspec

from app.live.relay.link_states import LinkEvent
from app.live.relay.ports import RelayCalls, RelayObserver
from app.live.relay.restarts import Restarts
from app.live.relay.room import MediaLink, RelayRoom, options_of, plan_to_wire
from media.errors import AnswerRefused, RelayUnavailable
from media.pool.patience import fair_timeout
from media.pool.pool import RelayEvent, RoomLost, RoomMoved
from rooms.model.ids import RoomId, SeatId
from rooms.model.policy.policy import RoomPolicy
from rooms.plan import Plan
from rooms.runtime.ports import Clock
from signaling.ports import FormatsMissing, MediaEvent, MediaRefused

__all__ = ["MADE_AT_ONCE", "PLAN_TIMEOUT_S", "RelayClient"]

PLAN_TIMEOUT_S = 2.0
"""How long a room waits for its plan to be confirmed; after that its relay room is closed and recreated."""
MADE_AT_ONCE = 8
"""Connections created at a time, so that plans are not queued behind many arrivals."""
_RETRY_S = 0.5
# Refusals that concern one seat; the room is fine.
_SEAT_REFUSALS = frozenset({"room.full", "peer.slot_unknown"})
# Refusals that mean the connection is gone or never existed.
_GONE = frozenset({"peer.unknown", "peer.replaced", "peer.not_connected"})

_log = logging.getLogger(__name__)


class RelayClient:
    """Implements ``rooms.runtime.ports.Relay`` and ``signaling.ports.Media``.

    Args:
        make_pool: Builds the pool, given the callable that takes its events.
        clock: Limits how often a seat may ask for a new connection.
        picture_height: The largest picture that cameras send, in pixels, whatever a room's policy says.
        retry_s: How long to wait before retrying a room that could not be restored.
    """

    def __init__(
        self,
        make_pool: Callable[[Callable[[RelayEvent], None]], RelayCalls],
        clock: Clock,
        *,
        picture_height: int = 720,
        retry_s: float = _RETRY_S,
    ) -> None:
        self._pool = make_pool(self._on_event)
        self._clock = clock
        self._picture_height = picture_height
        self._retry_s = retry_s
        self._rooms: dict[RoomId, RelayRoom] = {}
        # Rooms to restore; a set, so it is bounded by the open rooms.
        self._broken: set[RoomId] = set()
        self._wake = asyncio.Event()
        self._making = asyncio.Semaphore(MADE_AT_ONCE)

    async def run(self, *, started: asyncio.Event | None = None) -> None:
        """Own the worker processes and restore rooms until cancelled; ``started`` is set once all workers are ready."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._pool.run(started=started), name="relay:pool")
            tasks.create_task(self._keep_restoring(), name="relay:restore")

    @property
    def has_worker(self) -> bool:
        """Whether at least one relay process can be called."""
        return any(worker.up for worker in self._pool.workers())

    @property
    def pool(self) -> RelayCalls:
        """The relay itself, for monitoring and for draining workers."""
        return self._pool

    # What rooms call.

    async def open_room(self, room: RoomId, policy: RoomPolicy, observer: RelayObserver) -> None:
        """Create the room at the relay as soon as a worker is available. Never raises.

        A room that is already open is recreated: its owner has restarted, and its plans may count from an earlier
        version, which the relay would ignore.
        """
        if room in self._rooms:
            await self.close_room(room)
        state = RelayRoom(room, options_of(policy, self._picture_height), observer)
        self._rooms[room] = state
        await self._restore(state)

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
        """Apply the plan; return when the relay has confirmed it, or after a bounded time. Never raises.

        Without a confirmation the room is closed at the relay and recreated with the newest plan.
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
            async with fair_timeout(PLAN_TIMEOUT_S):
                await self._pool.apply_plan(room, plan_to_wire(plan))
                for seat in gone:
                    await self._pool.remove_peer(room, seat)
        except (RelayUnavailable, TimeoutError) as error:
            self._lose(state, error)

    # What sessions call.

    async def connect(
        self, room: RoomId, seat: SeatId, slot: int, send: Callable[[MediaEvent], None], *, keep: bool
    ) -> None:
        """Link the seat's media. ``send`` gets every offer, the first one now or when the relay is back.

        Args:
            keep: The same page came back: a connection that it has answered continues without an offer. Otherwise the
                tiles that another page reported are discarded.
        """
        state = self._rooms.get(room)
        if state is None or (state.plan is not None and seat not in state.plan.seats):
            _log.info("relay.seat_gone", extra={"room": room, "seat": seat})
            return
        link = state.links.get(seat)
        if link is None:
            link = state.links[seat] = MediaLink(slot, send, generation=state.generations.get(seat, 0))
        link.slot, link.send = slot, send
        if not keep:
            link.heights = None
            await self._disconnect(state, seat, link)
        if keep and link.answered:
            link.send_layers()
            link.send_paused()
            if link.up:
                state.observer.media_up(seat)
            return
        await self._offer(state, seat, link, after=link.generation)

    async def answer(self, room: RoomId, seat: SeatId, generation: int, sdp: str) -> None:
        """Forward the client's answer.

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
            cannot = await self._pool.answer(room, seat, connection, sdp)
        except (AnswerRefused, RelayUnavailable) as error:
            if error.code in _GONE:
                raise MediaRefused("media.stale_generation") from error
            if isinstance(error, AnswerRefused):
                raise MediaRefused("media.answer_refused", error.code) from error
            self._lose(state, error)
            raise MediaRefused("media.unavailable") from error
        if link.connection == connection:
            link.move(LinkEvent.ANSWERED)
            if cannot:
                link.send(FormatsMissing(generation, cannot))

    async def restart(self, room: RoomId, seat: SeatId, generation: int, *, fresh: bool) -> None:
        """Make an offer unless a newer generation exists. Raises MediaRefused.

        The codes: ``media.unavailable``; ``media.too_soon`` with the seconds to wait, for a page that keeps asking.
        An answered connection gets an ICE restart, if the relay still has it and ``fresh`` is not set.
        """
        state, link = self._find(room, seat)
        if not state.open:
            raise MediaRefused("media.unavailable")
        if generation >= link.generation:
            now = self._clock.steady()
            wait_s = state.restarts.setdefault(seat, Restarts(now)).ask(now)
            if wait_s:
                raise MediaRefused("media.too_soon", str(wait_s))
        if fresh or not link.answered or not await self._restart_ice(state, seat, link, generation):
            await self._offer(state, seat, link, after=generation)

    async def set_tiles(self, room: RoomId, seat: SeatId, heights: Mapping[int, int]) -> None:
        """Store the height at which the seat shows each slot; unknown slots are ignored. Raises MediaRefused."""
        state, link = self._find(room, seat)
        link.heights = {slot: px for slot, px in heights.items() if slot < state.options.slots}
        await self._send_tiles(state, seat, link)

    async def stats(self, room: RoomId) -> dict[str, Any]:
        """Return the relay's counters of the room by seat id, without unused slots. Raises MediaRefused."""
        try:
            found = await self._pool.stats(room)
        except RelayUnavailable as error:
            raise MediaRefused("media.unavailable") from error
        plain: dict[str, Any] = msgspec.to_builtins(found)
        for peer in plain["peers"].values():
            peer["slots"] = [slot for slot in peer["slots"] if slot["packets"]]
        return plain

    def _find(self, room: RoomId, seat: SeatId) -> tuple[RelayRoom, MediaLink]:
        state = self._rooms.get(room)
        link = state.links.get(seat) if state else None
        if state is None or link is None:
            raise MediaRefused("media.unavailable")
        return state, link

    async def _offer(self, state: RelayRoom, seat: SeatId, link: MediaLink, *, after: int) -> None:
        """Make a new peer and send its offer, unless one was made since generation ``after``."""
        async with state.lock:
            if not state.open or state.links.get(seat) is not link or link.generation > after:
                return
            await self._disconnect(state, seat, link)
            try:
                async with self._making:
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
            state.offer(seat, link, offered, restart=False)
        await self._send_tiles(state, seat, link)

    async def _disconnect(self, state: RelayRoom, seat: SeatId, link: MediaLink) -> None:
        """Close the present connection at once: the next one may have to wait, or may never be created.

        A page that was replaced receives nothing more, even after its successor has left.
        """
        if link.connection is None:
            return
        state.cut(seat, link)
        try:
            await self._pool.remove_peer(state.id, seat)
        except RelayUnavailable as error:
            self._lose(state, error)

    async def _restart_ice(self, state: RelayRoom, seat: SeatId, link: MediaLink, generation: int) -> bool:
        """Offer new ICE credentials for the present connection; return whether there is nothing more to do."""
        async with state.lock:
            connection = link.connection
            if generation != link.generation or connection is None or state.links.get(seat) is not link:
                return False
            try:
                offered = await self._pool.restart_ice(state.id, seat, connection)
            except RelayUnavailable as error:
                if error.code in _GONE:
                    return False
                self._lose(state, error)
                raise MediaRefused("media.unavailable") from error
            if link.connection == connection:
                state.offer(seat, link, offered, restart=True)
            return True

    async def _send_tiles(self, state: RelayRoom, seat: SeatId, link: MediaLink) -> None:
        """Send the seat's tiles to the relay, if they are known and there is a connection."""
        if link.heights is None or link.connection is None or not state.open:
            return
        # Without them pictures have another size, which is no reason to recreate the room.
        with suppress(RelayUnavailable):
            await self._pool.set_tiles(state.id, seat, link.heights)

    # What the relay reports.

    def _on_event(self, event: RelayEvent) -> None:
        state = self._rooms.get(RoomId(event.room))
        if state is None:
            return
        if isinstance(event, RoomLost | RoomMoved):
            self._lose(state, None)
        else:
            state.on_report(event)

    # Restoring.

    def _lose(self, state: RelayRoom, error: Exception | None) -> None:
        """Discard what the relay has of the room: it lost the room, or its state is unknown. Then restore it."""
        if self._rooms.get(state.id) is not state:
            return
        if not state.down:
            code = getattr(error, "code", "relay.timeout" if error else "room.lost")
            _log.warning("relay.room_down", extra={"room": state.id, "code": code})
            state.down = True
            state.observer.relay_down(True)
            state.observer.speaking(frozenset())
            state.observer.speech((), 0.0, 0.0, frozenset())
        state.open = False
        for seat, link in state.links.items():
            state.cut(seat, link)
        self._broken.add(state.id)
        self._wake.set()

    async def _keep_restoring(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            async with asyncio.TaskGroup() as tasks:
                for room in sorted(self._broken):
                    tasks.create_task(self._restore(self._rooms[room]), name=f"relay:restore:{room}")
            if self._broken:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._retry_s):
                        await self._wake.wait()
                self._wake.set()

    async def _restore(self, state: RelayRoom) -> None:
        """Recreate the room at the relay; on failure it stays broken and is retried."""
        try:
            async with state.lock:
                if self._rooms.get(state.id) is not state:
                    return
                # Close it first: what the relay still has of the room may be outdated.
                await self._pool.close_room(state.id)
                await self._pool.open_room(state.id, state.options)
                applied: Plan | None = None
                while state.plan is not None and state.plan is not applied:
                    applied = state.plan
                    await self._pool.apply_plan(state.id, plan_to_wire(applied))
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
