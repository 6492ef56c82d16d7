"""A rate ceiling from reported loss: the loss-based part of draft-ietf-rmcat-gcc-02 §6, with one addition.

Loss from a full queue goes away when less is sent; loss from a bad radio link stays, however little is sent. So every
cut is also an experiment: if the loss stays although less is sent than arrived before, it is inherent to the link. The
ceiling is then lifted, and only loss beyond that counts. Where a delay-based estimate says that the link is full, there
is no such doubt.
"""

from dataclasses import dataclass

__all__ = ["HIGH_LOSS", "LASTING_LOSS", "LOW_LOSS", "VERDICT_S", "LossLimit"]

# More than HIGH_LOSS lowers the rate at once, more than LASTING_LOSS when it lasts: a receiver's estimate looks at
# changes of the queue and misses one that is always full. Less than LOW_LOSS lets the rate rise.
HIGH_LOSS = 0.10
LASTING_LOSS = 0.03
LOW_LOSS = 0.02
# From here on a half cut is not enough: audio is being lost.
_HEAVY_LOSS = 0.3
_LASTING_S = 3.0
# One change per second, so that a report covers the rate after the last change; reports in the first second after a cut
# are about the time before.
_CHANGE_S = 0.95
VERDICT_S = 4.0
_RISE = 1.08
# An outage of a second or two is no reason to start from zero: from here the first picture is back soon.
_LEAST_BPS = 100_000.0
# A lasting loss is cut to slightly less than what arrived.
_CLEAR = 0.97
# Smoothing of the link's inherent loss, per report.
_FOLLOW = 0.05
# From here on the ceiling no longer matters.
_GONE_BPS = 50_000_000.0


@dataclass(frozen=True, slots=True)
class _Cut:
    """What was sent and lost at the first cut."""

    fraction: float
    sent_bps: float

    @property
    def arrived_bps(self) -> float:
        return self.sent_bps * (1 - self.fraction)

    def is_like(self, fraction: float) -> bool:
        """Whether about as much is lost now; the first report of an overload may understate it."""
        return 0.6 * self.fraction <= fraction <= 1.5 * self.fraction


@dataclass(slots=True)
class LossLimit:
    """The ceiling.

    Attributes:
        bps: bits per second; None while loss sets no limit.
    """

    bps: float | None = None
    _own: float = 0.0
    _cut: _Cut | None = None
    _changed_at: float = float("-inf")
    _lossy_since: float | None = None
    _heard: float = 0.0
    _reports: int = 0

    def on_loss(self, fraction: float, sent_bps: float, now: float, *, is_full: bool = False) -> bool:
        """Take one report, about once a second; returns whether it lowered the ceiling.

        Args:
            fraction: lost of expected, clamped to 0..1.
            sent_bps: rate sent while this was lost, bits per second.
            now: monotonic seconds.
            is_full: a delay-based estimate says that the link carries less: then no loss counts as inherent.
        """
        if is_full:
            self._own = 0.0
        fraction = min(max(fraction, 0.0), 1.0)
        if self._own:
            self._own += (min(fraction, self._own + LOW_LOSS) - self._own) * _FOLLOW
        excess = fraction - self._own
        if excess <= LASTING_LOSS:
            self._lossy_since = None
        elif self._lossy_since is None:
            self._lossy_since = now
        if self._cut is not None:
            self._judge(self._cut, fraction, sent_bps, now, is_full=is_full)
        if now - self._changed_at < _CHANGE_S:
            return False
        if (lowered := self._lowered(fraction, excess, sent_bps, now, is_full=is_full)) is not None:
            self._lower(lowered, fraction, sent_bps, now)
            return True
        if excess < LOW_LOSS and self._cut is None:
            self._rise(now)
        return False

    def on_least(self, now: float) -> None:
        """Take a report from a time when only the minimum was sent: whatever was lost, the rate could not go lower."""
        self._cut = self._lossy_since = None
        if now - self._changed_at >= _CHANGE_S:
            self._rise(now)

    def exceeds(self, fraction: float) -> bool:
        """Whether that loss is more than momentary and more than the link's inherent loss."""
        return fraction - self._own > LASTING_LOSS

    def apply(self, bps: float) -> float:
        """Cap `bps` at the ceiling."""
        return bps if self.bps is None else min(bps, self.bps)

    def _rise(self, now: float) -> None:
        if self.bps is not None:
            self._changed_at = now
            risen = self.bps * _RISE
            self.bps = risen if risen < _GONE_BPS else None

    def _lowered(
        self, fraction: float, excess: float, sent_bps: float, now: float, *, is_full: bool
    ) -> float | None:
        """The rate to go down to; None if there is no need, or if a cut is deep enough to be judged first."""
        cut = self._cut
        if not is_full and cut is not None and sent_bps <= cut.arrived_bps and cut.is_like(fraction):
            return None
        if excess > HIGH_LOSS:
            return sent_bps * (1 - fraction if is_full or fraction > _HEAVY_LOSS else 1 - fraction / 2)
        if (
            (is_full or cut is None)
            and self._lossy_since is not None
            and now - self._lossy_since >= _LASTING_S
        ):
            return sent_bps * (1 - fraction) * _CLEAR
        return None

    def _lower(self, bps: float, fraction: float, sent_bps: float, now: float) -> None:
        if self._cut is None or not self._cut.is_like(fraction):
            self._cut = _Cut(fraction, sent_bps)
        self.bps = max(_LEAST_BPS, self.apply(bps))
        self._changed_at = now
        self._lossy_since = None
        self._heard, self._reports = 0.0, 0

    def _judge(self, cut: _Cut, fraction: float, sent_bps: float, now: float, *, is_full: bool) -> None:
        """Decide what caused the loss, once there were enough reports after the last cut."""
        if now - self._changed_at > _CHANGE_S:
            self._heard += fraction
            self._reports += 1
        if now - self._changed_at < VERDICT_S or not self._reports:
            return
        stayed = self._heard / self._reports
        if not is_full and sent_bps <= cut.arrived_bps and stayed > cut.fraction / 2:
            self._own = stayed
            self.bps = None
        self._cut = None
