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

    def add(self, packets: Iterable[tuple[float, int, float]]) -> None:
        """Take packets in order: when each left, its bytes, and when it arrived, in seconds of either clock."""
        kept, total, since, (shortest, former) = self._kept, self._total, self._since, self._shortest
        for sent_at, size, arrived_at in packets:
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
            self.queue_s = under_way - (shortest if shortest < former else former)
        self._total, self._since, self._shortest = total, since, (shortest, former)

    def bps(self) -> float:
        """Bits per second over the last half second."""
        return 8 * self._total / KEPT_S

    def bps_over(self, seconds: float) -> float:
        """The same over a shorter time."""
        since = self._kept[-1][0] - seconds if self._kept else 0.0
        return 8 * sum(size for at, size in self._kept if at > since) / seconds
