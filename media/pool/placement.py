"""Which worker gets the next room, from what the workers say about themselves. Pure.

A room costs nothing when it opens and its full share some minutes later, so the readings alone would send ten rooms
that open at once to one worker: a room counts with an estimate until a reading has had the time to show it.
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
"""From this share of a core on a worker is called busy: bursts of pictures begin to wait for each other."""
SETTLE_S = 60.0
"""How long a room counts with the estimate: the time in which its people come, and two readings are taken."""
# What a room of eight takes by the benchmark in docs/relay.md, share of a core.
_ROOM_SHARE = 0.1
# What a packet takes at least; holds the share up on machines that count CPU time coarsely.
_PACKET_S = 9e-6
# A timer that is this late counts as much as a whole core: what is sent then is late as well.
_FULL_LAG_MS = 200.0
# Smaller differences are noise of the readings; between equals the worker with fewer rooms is better.
_NOISE_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class WorkerReading:
    """A worker's counters and when they came, monotonic seconds."""

    at: float
    stats: WorkerStats


@dataclass(frozen=True, slots=True)
class WorkerLoad:
    """What a worker did between two readings.

    Attributes:
        core_share: of one core, 0 to 1; above 1 where libraries have threads of their own.
        packets_out_per_s: SRTP packets sent per second.
        rooms, peers: at the later reading.
        lag_ms: how late its timer was, at worst.
    """

    core_share: float
    packets_out_per_s: float
    rooms: int
    peers: int
    lag_ms: float

    @property
    def strain(self) -> float:
        """How much of what one worker can do is taken, 0 for an idle one; late timers count as work."""
        work = max(self.core_share, self.packets_out_per_s * _PACKET_S)
        return work + max(0.0, self.lag_ms) / _FULL_LAG_MS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A worker that is up, when a room looks for a place.

    Attributes:
        index: which one.
        rooms: how many are placed on it. fresh: how many of them no reading shows yet.
        load: None before its second reading.
        draining: takes no room.
    """

    index: int
    rooms: int
    fresh: int
    load: WorkerLoad | None
    draining: bool

    @property
    def expected(self) -> float:
        """The strain once its fresh rooms are full."""
        return (self.load.strain if self.load else 0.0) + self.fresh * _ROOM_SHARE


def measure(before: WorkerReading | None, after: WorkerReading | None) -> WorkerLoad | None:
    """What lies between two readings of one life of a worker; None unless there are two, the later one later."""
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
    """How many rooms the load that starts with this reading does not show; all of them without a reading."""
    if before is None:
        return len(placed_at)
    return sum(1 for at in placed_at if at + SETTLE_S > before.at)


def choose_worker(candidates: Sequence[Candidate]) -> int | None:
    """The index of the worker that takes the next room: least strain, then fewest rooms; None if nobody takes one."""
    takers = [candidate for candidate in candidates if not candidate.draining]
    if not takers:
        return None
    best = min(takers, key=lambda c: (int(c.expected / _NOISE_SHARE), c.rooms, c.index))
    return best.index
