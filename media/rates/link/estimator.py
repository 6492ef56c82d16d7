"""What one receiver's link carries, audio and padding included, from the receiver's transport-wide feedback.

The estimate is the lesser of what the delay allows (`trend`, `rate_control`) and what loss allows (`loss_bound`), and is
raised by what `probes` have shown. Feedback is a stranger's: it can change only what that receiver gets, within bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from media.rates.link.arrivals import Arrivals
from media.rates.link.loss_bound import LossBound
from media.rates.link.probes import Prober
from media.rates.link.rate_control import RateControl
from media.rates.link.trend import Trend, Usage
from media.rates.rate_window import HEADER_BYTES
from media.rtp.transport_feedback import TICKS_PER_S

__all__ = ["LEAST_BPS", "MOST_BPS", "START_BPS", "LinkEstimator"]

START_BPS = 300_000.0
LEAST_BPS, MOST_BPS = 50_000.0, 50_000_000.0
_CIRCLE = 1 << 32
# Packets that left within this time form a group, and so do those that a queue lets go together.
_GROUP_S = 0.005
_LONGEST_GROUP_S = 0.1
# A clock that jumps further than this between two reports is another clock, or a lie.
_JUMP_S = 5.0
_RTT_SMOOTHING = 0.3
_MOST_RTT_S = 3.0
_SHORT_S = 0.25
_LOSS_SMOOTHING = 0.2
# A probe makes a shorter queue than this.
_LONG_QUEUE_S = 0.1
# What arrives over half a second beside a queue no longer than this is what the link carries, but for a few percent: an
# estimate below this share of it is wrong.
_NO_QUEUE_S = 0.02
_WRONG = 0.9


# Packets that left at the same moment, one flush of the send buffer: when, their size, the first and last arrival.
_Run = tuple[float, int, int, int]


@dataclass(slots=True)
class _Group:
    """Packets that left together: when the first and the last left, when the first and the last arrived."""

    first_sent: float
    last_sent: float
    first_arrived: float
    last_arrived: float


@dataclass(slots=True)
class LinkEstimator:
    """The estimator of one receiver's link.

    Attributes:
        probes: what to pad, and what that showed.
        is_heard: whether any feedback came.
        rtt_s: smoothed round trip; None before the first feedback.
        loss: share lost of late, smoothed.
        reported: everything before this number has been reported on, or is not of interest.
    """

    probes: Prober = field(default_factory=Prober)
    is_heard: bool = False
    rtt_s: float | None = None
    loss: float = 0.0
    reported: int = 0
    _control: RateControl = field(default_factory=lambda: RateControl(START_BPS))
    _losses: LossBound = field(default_factory=LossBound)
    _arrivals: Arrivals = field(default_factory=Arrivals)
    _trend: Trend = field(default_factory=Trend)
    _ticks: int | None = None
    _at: float = 0.0
    _heard_at: float = 0.0
    _group: _Group | None = None
    _former: _Group | None = None

    @property
    def bps(self) -> float:
        """What may be sent now, everything included."""
        allowed = self._control.bps if self._losses.bps is None else min(self._control.bps, self._losses.bps)
        return min(max(allowed, LEAST_BPS), MOST_BPS)

    @property
    def queue_s(self) -> float:
        """How long packets wait in the link's queue."""
        return self._arrivals.queue_s

    @property
    def own_loss(self) -> float:
        """The link's own loss, whatever is sent, 0..1."""
        return self._losses.own

    @property
    def is_over(self) -> bool:
        """Whether packets are lost because too much is sent."""
        return self._losses.is_over

    def unwrap(self, base: int, number: int) -> int:
        """The number of a report's first packet without wrap-around; `number` is the next one to be sent."""
        return number - 1 - (number - 1 - base & 0xFFFF)

    def on_feedback(
        self, first: int, arrivals: Sequence[int | None], sent: Sequence[tuple[float, int]], now: float
    ) -> tuple[int, int]:
        """Take one report.

        Args:
            first: the number of the first packet, without wrap-around.
            arrivals: when each arrived, in ticks; None for those that did not (`TransportFeedback`).
            sent: when each left, monotonic seconds, and its size in bytes; size 0 for unknown ones.
            now: monotonic seconds.

        Returns:
            How many packets were lost, and of how many.
        """
        # A packet is judged once.
        skipped = max(0, self.reported - first)
        runs, expected, lost = _read_runs(arrivals[skipped:], sent[skipped:])
        if runs:
            self._take_runs(runs, now)
            if self.probes.is_under_way:
                self.probes.on_packets(first + skipped, arrivals[skipped:], sent[skipped:])
        self.reported = max(self.reported, first + len(arrivals))
        self._heard_at = now
        if expected:
            self.is_heard = True
            self.loss += (lost / expected - self.loss) * _LOSS_SMOOTHING
            self._decide(expected, lost, now)
        return lost, expected

    def _take_runs(self, runs: Sequence[_Run], now: float) -> None:
        earliest = min([first for _, _, first, _ in runs])
        base = self._unwrap_time(earliest, max([last for *_, last in runs]), now)
        timed = [
            (sent_at, size, base + (first - earliest) / TICKS_PER_S, base + (last - earliest) / TICKS_PER_S)
            for sent_at, size, first, last in runs
        ]
        self._arrivals.add(timed)
        # Most belong to the group before: what is done for each is kept short.
        group = self._group
        for sent_at, _, first, last in timed:
            if group is None or not 0 <= sent_at - group.first_sent <= _GROUP_S:
                group = self._add(group, sent_at, first, last)
                continue
            if sent_at > group.last_sent:
                group.last_sent = sent_at
            if last > group.last_arrived:
                group.last_arrived = last
        self._group = group
        self._measure_rtt(now - runs[-1][0])

    def _decide(self, expected: int, lost: int, now: float) -> None:
        rtt_s = self.rtt_s or 0.0
        arriving_bps = self._arrivals.bps()
        self._losses.on_packets(expected, lost, self._arrivals.queue_s, arriving_bps, now)
        shown = self.probes.result(self.reported, self._control.bps, rtt_s, now)
        if shown is not None:
            # What arrives is carried, whatever a short probe says.
            self._control.prove(min(max(shown, arriving_bps), MOST_BPS), now)
        elif self._trend.usage is not Usage.OVER:
            self._control.on_usage(self._trend.usage, arriving_bps, rtt_s, now)
            if self._control.bps < arriving_bps * _WRONG and self._arrivals.queue_s < _NO_QUEUE_S:
                # A probe that a busy machine disturbed showed less.
                self._control.prove(min(arriving_bps, MOST_BPS), now)
        elif not self.probes.is_disturbing(now) or self._arrivals.queue_s > _LONG_QUEUE_S:
            # While a queue empties into a link, what arrives is what it carries; a shorter one may be a longer path, and
            # over a shorter time less arrives between two frames.
            if self._arrivals.queue_s > _LONG_QUEUE_S:
                arriving_bps = self._arrivals.bps_over(_SHORT_S)
            if self._control.on_usage(Usage.OVER, arriving_bps, rtt_s, now):
                self.probes.on_lowered(now)

    def _measure_rtt(self, rtt_s: float) -> None:
        rtt_s = min(max(rtt_s, 0.0), _MOST_RTT_S)
        self.rtt_s = rtt_s if self.rtt_s is None else self.rtt_s + (rtt_s - self.rtt_s) * _RTT_SMOOTHING

    def _unwrap_time(self, earliest: int, latest: int, now: float) -> float:
        """When the earliest packet of a report arrived, in seconds of a clock of our own that runs as the receiver's.

        A clock that jumps starts everything that compares times again.
        """
        before, self._ticks = self._ticks, latest
        span_s = (latest - earliest) / TICKS_PER_S
        moved_s = 0.0
        if before is not None:
            moved_s = ((earliest - before + _CIRCLE // 2) % _CIRCLE - _CIRCLE // 2) / TICKS_PER_S
        if span_s > _JUMP_S or not -_JUMP_S < moved_s < _JUMP_S + now - self._heard_at:
            self._arrivals, self._trend = Arrivals(), Trend()
            self._group = self._former = None
            moved_s = 0.0
        began = self._at + moved_s
        self._at = began + span_s
        return began

    def _add(self, group: _Group | None, sent_at: float, first: float, last: float) -> _Group:
        """Add packets that left later than the present group; returns the group that is present then.

        A whole group goes to the detector.
        """
        if group is not None:
            if self._is_burst(group, sent_at, first):
                group.last_sent = max(group.last_sent, sent_at)
                group.last_arrived = max(group.last_arrived, last)
                return group
            if sent_at < group.first_sent:
                # Late: it says nothing about the present.
                return group
            former, self._former = self._former, group
            if former is not None:
                self._trend.on_group(
                    1000 * (group.last_sent - former.last_sent),
                    1000 * (group.last_arrived - former.last_arrived),
                    1000 * group.last_arrived,
                )
        return _Group(sent_at, sent_at, first, last)

    @staticmethod
    def _is_burst(group: _Group, sent_at: float, arrived_at: float) -> bool:
        """Whether a queue let it go together with the group."""
        came_s = arrived_at - group.last_arrived
        is_burst = came_s <= _GROUP_S and came_s < sent_at - group.last_sent
        return is_burst and arrived_at - group.first_arrived < _LONGEST_GROUP_S


def _read_runs(
    arrivals: Sequence[int | None], sent: Sequence[tuple[float, int]]
) -> tuple[list[_Run], int, int]:
    """The runs among packets that were reported on, how many of these are known, and how many of those were lost."""
    expected = lost = size_of = first_ticks = last_ticks = 0
    runs: list[_Run] = []
    left_at: float | None = None
    for ticks, (sent_at, size) in zip(arrivals, sent, strict=True):
        if not size:
            continue
        expected += 1
        if ticks is None:
            lost += 1
        elif sent_at == left_at:
            size_of += size + HEADER_BYTES
            if ticks > last_ticks:
                last_ticks = ticks
        else:
            if left_at is not None:
                runs.append((left_at, size_of, first_ticks, last_ticks))
            left_at, size_of, first_ticks, last_ticks = sent_at, size + HEADER_BYTES, ticks, ticks
    if left_at is not None:
        runs.append((left_at, size_of, first_ticks, last_ticks))
    return runs, expected, lost
