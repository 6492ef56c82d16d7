"""A ceiling for a rate from reported loss: the loss-based part of draft-ietf-rmcat-gcc-02 §6."""

from dataclasses import dataclass

__all__ = ["HIGH_LOSS", "LOSS_FLOOR_BPS", "LOW_LOSS", "LossLimit"]

# More than this is congestion and lowers the rate; less than this lets it rise; between them it stays.
HIGH_LOSS = 0.10
LOW_LOSS = 0.02
# One change a second: a report must tell of the rate that the last change led to.
_CHANGE_S = 0.95
_RISE = 1.08
# Loss that has other reasons than us stays however little is sent. So loss alone never takes sound and one picture.
LOSS_FLOOR_BPS = 250_000
# From here on the ceiling says nothing any more.
_GONE_BPS = 50_000_000.0


@dataclass(slots=True)
class LossLimit:
    """The ceiling.

    Attributes:
        bps: bits per second; None while loss says nothing against any rate.
    """

    bps: float | None = None
    _changed_at: float = float("-inf")

    def on_loss(self, fraction: float, used_bps: float, now: float) -> bool:
        """Take one report; returns whether it lowered the ceiling.

        Args:
            fraction: lost of expected, clamped to 0..1.
            used_bps: what was sent while this was lost.
            now: monotonic seconds.
        """
        if now - self._changed_at < _CHANGE_S:
            return False
        if fraction > HIGH_LOSS:
            self._changed_at = now
            before = used_bps if self.bps is None else min(self.bps, used_bps)
            lowered = max(before * (1 - min(fraction, 1.0) / 2), LOSS_FLOOR_BPS)
            # What was sent may lie under the floor already: that must not raise a ceiling.
            self.bps = lowered if self.bps is None else min(self.bps, lowered)
            return True
        if fraction < LOW_LOSS and self.bps is not None:
            self._changed_at = now
            risen = self.bps * _RISE
            self.bps = risen if risen < _GONE_BPS else None
        return False

    def apply(self, bps: float) -> float:
        """`bps` under the ceiling."""
        return bps if self.bps is None else min(bps, self.bps)
