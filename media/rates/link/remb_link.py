"""What a receiver's link carries when it sends no transport-wide feedback: its REMB, and the loss in its reports.

A browser's REMB covers video alone and never exceeds 1.5 times what it receives (draft-alvestrand-rmcat-remb-03,
draft-ietf-rmcat-gcc-02 §5); so padding has to come before more is sent.
"""

from dataclasses import dataclass, field
from math import sqrt

from media.rates.loss_limit import LossLimit

__all__ = ["START_BPS", "RembLink"]

# For video until there is a REMB: two of the lowest layer.
START_BPS = 300_000.0
_LEAST_BPS, _MOST_BPS = 30_000.0, 50_000_000.0
# A browser reports each stream separately, video about every second and audio every five.
_HEAR_S = 0.9
_HEAR_PACKETS = 20
# Padding: this much more than the REMB, for so long, with pauses in which its effect shows.
_BEYOND = 1.1
_PAD_S, _PAUSE_S = 4.0, 6.0
_ROUND_S = 0.02


@dataclass(slots=True)
class RembLink:
    """The link of one receiver without transport-wide feedback.

    Attributes:
        video_bps: of the last REMB. is_heard: whether there was one.
    """

    video_bps: float = START_BPS
    is_heard: bool = False
    _loss: LossLimit = field(default_factory=LossLimit)
    _lost: float = 0.0
    _expected: int = 0
    _heard_at: float = float("-inf")
    _sent_bps: float = 0.0
    _padding_since: float = float("-inf")

    def on_remb(self, bps: float) -> None:
        """Take a REMB; an implausible one is clamped."""
        self.is_heard = True
        self.video_bps = min(max(bps, _LEAST_BPS), _MOST_BPS)

    def on_loss(self, lost: float, expected: int, now: float) -> None:
        """Take one stream's report: packets lost, of those expected. Those of all streams are judged together."""
        self._lost += lost
        self._expected += expected
        if now - self._heard_at < _HEAR_S or self._expected < _HEAR_PACKETS:
            return
        fraction = self._lost / self._expected
        # Less one standard deviation: of few packets some are lost by chance.
        fraction = max(0.0, fraction - sqrt(fraction * max(0.0, 1 - fraction) / self._expected))
        self._lost, self._expected, self._heard_at = 0.0, 0, now
        self._loss.on_loss(fraction, self._sent_bps, now, is_full=self.video_bps < self._sent_bps)

    def bps(self, audio_bps: float) -> float:
        """What may be sent, audio included."""
        return self._loss.apply(self.video_bps + audio_bps)

    def padding(self, goal_bps: float, sent_bps: float, audio_bps: float, now: float) -> int:
        """Bytes of padding to send now, once per round of the worker's timer.

        Args:
            goal_bps: what the receiver could use. sent_bps: what it gets. audio_bps: of that.
            now: monotonic seconds.
        """
        self._sent_bps = sent_bps
        if not self.is_heard:
            return 0
        room_bps = self.bps(audio_bps)
        if now - self._padding_since > _PAD_S + _PAUSE_S:
            self._padding_since = now
        if goal_bps <= room_bps or now - self._padding_since > _PAD_S:
            return 0
        return max(0, int((min(goal_bps, room_bps * _BEYOND) - sent_bps) * _ROUND_S / 8))
