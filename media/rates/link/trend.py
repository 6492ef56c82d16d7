"""Whether a queue grows on a link, from how the delay of groups of packets changes.

The trendline filter and the adaptive threshold of WebRTC's send-side estimator: draft-ietf-rmcat-gcc-02 §5.3 and §5.4,
with a straight line fitted to the smoothed delay in place of the Kalman filter. Times are in milliseconds.
"""

import enum
from dataclasses import dataclass, field

from media.rates.link.line import Line

__all__ = ["Trend", "Usage"]

_WINDOW = 20
_SMOOTHING = 0.9
_GAIN = 4.0
# Few groups make a steep line by chance.
_MOST_GROUPS = 60
# A queue must have grown for this long, over two groups.
_OVER_MS = 10.0
_THRESHOLD_MS, _LEAST_MS, _MOST_MS = 12.5, 6.0, 600.0
_RISE, _FALL = 0.0087, 0.039
# A jump this far beyond the threshold does not move it.
_OUTLIER_MS = 15.0
_LONGEST_MS = 100.0


class Usage(enum.Enum):
    """What the queue of a link does."""

    NORMAL = "normal"
    OVER = "over"
    UNDER = "under"


@dataclass(slots=True)
class Trend:
    """The detector.

    Attributes:
        usage: after the last group.
    """

    usage: Usage = Usage.NORMAL
    _groups: int = 0
    _delay_ms: float = 0.0
    _smoothed_ms: float = 0.0
    _line: Line = field(default_factory=lambda: Line(_WINDOW))
    _before: float = 0.0
    _threshold_ms: float = _THRESHOLD_MS
    _moved_at: float | None = None
    _over_ms: float | None = None
    _over_groups: int = 0

    def on_group(self, sent_ms: float, arrived_ms: float, at_ms: float) -> None:
        """Take one group of packets that left together.

        Args:
            sent_ms, arrived_ms: since the group before, at the sender and at the receiver.
            at_ms: of its arrival, by the receiver's clock.
        """
        self._groups = min(self._groups + 1, _MOST_GROUPS)
        self._delay_ms += arrived_ms - sent_ms
        self._smoothed_ms += (self._delay_ms - self._smoothed_ms) * (1 - _SMOOTHING)
        self._line.add(at_ms, self._smoothed_ms)
        self._judge(self._groups * self._line.slope() * _GAIN, sent_ms, at_ms)

    def _judge(self, trend_ms: float, sent_ms: float, at_ms: float) -> None:
        if trend_ms > self._threshold_ms:
            self._over_ms = sent_ms / 2 if self._over_ms is None else self._over_ms + sent_ms
            self._over_groups += 1
            if self._over_ms > _OVER_MS and self._over_groups > 1 and trend_ms >= self._before:
                self._over_ms, self._over_groups = 0.0, 0
                self.usage = Usage.OVER
        else:
            self._over_ms, self._over_groups = None, 0
            self.usage = Usage.UNDER if trend_ms < -self._threshold_ms else Usage.NORMAL
        self._before = trend_ms
        self._adapt(abs(trend_ms), at_ms)

    def _adapt(self, size_ms: float, at_ms: float) -> None:
        """Follow the usual size of changes, so that a jittery link or competing traffic does not look like a queue."""
        since = 0.0 if self._moved_at is None else min(max(0.0, at_ms - self._moved_at), _LONGEST_MS)
        self._moved_at = at_ms
        if size_ms > self._threshold_ms + _OUTLIER_MS:
            return
        pace = _RISE if size_ms > self._threshold_ms else _FALL
        moved = self._threshold_ms + pace * (size_ms - self._threshold_ms) * since
        self._threshold_ms = min(max(moved, _LEAST_MS), _MOST_MS)
