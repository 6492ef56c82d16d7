"""One slot of the pool: the link to its present worker process, its rooms, and their state for operators."""

import asyncio
from dataclasses import dataclass, field

from media import control
from media.counters import PeerQuality, WorkerStats
from media.pool.placement import Candidate, WorkerLoad, count_fresh, measure
from media.pool.worker_link import WorkerLink

__all__ = ["CarriedRoom", "WorkerSlot", "RelayRoomState", "WorkerState"]


@dataclass(frozen=True, slots=True)
class WorkerState:
    """The state of one worker, for operators.

    Attributes:
        index: its number, from 0.
        up: calls can be made.
        draining: it accepts no rooms, and its rooms leave one by one.
        rooms: rooms placed on it.
        load: None before its second reading.
        stats: its counters; None before its first reading.
        restarts: how often the process ended without being asked to.
    """

    index: int
    up: bool
    draining: bool
    rooms: int
    load: WorkerLoad | None
    stats: WorkerStats | None
    restarts: int


@dataclass(frozen=True, slots=True)
class RelayRoomState:
    """The state of one room, for operators.

    Attributes:
        room: its id. worker: the one it runs on.
        connected: peers whose connection is up, sorted.
        quality: of those connections, as last reported.
        unsupported: by peer, what it cannot do for lack of a common format (`ParsedAnswer.unsupported`).
    """

    room: str
    worker: int
    connected: tuple[str, ...]
    quality: dict[str, PeerQuality]
    unsupported: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class CarriedRoom:
    """A room on a worker: when it was placed (monotonic seconds), and what the worker has reported of it since.

    Attributes:
        connected: for each connected peer, the number of its connection.
        quality: of connections, as last reported.
        unsupported: by peer that answered, what it cannot do for lack of a common format.
    """

    placed_at: float
    connected: dict[str, int] = field(default_factory=dict)
    quality: dict[str, PeerQuality] = field(default_factory=dict)
    unsupported: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def note_answer(self, peer: str, unsupported: tuple[str, ...]) -> None:
        """Note what a peer's newest answer cannot support."""
        self.unsupported.pop(peer, None)
        if unsupported:
            self.unsupported[peer] = unsupported

    def note(self, event: control.Event) -> None:
        """Note what an event says about connections and their quality."""
        match event:
            case control.PeerConnected(peer=peer, connection=connection):
                self.connected[peer] = connection
            case control.PeerSilent(peer=peer, connection=connection):
                self.forget(peer, connection)
            case control.PeerLost(peer=peer, connection=connection):
                self.forget(peer, connection)
            case control.Quality(peers=peers):
                self.quality = dict(peers)

    def forget(self, peer: str, connection: int) -> None:
        """Forget this connection of the peer and every older one."""
        if self.connected.get(peer, connection) <= connection:
            self.connected.pop(peer, None)
            self.quality.pop(peer, None)
            self.unsupported.pop(peer, None)


@dataclass(slots=True)
class WorkerSlot:
    """One slot of the pool: a worker process and its replacements.

    Attributes:
        link: to the present process; None between two processes.
        rooms: the rooms on it.
        leaving: rooms being closed on it because they move; calls for them fail.
        lost: rooms of the previous process, until the replacement is ready.
        drain: set while it accepts no rooms and gives up those it has.
    """

    index: int
    link: WorkerLink | None = None
    rooms: dict[str, CarriedRoom] = field(default_factory=dict)
    leaving: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    restarts: int = 0
    drain: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_up(self) -> bool:
        """Whether calls can be made."""
        return self.link is not None and self.link.is_up

    @property
    def takes_rooms(self) -> bool:
        """Whether a room may be placed here now."""
        return self.is_up and not self.drain.is_set()

    def end_life(self) -> None:
        """The process ended: its rooms are lost, and any drain is over."""
        self.lost |= self.rooms.keys() | self.leaving
        self.rooms.clear()
        self.leaving.clear()
        self.link = None
        self.drain.clear()

    def next_to_leave(self) -> str | None:
        """The next room to leave in a drain: one without connected peers, if there is one."""
        return min(self.rooms, key=lambda room: (len(self.rooms[room].connected), room), default=None)

    def candidate(self) -> Candidate:
        """This worker, for `placement.choose_worker`."""
        before = self.link.readings[0] if self.link is not None else None
        fresh = count_fresh([carried.placed_at for carried in self.rooms.values()], before)
        return Candidate(self.index, len(self.rooms), fresh, self._load(), self.drain.is_set())

    def describe(self) -> WorkerState:
        """The worker's state, for operators."""
        last = self.link.readings[1] if self.link is not None else None
        return WorkerState(
            index=self.index,
            up=self.is_up,
            draining=self.drain.is_set(),
            rooms=len(self.rooms) + len(self.leaving),
            load=self._load(),
            stats=last.stats if last else None,
            restarts=self.restarts,
        )

    def describe_rooms(self) -> list[RelayRoomState]:
        """The state of its rooms, for operators."""
        return [
            RelayRoomState(
                room,
                self.index,
                tuple(sorted(carried.connected)),
                dict(carried.quality),
                dict(carried.unsupported),
            )
            for room, carried in self.rooms.items()
        ]

    def _load(self) -> WorkerLoad | None:
        return measure(*self.link.readings) if self.link is not None else None
