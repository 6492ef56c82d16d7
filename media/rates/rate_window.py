"""The bit rate of a stream, over a window longer than the gap between its frames.

A still shared screen sends one frame a second, or none until the next slide: measured over half a second, its rate would
be zero and then many times too high.
"""

from collections import deque
from dataclasses import dataclass, field

__all__ = ["HEADER_BYTES", "RATE_WINDOW_MAX_S", "RATE_WINDOW_S", "RateWindow"]

# IPv4 and UDP around every datagram: a rate is what a link carries.
HEADER_BYTES = 28
RATE_WINDOW_S = 3.0
RATE_WINDOW_MAX_S = 10.0
"""After a pause the window reaches back to the start of the pause, but no further than this."""
# Two readings a second, plus the one the window starts from.
_READINGS = 8


@dataclass(slots=True)
class RateWindow:
    """Readings of a byte counter, about two a second.

    Attributes:
        bps: bits per second over the window; 0 before two readings.
    """

    bps: int = 0
    _readings: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=_READINGS))

    def read(self, total_bytes: int, now: float) -> None:
        """Take the counter; `now` in monotonic seconds."""
        readings = self._readings
        # Of equal readings only the first is kept: nothing arrived after it.
        if not readings or readings[-1][1] != total_bytes:
            readings.append((now, total_bytes))
        while len(readings) > 1 and now - readings[1][0] >= RATE_WINDOW_S:
            readings.popleft()
        since, before = readings[0]
        elapsed = min(now - since, RATE_WINDOW_MAX_S)
        if elapsed > 0:
            self.bps = int(8 * (total_bytes - before) / elapsed)

    def forget(self) -> None:
        """Start again."""
        self._readings.clear()
        self.bps = 0
