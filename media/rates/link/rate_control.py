"""The rate that the delay allows: up slowly, down to below what arrives (draft-ietf-rmcat-gcc-02 §5.5).

Additive increase near the rate at which the link was full before, multiplicative elsewhere, multiplicative decrease.
"""

import enum
from dataclasses import dataclass, field
from math import sqrt

from media.rates.link.trend import Usage

__all__ = ["DECREASE", "RateControl"]

DECREASE = 0.85
_GROWTH_PER_S = 1.08
_LEAST_GROWTH_BPS = 1000.0
# What was never sent is not known to pass: growth without a probe ends this much above what arrives.
_UNPROVEN = 1.2
_UNPROVEN_BPS = 10_000.0
# Another decrease before the effect of the last one can be seen would be one too many.
_LEAST_INTERVAL_S, _MOST_INTERVAL_S = 0.1, 0.3
_LONGEST_STEP_S = 1.0
# Additive growth: one packet of the usual size per response time, at least this.
_NEAR_BPS_PER_S = 4000.0
_FRAMES_PER_S = 30
_PACKET_BITS = 1200 * 8
_DETECTOR_S = 0.1
# The rate of a full link: its smoothing, and how many deviations away it is another link.
_FOLLOW = 0.05
_DEVIATIONS = 3


class _State(enum.Enum):
    HOLD = "hold"
    INCREASE = "increase"
    DECREASE = "decrease"


# What a detection makes of each state.
_NEXT = {
    (_State.HOLD, Usage.NORMAL): _State.INCREASE,
    (_State.HOLD, Usage.OVER): _State.DECREASE,
    (_State.HOLD, Usage.UNDER): _State.HOLD,
    (_State.INCREASE, Usage.NORMAL): _State.INCREASE,
    (_State.INCREASE, Usage.OVER): _State.DECREASE,
    (_State.INCREASE, Usage.UNDER): _State.HOLD,
    (_State.DECREASE, Usage.NORMAL): _State.INCREASE,
    (_State.DECREASE, Usage.OVER): _State.DECREASE,
    (_State.DECREASE, Usage.UNDER): _State.HOLD,
}


@dataclass(slots=True)
class _FullRate:
    """What arrived when the link was full, in kbit/s, as the draft has it."""

    kbps: float | None = None
    _variance: float = 0.4

    def on_full(self, kbps: float) -> None:
        if self.kbps is None:
            self.kbps = kbps
            return
        error = self.kbps - kbps
        self.kbps -= error * _FOLLOW
        spread = self._variance * (1 - _FOLLOW) + _FOLLOW * error * error / max(self.kbps, 1.0)
        self._variance = min(max(spread, 0.4), 2.5)

    def check(self, kbps: float, *, is_over: bool) -> None:
        """Forget it when so much passes, or so little is too much, that the link is not the one it was."""
        if self.kbps is None:
            return
        margin = _DEVIATIONS * sqrt(self._variance * self.kbps)
        if kbps < self.kbps - margin if is_over else kbps > self.kbps + margin:
            self.kbps = None


@dataclass(slots=True)
class RateControl:
    """The rate.

    Attributes:
        bps: allowed now, audio and padding included.
        lowered_at: when it was last lowered, monotonic seconds.
    """

    bps: float
    lowered_at: float = float("-inf")
    _state: _State = _State.HOLD
    _changed_at: float | None = None
    _full: _FullRate = field(default_factory=_FullRate)

    def on_usage(self, usage: Usage, arriving_bps: float, rtt_s: float, now: float) -> bool:
        """Take what the detector says; returns whether the rate was lowered.

        Args:
            usage: of the link. arriving_bps: what arrives, over a short time.
            rtt_s: the round trip. now: monotonic seconds.
        """
        if usage is Usage.OVER and not self._may_lower(arriving_bps, rtt_s, now):
            return False
        before, self._state = self._state, _NEXT[self._state, usage]
        self._full.check(arriving_bps / 1000, is_over=self._state is _State.DECREASE)
        if self._state is _State.DECREASE:
            return self._lower(arriving_bps, now)
        if self._state is _State.INCREASE:
            since = (
                0.0 if before is not _State.INCREASE or self._changed_at is None else now - self._changed_at
            )
            self._changed_at = now
            self._grow(arriving_bps, rtt_s, min(max(since, 0.0), _LONGEST_STEP_S))
        return False

    def prove(self, bps: float, now: float) -> None:
        """Take what a probe has shown."""
        self.bps = bps
        self._changed_at = now

    def _may_lower(self, arriving_bps: float, rtt_s: float, now: float) -> bool:
        interval = min(max(rtt_s, _LEAST_INTERVAL_S), _MOST_INTERVAL_S)
        return now - self.lowered_at >= interval or arriving_bps < self.bps / 2

    def _lower(self, arriving_bps: float, now: float) -> bool:
        self._full.on_full(arriving_bps / 1000)
        before, self.bps = self.bps, min(self.bps, arriving_bps * DECREASE)
        self.lowered_at = self._changed_at = now
        self._state = _State.HOLD
        return self.bps < before

    def _grow(self, arriving_bps: float, rtt_s: float, seconds: float) -> None:
        most = arriving_bps * _UNPROVEN + _UNPROVEN_BPS
        if self.bps >= most:
            return
        if self._full.kbps is None:
            grown = max(self.bps * (_GROWTH_PER_S**seconds - 1), _LEAST_GROWTH_BPS * seconds)
        else:
            frame = self.bps / _FRAMES_PER_S
            packet = frame / max(1, -(-frame // _PACKET_BITS))
            grown = max(_NEAR_BPS_PER_S, packet / (2 * (rtt_s + _DETECTOR_S))) * seconds
        self.bps = min(self.bps + grown, most)
