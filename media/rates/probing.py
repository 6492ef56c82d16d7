"""When more may be tried on one receiver's link: padding that lets its estimate grow, and patience after a failure.

A browser's estimate grows by some 8 % a second, to at most 1.5 times what it receives. So the way to a layer that costs
more leads through padding (RTX without a packet, RFC 4588 §4), only just above what the estimate says already.
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
# A climb that is undone this soon has failed; one that lasts longer ends all doubts.
TRIAL_S = 15.0
# Nothing is probed right after a climb: its own effect must show first.
_CALM_S = 3.0
# One probe: at most this long, given up when the estimate did not grow for a while or fell.
PROBE_MAX_S = 20.0
_STALL_S = 2.5
_GROWTH = 1.01
_FALL = 0.93
# Sent together with padding: this much more than the estimate, at most twice what is used and a little.
_STEP = 1.1
# Padding grows to that within this time, so that a full link shows in its delay before it loses anything.
_RAMP_S = 4.0
_SMALL_BPS = 50_000
PROBE_MAX_BPS = 1_000_000


@dataclass(slots=True)
class Probing:
    """What was tried and how it went."""

    _backoff_s: float = 0.0
    _blocked_until: float = float("-inf")
    _climbed_at: float | None = None
    _before_bps: float = 0.0
    _began_at: float | None = None
    _best_bps: float = 0.0
    _grew_at: float = 0.0

    def may_climb(self, now: float) -> bool:
        """Whether nothing failed lately."""
        return now >= self._blocked_until

    def on_climb(self, used_bps: float, now: float) -> None:
        """More than `used_bps` is sent from now on; it is on trial."""
        self._began_at = None
        self._climbed_at = now
        self._before_bps = used_bps

    def on_new_demands(self) -> None:
        """Something else is sent from now on: what was tried says nothing about it."""
        self._began_at = self._climbed_at = None

    def on_congestion(self, now: float) -> float:
        """Too much was sent: wait a little, longer after each failure; returns the rate that was good before.

        That is infinite when no climb is on trial: then the rate that was good is not known.
        """
        self._settle(now)
        before_bps = float("inf") if self._climbed_at is None else self._before_bps
        self._fail(now)
        return before_bps

    def on_loss(self, now: float) -> None:
        """More is lost than usual: padding is the first thing to go."""
        if self._began_at is not None:
            self._fail(now)

    def padding(self, goal_bps: float, used_bps: float, estimate_bps: float, now: float) -> int:
        """The padding to send now so that the estimate reaches the goal, bits per second; 0 for none.

        Args:
            goal_bps: what would be sent after the climb, sound included, headroom included.
            used_bps: what is sent now.
            estimate_bps: of the receiver, below the goal.
            now: monotonic seconds.
        """
        self._settle(now)
        if not self.may_climb(now) or (self._climbed_at is not None and now - self._climbed_at < _CALM_S):
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
        """Nothing is to be probed now; a probe that was under way is over, and has not failed."""
        self._settle(now)
        self._began_at = None

    def _settle(self, now: float) -> None:
        if self._climbed_at is not None and now - self._climbed_at >= TRIAL_S:
            self._climbed_at = None
            self._backoff_s = 0.0

    def _fail(self, now: float) -> None:
        self._began_at = self._climbed_at = None
        if now >= self._blocked_until:
            # Only the first step down of several doubles the wait.
            self._backoff_s = min(max(BACKOFF_MIN_S, self._backoff_s * 2), BACKOFF_MAX_S)
        self._blocked_until = now + self._backoff_s
