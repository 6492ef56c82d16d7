"""When to try more on one receiver's link: padding that makes its estimate grow, and backoff after a failure.

A browser's estimate grows by some 8 % a second, to at most 1.5 times what it receives. So a layer that costs more is
reached by sending padding (RTX without a packet, RFC 4588 §4), only slightly above the present estimate.
"""

from dataclasses import dataclass

__all__ = [
    "BACKOFF_MAX_S",
    "BACKOFF_MIN_S",
    "PROBE_MAX_BPS",
    "PROBE_MAX_S",
    "TRIAL_S",
    "Probing",
]

BACKOFF_MIN_S = 5.0
BACKOFF_MAX_S = 60.0
# A step up that is undone this soon has failed; one that lasts longer has succeeded.
TRIAL_S = 15.0
# No probing right after a step up: its own effect must show first.
_CALM_S = 3.0
# A probe lasts at most this long, and is given up when the estimate stalls or falls.
PROBE_MAX_S = 20.0
_STALL_S = 2.5
_GROWTH = 1.01
_FALL = 0.93
# Total rate with padding: this much more than the estimate, at most twice the used rate and a little.
_STEP = 1.1
# Padding ramps up over this time, so that a full link shows delay before it loses packets.
_RAMP_S = 4.0
_SMALL_BPS = 50_000
PROBE_MAX_BPS = 1_000_000


@dataclass(slots=True)
class Probing:
    """What was tried, and with what result."""

    _backoff_s: float = 0.0
    _blocked_until: float = float("-inf")
    _stepped_up_at: float | None = None
    _before_bps: float = 0.0
    _began_at: float | None = None
    _best_bps: float = 0.0
    _grew_at: float = 0.0

    def may_step_up(self, now: float) -> bool:
        """Whether nothing failed recently."""
        return now >= self._blocked_until

    def on_step_up(self, used_bps: float, now: float) -> None:
        """Start the trial of a step up: more than `used_bps` is sent from now on."""
        self._began_at = None
        self._stepped_up_at = now
        self._before_bps = used_bps

    def on_new_demands(self) -> None:
        """Forget trials: something else is sent from now on, and their result says nothing about it."""
        self._began_at = self._stepped_up_at = None

    def on_congestion(self, now: float) -> float:
        """Back off after congestion, longer after each failure; returns the last good rate.

        That is infinite when no step up is on trial: then the last good rate is unknown.
        """
        self._settle(now)
        before_bps = float("inf") if self._stepped_up_at is None else self._before_bps
        self._fail(now)
        return before_bps

    def on_loss(self, now: float) -> None:
        """Stop padding: loss is above normal, and padding is the first thing to drop."""
        if self._began_at is not None:
            self._fail(now)

    def padding(self, goal_bps: float, used_bps: float, estimate_bps: float, now: float) -> int:
        """The padding to send now so that the estimate reaches the goal, bits per second; 0 for none.

        Args:
            goal_bps: rate after the step up, including audio and headroom.
            used_bps: rate sent now.
            estimate_bps: of the receiver, below the goal.
            now: monotonic seconds.
        """
        self._settle(now)
        if not self.may_step_up(now) or (
            self._stepped_up_at is not None and now - self._stepped_up_at < _CALM_S
        ):
            return 0
        if self._began_at is None:
            self._began_at = self._grew_at = now
            self._best_bps = estimate_bps
        elif estimate_bps > self._best_bps * _GROWTH:
            self._best_bps, self._grew_at = estimate_bps, now
        age = now - self._began_at
        stalled_s = min(now - self._grew_at, age - _RAMP_S)
        if estimate_bps < self._best_bps * _FALL or stalled_s > _STALL_S or age > PROBE_MAX_S:
            self._fail(now)
            return 0
        wished = min(goal_bps, estimate_bps * _STEP) - used_bps
        ramp = used_bps * min(1.0, age / _RAMP_S) + _SMALL_BPS
        return max(0, int(min(wished, ramp, PROBE_MAX_BPS)))

    def rest(self, now: float) -> None:
        """Stop probing for now; a probe in progress ends without having failed."""
        self._settle(now)
        self._began_at = None

    def _settle(self, now: float) -> None:
        if self._stepped_up_at is not None and now - self._stepped_up_at >= TRIAL_S:
            self._stepped_up_at = None
            self._backoff_s = 0.0

    def _fail(self, now: float) -> None:
        self._began_at = self._stepped_up_at = None
        if now >= self._blocked_until:
            # Of several steps down in a row only the first doubles the backoff.
            self._backoff_s = min(max(BACKOFF_MIN_S, self._backoff_s * 2), BACKOFF_MAX_S)
        self._blocked_until = now + self._backoff_s
