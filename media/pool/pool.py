"""The web process's door to the relay: owns the worker processes, spreads rooms over them, restarts the dead ones.

When a worker dies its rooms are gone. Once a replacement is ready, `RoomLost` is reported for each of them and the
caller opens the room again; until then its calls raise `RelayUnavailable`. A worker that is drained gives its rooms
away: each is closed on it and then reported as `RoomMoved`, so a room is on one worker or on none, and a plan that
closes somebody cannot miss a second copy. The empty worker ends, and a fresh one takes its place.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from media import control
from media.control import (
    LayersWanted,
    Offered,
    PeerConnected,
    PeerLost,
    PeerSilent,
    PicturesPaused,
    Quality,
    RelayPlan,
    RoomOptions,
    Speaking,
)
from media.counters import RoomStats
from media.errors import AnswerRefused, RelayUnavailable
from media.pool.placement import choose_worker
from media.pool.worker_link import CALL_TIMEOUT_S, WORKER_PROGRAM, WorkerLink
from media.pool.worker_slot import CarriedRoom, RelayRoomState, WorkerSlot, WorkerState
from media.sdp.answer import Lack, parse_answer

__all__ = [
    "CALL_TIMEOUT_S",
    "DRAIN_INTERVAL_S",
    "PoolOptions",
    "RelayEvent",
    "RelayPool",
    "RoomLost",
    "RoomMoved",
    "RelayRoomState",
    "WorkerState",
]

_logger = logging.getLogger(__name__)

DRAIN_INTERVAL_S = 1.0
"""The least time between two rooms that leave a worker: their people all connect anew, and not all at once."""
# A worker that dies at once again waits this long before the next start, doubled each time.
_FIRST_DELAY_S = 0.25
_MAX_DELAY_S = 10.0
_STABLE_S = 30.0


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """How the relay runs.

    Attributes:
        workers: how many processes.
        announce: addresses announced to clients.
        bind: local addresses of the sockets; each has UDP and TCP.
        port: UDP and TCP port of worker 0, the others follow; 0 for any.
        drain_interval_s: the least time between two rooms that leave a worker.
        program: what Python runs for a worker.
        own_addresses: where not empty, only what this machine sends from these or from a loopback address is taken.
    """

    workers: int = 1
    announce: tuple[str, ...] = ("127.0.0.1",)
    bind: tuple[str, ...] = ("127.0.0.1",)
    port: int = 0
    drain_interval_s: float = DRAIN_INTERVAL_S
    program: tuple[str, ...] = WORKER_PROGRAM
    own_addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomLost:
    """The worker that carried the room died and its replacement is ready: open the room again."""

    room: str


@dataclass(frozen=True, slots=True)
class RoomMoved:
    """The worker that carried the room has closed it, because it is drained: open the room again."""

    room: str


RelayEvent = (
    PeerConnected
    | PeerSilent
    | PeerLost
    | Speaking
    | LayersWanted
    | PicturesPaused
    | Quality
    | RoomLost
    | RoomMoved
)


class RelayPool:
    """The relay as the web process sees it.

    Args:
        options: how it runs.
        on_event: takes events; it must not block.
    """

    def __init__(self, options: PoolOptions, on_event: Callable[[RelayEvent], None]) -> None:
        self._options = options
        self._on_event = on_event
        self._workers = [WorkerSlot(index) for index in range(options.workers)]
        self._rooms: dict[str, WorkerSlot] = {}

    async def run(self, *, started: asyncio.Event | None = None) -> None:
        """Own the workers until cancelled; `started` is set once all of them are ready."""
        async with asyncio.TaskGroup() as tasks:
            for worker in self._workers:
                tasks.create_task(self._keep(worker, started), name=f"relay:{worker.index}")

    async def _keep(self, worker: WorkerSlot, started: asyncio.Event | None) -> None:
        """Keep one worker alive."""
        delay = 0.0
        while True:
            began = time.monotonic()
            worker.link = WorkerLink(
                self._command(worker.index),
                lambda event: self._on_worker(worker, event, started),
                self._options.program,
            )
            try:
                drained = await self._live(worker, worker.link)
            finally:
                # Calls for these rooms fail from here on, until they are opened again.
                worker.end_life()
            if drained:
                _logger.info("relay.worker_drained", extra={"worker": worker.index})
                continue
            worker.restarts += 1
            if time.monotonic() - began > _STABLE_S:
                delay = 0.0
            _logger.warning("relay.worker_restart", extra={"worker": worker.index, "delay_s": delay})
            await asyncio.sleep(delay)
            delay = min(_MAX_DELAY_S, max(_FIRST_DELAY_S, delay * 2))

    async def _live(self, worker: WorkerSlot, link: WorkerLink) -> bool:
        """One life of a worker; True if it ended because it was drained."""
        async with asyncio.TaskGroup() as tasks:
            draining = tasks.create_task(
                self._drain_when_asked(worker, link), name=f"relay:drain:{worker.index}"
            )
            await link.run()
            drained = draining.done()
            draining.cancel()
        return drained

    def _command(self, index: int) -> tuple[str, ...]:
        options = self._options
        port = options.port + index if options.port else 0
        announce = [part for address in options.announce for part in ("--announce", address)]
        own = [part for address in options.own_addresses for part in ("--only-from", address)]
        bind = [part for address in options.bind for part in ("--bind", address)]
        return (*announce, *own, *bind, "--port", str(port))

    def _on_worker(self, worker: WorkerSlot, event: control.Event, started: asyncio.Event | None) -> None:
        if not isinstance(event, control.Ready):
            # Connections are numbered per worker: what another worker says of a room must not pass for its own.
            if self._rooms.get(event.room) is worker:
                if event.room in worker.rooms:
                    worker.rooms[event.room].note(event)
                self._on_event(event)
            return
        lost, worker.lost = worker.lost, set()
        for room in sorted(lost):
            if self._rooms.get(room) is worker:
                del self._rooms[room]
                self._on_event(RoomLost(room))
        if started is not None and all(p.is_up for p in self._workers):
            started.set()

    def worker_pids(self) -> tuple[int, ...]:
        """The process ids of the workers that run."""
        pids = [worker.link.pid for worker in self._workers if worker.link is not None]
        return tuple(pid for pid in pids if pid is not None)

    def workers(self) -> tuple[WorkerState, ...]:
        """What an operator may know of the workers, worker 0 first."""
        return tuple(worker.describe() for worker in self._workers)

    def room_states(self) -> tuple[RelayRoomState, ...]:
        """What an operator may know of the rooms that are carried now, by id."""
        rooms = [room for worker in self._workers for room in worker.describe_rooms()]
        return tuple(sorted(rooms, key=lambda state: state.room))

    def drain(self, index: int) -> None:
        """Give this worker's rooms to the others, one by one, and then replace its process; idempotent.

        Raises:
            RelayUnavailable: `worker.unknown`; `worker.not_ready`; `worker.last`, when no other worker takes rooms.
        """
        worker = self._worker_at(index)
        if worker.drain.is_set():
            return
        if not worker.is_up:
            raise RelayUnavailable("worker.not_ready")
        if not self._others_take_rooms(worker):
            raise RelayUnavailable("worker.last")
        worker.drain.set()
        _logger.info("relay.drain_begins", extra={"worker": index, "count": len(worker.rooms)})

    def undrain(self, index: int) -> None:
        """Let this worker keep the rooms it still has, and take new ones; idempotent.

        Raises:
            RelayUnavailable: `worker.unknown`.
        """
        self._worker_at(index).drain.clear()

    def _worker_at(self, index: int) -> WorkerSlot:
        if not 0 <= index < len(self._workers):
            raise RelayUnavailable("worker.unknown")
        return self._workers[index]

    def _others_take_rooms(self, worker: WorkerSlot) -> bool:
        return any(other.takes_rooms for other in self._workers if other is not worker)

    async def _drain_when_asked(self, worker: WorkerSlot, link: WorkerLink) -> None:
        """Carry out a drain of one life of a worker; returns once it has no room left and was asked to end."""
        while True:
            await worker.drain.wait()
            # Without another worker a room that left would have nowhere to go: it stays until there is one.
            if self._others_take_rooms(worker):
                room = worker.next_to_leave()
                if room is None:
                    link.end()
                    return
                await self._move(room, worker, link)
            await asyncio.sleep(self._options.drain_interval_s)

    async def _move(self, room: str, worker: WorkerSlot, link: WorkerLink) -> None:
        """Close a room on the worker that is drained, and then report it; on failure it stays, for another try."""
        carried = worker.rooms.pop(room)
        worker.leaving.add(room)
        try:
            body = await link.call(control.CloseRoom(room))
        except RelayUnavailable as error:
            body = control.Refused(error.code)
        worker.leaving.discard(room)
        if self._rooms.get(room) is not worker:
            return
        if isinstance(body, control.Refused):
            _logger.warning(
                "relay.move_failed", extra={"worker": worker.index, "room": room, "code": body.code}
            )
            worker.rooms[room] = carried
            return
        del self._rooms[room]
        _logger.info("relay.room_moved", extra={"worker": worker.index, "room": room})
        self._on_event(RoomMoved(room))

    async def open_room(self, room: str, options: RoomOptions) -> None:
        """Open a room on the worker with the least to do; idempotent.

        Raises:
            RelayUnavailable: no worker is ready, the room is lost or just leaves its worker, or the options differ.
        """
        worker = self._rooms.get(room)
        if worker is None:
            index = choose_worker([worker.candidate() for worker in self._workers if worker.is_up])
            if index is None:
                raise RelayUnavailable("relay.not_ready")
            worker = self._workers[index]
            self._rooms[room] = worker
            worker.rooms[room] = CarriedRoom(time.monotonic())
            try:
                await self._done(room, control.OpenRoom(room, options))
            except RelayUnavailable:
                self._drop(room, worker)
                raise
            return
        await self._done(room, control.OpenRoom(room, options))

    async def close_room(self, room: str) -> None:
        """Close a room with its connections; idempotent, also for a lost one."""
        worker = self._rooms.get(room)
        if worker is None:
            return
        if room in worker.lost:
            self._drop(room, worker)
            return
        await self._done(room, control.CloseRoom(room))
        self._drop(room, worker)

    def _drop(self, room: str, worker: WorkerSlot) -> None:
        if self._rooms.get(room) is worker:
            del self._rooms[room]
        worker.rooms.pop(room, None)
        worker.lost.discard(room)

    async def add_peer(self, room: str, peer: str, slot: int) -> Offered:
        """Make a connection for a peer; an older one of the same peer is closed.

        Returns:
            The offer for the client and the connection's number.
        """
        body = await self._call(room, control.AddPeer(room, peer, slot))
        if not isinstance(body, Offered):
            raise _refusal(body)
        self._forget(room, peer, body.connection - 1)
        return body

    async def answer(self, room: str, peer: str, connection: int, sdp: str) -> tuple[Lack, ...]:
        """Read the client's answer and hand it over; returns what the client cannot do (`ParsedAnswer.unsupported`).

        It is read here, so that nobody's answer keeps the packets of a worker waiting.

        Raises:
            AnswerRefused: the answer is not acceptable, or the connection already has one.
            RelayUnavailable: as for every call; `peer.unknown` and `peer.replaced` for a connection that is gone.
        """
        answer = parse_answer(sdp)
        body = await self._call(room, control.Answer(room, peer, connection, answer))
        if not isinstance(body, control.Ok):
            raise _refusal(body)
        worker = self._rooms.get(room)
        if worker is not None and room in worker.rooms:
            worker.rooms[room].note_answer(peer, answer.unsupported)
        return answer.unsupported

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
        self._forget(room, peer, None)

    async def apply_plan(self, room: str, plan: RelayPlan) -> None:
        """Put a plan into force; when this returns nobody passes whom it closes."""
        await self._done(room, control.ApplyPlan(room, plan))

    async def stats(self, room: str) -> RoomStats:
        """A room's counters."""
        body = await self._call(room, control.GetStats(room))
        if not isinstance(body, control.Stats):
            raise _refusal(body)
        return body.stats

    def _forget(self, room: str, peer: str, connection: int | None) -> None:
        """Forget a peer's connections up to this number, or all: the worker reports no loss for those it closed."""
        worker = self._rooms.get(room)
        carried = worker.rooms.get(room) if worker is not None else None
        if carried is not None:
            carried.forget(peer, carried.connected.get(peer, 0) if connection is None else connection)

    async def _done(self, room: str, request: control.Request) -> None:
        body = await self._call(room, request)
        if not isinstance(body, control.Ok):
            raise _refusal(body)

    async def _call(self, room: str, request: control.Request) -> control.Body:
        worker = self._rooms.get(room)
        if worker is None:
            raise RelayUnavailable("room.unknown")
        if room in worker.lost or worker.link is None:
            raise RelayUnavailable("room.lost")
        if room in worker.leaving:
            raise RelayUnavailable("room.moving")
        return await worker.link.call(request)


def _refusal(body: control.Body) -> RelayUnavailable | AnswerRefused:
    code = body.code if isinstance(body, control.Refused) else "relay.protocol"
    return AnswerRefused(code) if code.startswith("answer.") else RelayUnavailable(code)
