"""One worker's place in the pool: the link of its present life, the rooms on it, and what outsiders may know of both."""

import asyncio
from dataclasses import dataclass, field

from media import control
from media.counters import PeerQuality, WorkerStats
from media.pool.placement import Candidate, WorkerLoad, count_fresh, measure
from media.pool.worker_link import WorkerLink

__all__ = ["CarriedRoom", "WorkerSlot", "RelayRoomState", "WorkerState"]


@dataclass(frozen=True, slots=True)
class WorkerState:
    """What an operator may know of one worker.

    Attributes:
        index: its number, 0 first.
        up: calls can be made.
        draining: takes no room, and its rooms leave one by one.
        rooms: how many are placed on it.
        load: None before its second reading.
        stats: its counters; None before its first reading.
        restarts: lives that ended without being asked to.
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
    """What an operator may know of one room.

    Attributes:
        room: its id. worker: which one carries it.
        connected: peers whose connection is up, sorted.
        quality: of those connections, as told last.
        unsupported: by peer, what it cannot do for want of a common format (`ParsedAnswer.unsupported`).
    """

    room: str
    worker: int
    connected: tuple[str, ...]
    quality: dict[str, PeerQuality]
    unsupported: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class CarriedRoom:
    """A room on a worker: when it came (monotonic seconds), and what the worker told of it since.

    Attributes:
        connected: the number of each peer's connection that is up.
        quality: of connections, as told last.
        unsupported: of those who answered, what they cannot do for want of a common format.
    """

    placed_at: float
    connected: dict[str, int] = field(default_factory=dict)
    quality: dict[str, PeerQuality] = field(default_factory=dict)
    unsupported: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def note_answer(self, peer: str, unsupported: tuple[str, ...]) -> None:
        """Keep what a peer's newest answer leaves out."""
        self.unsupported.pop(peer, None)
        if unsupported:
            self.unsupported[peer] = unsupported

    def note(self, event: control.Event) -> None:
        """Keep what an event says about who is connected, and how well."""
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
        """This connection of the peer is gone, and with it every older one."""
        if self.connected.get(peer, connection) <= connection:
            self.connected.pop(peer, None)
            self.quality.pop(peer, None)
            self.unsupported.pop(peer, None)


@dataclass(slots=True)
class WorkerSlot:
    """One worker's place.

    Attributes:
        link: of its present life; None between two lives.
        rooms: that it carries.
        leaving: rooms being closed on it because they go elsewhere; calls for them fail.
        lost: rooms of the life before, until the replacement is ready.
        drain: set while it takes no room and gives away those it has.
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
        """The process is gone: its rooms are lost, and a drain has reached its end one way or the other."""
        self.lost |= self.rooms.keys() | self.leaving
        self.rooms.clear()
        self.leaving.clear()
        self.link = None
        self.drain.clear()

    def next_to_leave(self) -> str | None:
        """The room that leaves next in a drain: one that nobody is connected to if there is one."""
        return min(self.rooms, key=lambda room: (len(self.rooms[room].connected), room), default=None)

    def candidate(self) -> Candidate:
        """This worker for `placement.choose_worker`."""
        before = self.link.readings[0] if self.link is not None else None
        fresh = count_fresh([carried.placed_at for carried in self.rooms.values()], before)
        return Candidate(self.index, len(self.rooms), fresh, self._load(), self.drain.is_set())

    def describe(self) -> WorkerState:
        """What an operator may know."""
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
        """What an operator may know of the rooms here."""
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
