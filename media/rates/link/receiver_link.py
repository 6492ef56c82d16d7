"""One receiver's link, whichever feedback it sends: transport-wide if there is any, otherwise its REMB and reports."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from media.rates.allocator import Allocation, Link
from media.rates.link.estimator import LinkEstimator
from media.rates.link.remb_link import RembLink
from media.rates.redundancy import LOSSY

__all__ = ["ReceiverLink"]

# Packets that wait this long will soon be dropped.
_FULL_S = 0.15
# Beside a queue as long as this, packets may be lost because of it.
_QUEUED_S = 0.06
# A little faster than the link is known to carry, so that waiting video does not make it look slower than it is.
_PACE = 1.15
_LEAST_PACE_BPS = 50_000.0
# From this loss of its own on a link is lossy, until it loses less than half of that.
_LOSSY = 0.04
# Growth by less waits for the next regular allocation.
_GROWN = 1.1
# Everything is sent twice where this many times as much as it takes is carried.
_ROOM = 2.2


@dataclass(slots=True)
class ReceiverLink:
    """The link.

    Attributes:
        transport: by transport-wide feedback. remb: by the other kind.
        has_news: whether the rate changed at once, and the allocation with it; the reader sets it back.
        is_lossy: whether it loses much, whatever is sent. doubles: whether there is room to send all twice for that.
    """

    transport: LinkEstimator = field(default_factory=LinkEstimator)
    remb: RembLink = field(default_factory=RembLink)
    has_news: bool = False
    is_lossy: bool = False
    doubles: bool = False
    _audio_bps: int = 0

    def on_feedback(
        self, first: int, arrivals: Sequence[int | None], sent: Sequence[tuple[float, int]], now: float
    ) -> tuple[int, int]:
        """Take transport-wide feedback, as `LinkEstimator.on_feedback`."""
        before = self.transport.bps
        counted = self.transport.on_feedback(first, arrivals, sent, now)
        self.has_news |= _is_news(before, self.transport.bps)
        return counted

    def on_remb(self, bps: int) -> None:
        """Take a REMB."""
        before = self.remb.video_bps if self.remb.is_heard else 0.0
        self.remb.on_remb(bps)
        if not self.transport.is_heard:
            self.has_news |= _is_news(before, self.remb.video_bps)

    def on_loss(self, lost: float, expected: int, now: float) -> None:
        """Take one stream's report: packets lost, of those expected."""
        if not self.transport.is_heard:
            self.remb.on_loss(lost, expected, now)

    @property
    def bps(self) -> int:
        """What it carries, audio included."""
        return int(self.transport.bps if self.transport.is_heard else self.remb.bps(self._audio_bps))

    @property
    def estimate_bps(self) -> int | None:
        """The same; None before any feedback."""
        return self.bps if self.transport.is_heard or self.remb.is_heard else None

    def present(self, audio_bps: int) -> Link:
        """What it carries now; `audio_bps` is what audio takes of it."""
        self._audio_bps = audio_bps
        transport = self.transport
        is_full = transport.is_heard and (transport.is_over or transport.queue_s > _FULL_S)
        return Link(self.bps, audio_bps, is_full)

    def take(self, allocation: Allocation, now: float) -> None:
        """Aim for what the receiver could use, twice where much is lost."""
        was, transport = self.is_lossy, self.transport
        self.is_lossy = transport.own_loss >= (_LOSSY / 2 if was else _LOSSY)
        self.doubles = self.is_lossy and transport.bps >= allocation.used_bps * _ROOM
        transport.probes.want(
            allocation.goal_bps * (_ROOM if self.is_lossy else 1.0),
            at_once=allocation.is_new or self.is_lossy > was,
            is_short=allocation.limited or (self.is_lossy and not self.doubles),
            now=now,
        )

    def pace_bps(self, allocation: Allocation) -> float | None:
        """The rate at which video may leave; None where the link is wide enough for bursts."""
        if not self.transport.is_heard or self.transport.bps >= allocation.goal_bps:
            return None
        return max(_LEAST_PACE_BPS, self.transport.bps * _PACE - self._audio_bps)

    @property
    def loses_by_queue(self) -> bool:
        """Whether packets are lost in a queue that we fill: without one, hardly any are."""
        transport = self.transport
        is_queued = transport.is_over or transport.queue_s > _QUEUED_S
        return transport.is_heard and is_queued and transport.own_loss < LOSSY

    @property
    def is_probing(self) -> bool:
        """Whether a probe is under way, for which padding may be due in the next round."""
        return self.transport.probes.is_under_way

    def padding(self, allocation: Allocation, sent: tuple[int, int], now: float) -> int:
        """Bytes of padding to send now, once per round of the worker's timer.

        Args:
            allocation: what the receiver gets.
            sent: the next transport-wide number, and the bytes sent so far.
            now: monotonic seconds.
        """
        transport = self.transport
        if transport.is_heard:
            return transport.probes.padding(transport.bps, transport.queue_s, sent, now)
        return self.remb.padding(allocation.goal_bps, allocation.used_bps, self._audio_bps, now)


def _is_news(before_bps: float, bps: float) -> bool:
    return bps < before_bps or bps > before_bps * _GROWN
