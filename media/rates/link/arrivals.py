"""What arrives at a receiver: its rate, and how long it waits in the queue of the link on its way."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["BASE_S", "KEPT_S", "Arrivals"]

# A base delay this old no longer counts: the path may have changed.
BASE_S = 30.0
KEPT_S = 0.5
# Longer than a report of a receiver may be late.
_MOST = 2048


@dataclass(slots=True)
class Arrivals:
    """The arrivals of the last half second, by the receiver's clock.

    Attributes:
        queue_s: how much longer than the shortest of late the last packet was under way, seconds.
    """

    queue_s: float = 0.0
    _kept: deque[tuple[float, int]] = field(default_factory=deque)
    _total: int = 0
    _shortest: tuple[float, float] = (float("inf"), float("inf"))
    _since: float = 0.0

    def add(self, runs: Iterable[tuple[float, int, float, float]]) -> None:
        """Take packets that left together, in order: when, their bytes, and the first and last arrival.

        Both times are in seconds of their own clock.
        """
        kept, total, since, (shortest, former) = self._kept, self._total, self._since, self._shortest
        queue_s = self.queue_s
        for sent_at, size, _, arrived_at in runs:
            if len(kept) == _MOST:
                total -= kept.popleft()[1]
            kept.append((arrived_at, size))
            total += size
            while arrived_at - kept[0][0] > KEPT_S:
                total -= kept.popleft()[1]
            if arrived_at - since > BASE_S / 2:
                since, shortest, former = arrived_at, float("inf"), shortest
            under_way = arrived_at - sent_at
            if under_way < shortest:
                shortest = under_way
            queue_s = under_way - (shortest if shortest < former else former)
        self.queue_s = queue_s
        self._total, self._since, self._shortest = total, since, (shortest, former)

    def bps(self) -> float:
        """Bits per second over the last half second."""
        return 8 * self._total / KEPT_S

    def bps_over(self, seconds: float) -> float:
        """The same over a shorter time."""
        since = self._kept[-1][0] - seconds if self._kept else 0.0
        return 8 * sum(size for at, size in self._kept if at > since) / seconds
