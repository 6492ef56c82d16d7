"""What arrives at a receiver: its rate, and how long it waits in the queue of the link on its way."""

from collections import deque
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

    def add(self, sent_at: float, size: int, arrived_at: float) -> None:
        """Take one packet of `size` bytes; times in seconds, of either clock."""
        kept = self._kept
        if len(kept) == _MOST:
            self._total -= kept.popleft()[1]
        kept.append((arrived_at, size))
        self._total += size
        while arrived_at - kept[0][0] > KEPT_S:
            self._total -= kept.popleft()[1]
        if arrived_at - self._since > BASE_S / 2:
            self._since = arrived_at
            self._shortest = (float("inf"), self._shortest[0])
        under_way = arrived_at - sent_at
        if under_way < self._shortest[0]:
            self._shortest = (under_way, self._shortest[1])
        self.queue_s = under_way - min(self._shortest)

    def bps(self) -> float:
        """Bits per second over the last half second."""
        return 8 * self._total / KEPT_S

    def bps_over(self, seconds: float) -> float:
        """The same over a shorter time."""
        since = self._kept[-1][0] - seconds if self._kept else 0.0
        return 8 * sum(size for at, size in self._kept if at > since) / seconds
