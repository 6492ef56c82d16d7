"""The rate that loss allows, told apart by the queue: loss beside a full queue comes of sending too much.

Any other loss belongs to the link itself, whatever is sent, as in WebRTC's second loss-based estimator: it bounds the
rate only where it is heavy, and more of it when it is heavier.
"""

from dataclasses import dataclass
from math import sqrt

__all__ = ["LossBound"]

# Enough packets and time for one judgement.
_OBSERVED_S = 0.25
_OBSERVED_PACKETS = 20
# A packet that waited this long met a queue.
_QUEUE_S = 0.06
_EXCESS = 0.02
# The rate goes to less than what arrives, so that the queue empties.
_CLEAR = 0.92
_RISE_PER_S = 1.08
# A bound this far above what arrives has no effect any more.
_FAR = 2.0
# The link's own loss is followed over some seconds.
_FOLLOW = 0.15
# From `_FREE_LOSS` on, the rate is at most `_BALANCE_BPS` divided by what is beyond it.
_FREE_LOSS = 0.10
_BALANCE_BPS = 75_000.0
_LEAST_BPS = 50_000.0


@dataclass(slots=True)
class LossBound:
    """The bound.

    Attributes:
        bps: bits per second; None while loss sets none.
        own: the link's own loss, 0..1.
        is_over: whether more was sent than the link carries, in the last judgement.
    """

    bps: float | None = None
    own: float = 0.0
    is_over: bool = False
    _expected: int = 0
    _lost: int = 0
    _queued: int = 0
    _judged_at: float | None = None

    def on_packets(self, expected: int, lost: int, queue_s: float, arriving_bps: float, now: float) -> None:
        """Take one report.

        Args:
            expected: packets reported on. lost: of them.
            queue_s: how long the last one waited. arriving_bps: what arrives.
            now: monotonic seconds.
        """
        self._expected += expected
        self._lost += lost
        self._queued += expected if queue_s > _QUEUE_S else 0
        if self._judged_at is None:
            self._judged_at = now
        since = now - self._judged_at
        if since < _OBSERVED_S or self._expected < _OBSERVED_PACKETS:
            return
        fraction = self._lost / self._expected
        # Less one standard deviation: of few packets some are lost by chance.
        sure = max(0.0, fraction - sqrt(fraction * (1 - fraction) / self._expected))
        is_queued = 2 * self._queued > self._expected
        self._expected = self._lost = self._queued = 0
        self._judged_at = now
        self._judge(fraction, sure, arriving_bps, since, is_queued=is_queued)

    def _judge(
        self, fraction: float, sure: float, arriving_bps: float, since: float, *, is_queued: bool
    ) -> None:
        self.is_over = is_queued and sure > self.own + _EXCESS
        if not is_queued:
            self.own += (fraction - self.own) * _FOLLOW
        if self.is_over:
            self.bps = max(_LEAST_BPS, min(self.bps or arriving_bps, arriving_bps) * _CLEAR)
        elif self.bps is not None:
            self.bps *= _RISE_PER_S ** min(since, 1.0)
            if self.bps > arriving_bps * _FAR:
                self.bps = None
        if self.own > _FREE_LOSS:
            heavy_bps = max(_LEAST_BPS, _BALANCE_BPS / (self.own - _FREE_LOSS))
            self.bps = heavy_bps if self.bps is None else min(self.bps, heavy_bps)
