"""The web process's door to the relay: owns the worker processes, spreads rooms over them, restarts the dead ones.

When a worker dies its rooms are gone. Once a replacement is ready, `RoomLost` is reported for each of them and the
caller opens the room again; until then its calls raise `RelayUnavailable`.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from media import control
from media.control import (
    LayersWanted,
    Offered,
    PeerConnected,
    PeerLost,
    PeerSilent,
    Plan,
    Quality,
    RoomOptions,
    Speaking,
)
from media.counters import RoomStats
from media.errors import AnswerRefused, RelayUnavailable
from media.link import CALL_TIMEOUT_S, WorkerLink

__all__ = [
    "CALL_TIMEOUT_S",
    "PoolOptions",
    "RelayEvent",
    "RelayPool",
    "RoomLost",
    "RoomMoved",
]

_logger = logging.getLogger(__name__)

# A worker that dies at once again waits this long before the next start, doubled each time.
_FIRST_DELAY_S = 0.25
_MAX_DELAY_S = 10.0
_STABLE_S = 30.0


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """How the relay runs.

    Attributes:
        workers: how many processes.
        announce: addresses that clients are told.
        bind: local address of the UDP sockets.
        port: UDP port of worker 0, the others follow; 0 for any.
    """

    workers: int = 1
    announce: tuple[str, ...] = ("127.0.0.1",)
    bind: str = "127.0.0.1"
    port: int = 0


@dataclass(frozen=True, slots=True)
class RoomLost:
    """The worker that carried the room died and its replacement is ready: open the room again."""

    room: str


@dataclass(frozen=True, slots=True)
class RoomMoved:
    """The worker that carries the room takes no more and will go: open the room again, it comes to another one."""

    room: str


RelayEvent = PeerConnected | PeerSilent | PeerLost | Speaking | LayersWanted | Quality | RoomLost | RoomMoved


@dataclass(slots=True)
class _Place:
    """One worker's place: the link of its present life, and the rooms on it.

    `lost` are the rooms of the life before, until the replacement is ready.
    """

    link: WorkerLink | None = None
    rooms: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)


class RelayPool:
    """The relay as the web process sees it.

    Args:
        options: how it runs.
        on_event: takes events; it must not block.
    """

    def __init__(self, options: PoolOptions, on_event: Callable[[RelayEvent], None]) -> None:
        self._options = options
        self._on_event = on_event
        self._places = [_Place() for _ in range(options.workers)]
        self._rooms: dict[str, _Place] = {}

    async def run(self, *, started: asyncio.Event | None = None) -> None:
        """Own the workers until cancelled; `started` is set once all of them are ready."""
        async with asyncio.TaskGroup() as tasks:
            for index, place in enumerate(self._places):
                tasks.create_task(self._keep(index, place, started), name=f"relay:{index}")

    async def _keep(self, index: int, place: _Place, started: asyncio.Event | None) -> None:
        """Keep one worker alive."""
        delay = 0.0
        while True:
            began = time.monotonic()
            place.link = WorkerLink(
                self._command(index), lambda event: self._on_worker(place, event, started)
            )
            try:
                await place.link.run()
            finally:
                # Calls for these rooms fail from here on, until they are opened again.
                place.lost |= place.rooms
                place.rooms.clear()
                place.link = None
            if time.monotonic() - began > _STABLE_S:
                delay = 0.0
            _logger.warning("relay.worker_restart worker=%d delay_s=%.2f", index, delay)
            await asyncio.sleep(delay)
            delay = min(_MAX_DELAY_S, max(_FIRST_DELAY_S, delay * 2))

    def _command(self, index: int) -> tuple[str, ...]:
        options = self._options
        port = options.port + index if options.port else 0
        announce = [part for address in options.announce for part in ("--announce", address)]
        return (*announce, "--bind", options.bind, "--port", str(port))

    def _on_worker(self, place: _Place, event: control.Event, started: asyncio.Event | None) -> None:
        if not isinstance(event, control.Ready):
            self._on_event(event)
            return
        lost, place.lost = place.lost, set()
        for room in sorted(lost):
            if self._rooms.get(room) is place:
                del self._rooms[room]
                self._on_event(RoomLost(room))
        if started is not None and all(p.link is not None and p.link.is_up for p in self._places):
            started.set()

    def worker_pids(self) -> tuple[int, ...]:
        """The process ids of the workers that run."""
        pids = [place.link.pid for place in self._places if place.link is not None]
        return tuple(pid for pid in pids if pid is not None)

    async def open_room(self, room: str, options: RoomOptions) -> None:
        """Open a room on the worker with the least rooms; idempotent.

        Raises:
            RelayUnavailable: no worker is ready, the room is lost, or the options differ.
        """
        place = self._rooms.get(room)
        if place is None:
            ready = [p for p in self._places if p.link is not None and p.link.is_up]
            if not ready:
                raise RelayUnavailable("relay.not_ready")
            place = min(ready, key=lambda p: len(p.rooms))
            self._rooms[room] = place
            place.rooms.add(room)
            try:
                await self._done(room, control.OpenRoom(room, options))
            except RelayUnavailable:
                self._drop(room, place)
                raise
            return
        await self._done(room, control.OpenRoom(room, options))

    async def close_room(self, room: str) -> None:
        """Close a room with its connections; idempotent, also for a lost one."""
        place = self._rooms.get(room)
        if place is None:
            return
        if room in place.lost:
            self._drop(room, place)
            return
        await self._done(room, control.CloseRoom(room))
        self._drop(room, place)

    def _drop(self, room: str, place: _Place) -> None:
        if self._rooms.get(room) is place:
            del self._rooms[room]
        place.rooms.discard(room)
        place.lost.discard(room)

    async def add_peer(self, room: str, peer: str, slot: int) -> Offered:
        """Make a connection for a peer; an older one of the same peer is closed.

        Returns:
            The offer for the client and the connection's number.
        """
        body = await self._call(room, control.AddPeer(room, peer, slot))
        if not isinstance(body, Offered):
            raise _refusal(body)
        return body

    async def answer(self, room: str, peer: str, connection: int, sdp: str) -> None:
        """Hand over the client's answer.

        Raises:
            AnswerRefused: the answer is not acceptable, or the connection already has one.
            RelayUnavailable: as for every call; `peer.unknown` and `peer.replaced` for a connection that is gone.
        """
        body = await self._call(room, control.Answer(room, peer, connection, sdp))
        if not isinstance(body, control.Ok):
            raise _refusal(body)

    async def restart_ice(self, room: str, peer: str, connection: int) -> Offered:
        """Make new ICE credentials for a connection; returns the offer that carries them, the answer follows.

        Raises:
            RelayUnavailable: as for every call; `peer.unknown`, `peer.replaced` or `peer.not_connected`.
        """
        body = await self._call(room, control.RestartIce(room, peer, connection))
        if not isinstance(body, Offered):
            raise _refusal(body)
        return body

    async def set_tiles(self, room: str, peer: str, heights: dict[int, int]) -> None:
        """Say how high each slot is shown at a peer, device pixels; slots that are not named are not shown."""
        await self._done(room, control.SetTiles(room, peer, heights))

    async def remove_peer(self, room: str, peer: str) -> None:
        """Close a peer's connection; idempotent."""
        await self._done(room, control.RemovePeer(room, peer))

    async def apply_plan(self, room: str, plan: Plan) -> None:
        """Put a plan into force; when this returns nobody passes whom it closes."""
        await self._done(room, control.ApplyPlan(room, plan))

    async def stats(self, room: str) -> RoomStats:
        """A room's counters."""
        body = await self._call(room, control.GetStats(room))
        if not isinstance(body, control.Stats):
            raise _refusal(body)
        return body.stats

    async def _done(self, room: str, request: control.Request) -> None:
        body = await self._call(room, request)
        if not isinstance(body, control.Ok):
            raise _refusal(body)

    async def _call(self, room: str, request: control.Request) -> control.Body:
        place = self._rooms.get(room)
        if place is None:
            raise RelayUnavailable("room.unknown")
        if room in place.lost or place.link is None:
            raise RelayUnavailable("room.lost")
        return await place.link.call(request)


def _refusal(body: control.Body) -> RelayUnavailable | AnswerRefused:
    code = body.code if isinstance(body, control.Refused) else "relay.protocol"
    return AnswerRefused(code) if code.startswith("answer.") else RelayUnavailable(code)
