"""The bit rate of a stream, over a window longer than the gap between its frames.

A shared screen that stands still sends a frame a second, or none until the next slide: over half a second its rate is
nothing, and then many times too much.
"""

from collections import deque
from dataclasses import dataclass, field

__all__ = ["RATE_WINDOW_MAX_S", "RATE_WINDOW_S", "RateWindow"]

RATE_WINDOW_S = 3.0
RATE_WINDOW_MAX_S = 10.0
"""After a pause the window reaches back to its beginning, but no further than this."""
# Two readings a second, and the one that the oldest is measured from.
_READINGS = 8


@dataclass(slots=True)
class RateWindow:
    """Readings of a byte counter, about two a second.

    Attributes:
        bps: bits per second over the window; 0 before two readings.
        has_gaps: whether nothing at all came between two readings of the window.
    """

    bps: int = 0
    has_gaps: bool = False
    _gap_at: float = float("-inf")
    _readings: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=_READINGS))

    def read(self, total_bytes: int, now: float) -> None:
        """Take the counter; `now` in monotonic seconds."""
        readings = self._readings
        # Of readings that are alike the first is kept: from then on nothing came.
        if not readings or readings[-1][1] != total_bytes:
            readings.append((now, total_bytes))
        else:
            self._gap_at = now
        self.has_gaps = now - self._gap_at < RATE_WINDOW_S
        while len(readings) > 1 and now - readings[1][0] >= RATE_WINDOW_S:
            readings.popleft()
        since, before = readings[0]
        elapsed = min(now - since, RATE_WINDOW_MAX_S)
        if elapsed > 0:
            self.bps = int(8 * (total_bytes - before) / elapsed)

    def forget(self) -> None:
        """Begin anew."""
        self._readings.clear()
        self.bps = 0
