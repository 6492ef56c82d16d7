"""Chooses the worker for the next room from the workers' own counters. Pure.

A room costs nothing when it opens and its full share minutes later, so by readings alone ten rooms opening at once would
all go to one worker. A room therefore counts with an estimate until a reading can include it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from media.counters import WorkerStats

__all__ = [
    "BUSY_SHARE",
    "SETTLE_S",
    "Candidate",
    "WorkerReading",
    "WorkerLoad",
    "choose_worker",
    "count_fresh",
    "measure",
]

BUSY_SHARE = 0.6
"""Above this share of a core a worker is called busy: video bursts start to queue behind each other."""
SETTLE_S = 60.0
"""How long a room counts with the estimate: its people join, and two readings are taken."""
# A room of eight in the benchmark of docs/relay.md, share of a core.
_ROOM_SHARE = 0.1
# The least a packet costs; a lower bound on machines that count CPU time coarsely.
_PACKET_S = 9e-6
# A timer this late counts as much as a whole core: packets sent then are late as well.
_FULL_LAG_MS = 200.0
# Smaller differences are noise; between equals the worker with fewer rooms wins.
_NOISE_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class WorkerReading:
    """A worker's counters and when they arrived, monotonic seconds."""

    at: float
    stats: WorkerStats


@dataclass(frozen=True, slots=True)
class WorkerLoad:
    """The load of a worker between two readings.

    Attributes:
        core_share: share of one core, 0 to 1; above 1 where libraries have threads of their own.
        packets_out_per_s: SRTP packets sent per second.
        rooms, peers: at the later reading.
        lag_ms: how late its timer was at worst.
    """

    core_share: float
    packets_out_per_s: float
    rooms: int
    peers: int
    lag_ms: float

    @property
    def strain(self) -> float:
        """The used share of a worker's capacity, 0 when idle; late timers count as load."""
        work = max(self.core_share, self.packets_out_per_s * _PACKET_S)
        return work + max(0.0, self.lag_ms) / _FULL_LAG_MS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A running worker, as a candidate for a room.

    Attributes:
        index: its number.
        rooms: rooms placed on it. fresh: those that no reading includes yet.
        load: None before its second reading.
        draining: accepts no rooms.
    """

    index: int
    rooms: int
    fresh: int
    load: WorkerLoad | None
    draining: bool

    @property
    def expected(self) -> float:
        """The strain expected once its fresh rooms are full."""
        return (self.load.strain if self.load else 0.0) + self.fresh * _ROOM_SHARE


def measure(before: WorkerReading | None, after: WorkerReading | None) -> WorkerLoad | None:
    """The load between two readings of the same process; None unless there are two, in order."""
    if before is None or after is None or after.at <= before.at:
        return None
    seconds = after.at - before.at
    return WorkerLoad(
        core_share=max(0.0, after.stats.cpu_s - before.stats.cpu_s) / seconds,
        packets_out_per_s=max(0, after.stats.packets_out - before.stats.packets_out) / seconds,
        rooms=after.stats.rooms,
        peers=after.stats.peers,
        lag_ms=after.stats.lag_ms,
    )


def count_fresh(placed_at: Sequence[float], before: WorkerReading | None) -> int:
    """How many rooms are not included in the load since this reading; all of them without a reading."""
    if before is None:
        return len(placed_at)
    return sum(1 for at in placed_at if at + SETTLE_S > before.at)


def choose_worker(candidates: Sequence[Candidate]) -> int | None:
    """The index of the worker for the next room: least strain, then fewest rooms; None if none accepts rooms."""
    takers = [candidate for candidate in candidates if not candidate.draining]
    if not takers:
        return None
    best = min(takers, key=lambda c: (int(c.expected / _NOISE_SHARE), c.rooms, c.index))
    return best.index
