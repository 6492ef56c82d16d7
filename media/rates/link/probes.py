"""Probes: a short burst at a chosen rate, of padding and of whatever else is sent, shows whether a link carries it.

One at a time: when someone joins, when more is shown, after a rate was lowered, and now and then while a receiver gets
less than it shows. What a link carries is told from how far the packets are spread when they arrive, as in WebRTC's
probe estimator; so a probe costs a narrow link one short queue, and no loss.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from media.rates.rate_window import HEADER_BYTES
from media.rtp.transport_feedback import TICKS_PER_S

__all__ = ["CALM_PERIOD_S", "PERIOD_S", "PROBE_S", "Prober"]

# How long a probe lasts: three rounds of the worker's timer.
PROBE_S = 0.05
_ROUND_S = 0.02
# How far beyond what is known: at first, after a probe that was carried, and after one that was not.
_FIRST_FACTOR, _FACTOR, _CAREFUL_FACTOR = 3.0, 2.0, 1.5
# Between two probes of a link that did not carry the last one; while nothing is missing there is no hurry.
PERIOD_S, CALM_PERIOD_S = 4.0, 20.0
# After the rate was lowered: first the queue has to empty.
_RECOVERY_S = 1.2
# A probe without an answer has failed after this and a round trip.
_PATIENCE_S = 1.0
# Less arriving than this share of the packets says nothing. Arriving at less than `_CARRIED` of the rate at which they
# left, packets were queued, and the rate is what the link carries.
_LEAST_ARRIVED = 0.7
_CARRIED = 0.9
_CLEAR = 0.97
_LEAST_PACKETS = 5
# Packets of one round leave together.
_TOGETHER_S = 0.004
# After a probe its own queue is still there for a while.
_CALM_S = 0.3
# A waiting queue would be taken for a narrow link; one that stays although less is sent is a longer path.
_QUEUE_S = 0.07
_STAYS_S = 3.0
# Worth a probe: this much more than the link is known to carry.
_WORTH = 1.02


@dataclass(slots=True)
class _Probe:
    """One probe: its rate, what had been sent before, and what arrived of it."""

    bps: float
    began_at: float
    sent_before: int
    first: int
    padded_at: float
    last: int | None = None
    packets: list[tuple[float, int, float]] = field(default_factory=list)


@dataclass(slots=True)
class Prober:
    """The probes of one link.

    Attributes:
        goal_bps: what the receiver could use.
    """

    goal_bps: float = 0.0
    _is_short: bool = False
    _due_at: float = float("-inf")
    _factor: float = _FIRST_FACTOR
    _probe: _Probe | None = None
    _ended_at: float = float("-inf")
    _lowered_at: float = float("-inf")

    def is_disturbing(self, now: float) -> bool:
        """Whether a queue may be the probe's own."""
        return self._probe is not None or now - self._ended_at < _CALM_S

    def want(self, goal_bps: float, *, at_once: bool, is_short: bool, now: float) -> None:
        """Set what the receiver could use.

        Args:
            goal_bps: bits per second. at_once: that changed, and not only its price.
            is_short: the receiver gets less than it shows. now: monotonic seconds.
        """
        if is_short and not self._is_short:
            self._due_at = min(self._due_at, now + PERIOD_S)
        self.goal_bps, self._is_short = goal_bps, is_short
        if at_once:
            self._due_at = min(self._due_at, now)

    def on_lowered(self, now: float) -> None:
        """The rate was lowered: a probe would only add to the queue, and shows soon whether it was for nothing."""
        self._probe = None
        self._due_at = now + _RECOVERY_S
        self._lowered_at = now

    def padding(self, carried_bps: float, queue_s: float, sent: tuple[int, int], now: float) -> int:
        """Bytes of padding to send now, once per round of the worker's timer.

        Args:
            carried_bps: what the link is known to carry. queue_s: how long packets wait in its queue.
            sent: the next transport-wide number, and the bytes sent so far.
            now: monotonic seconds.
        """
        number, octets = sent
        probe = self._probe
        if probe is None:
            is_queued = queue_s > _QUEUE_S and now - self._lowered_at < _STAYS_S
            if now < self._due_at or self.goal_bps <= carried_bps * _WORTH or is_queued:
                return 0
            bps = min(self.goal_bps, carried_bps * self._factor)
            probe = self._probe = _Probe(bps, now, octets, number, now)
        elif probe.last is not None:
            return 0
        elapsed = now - probe.began_at
        if elapsed >= PROBE_S:
            probe.last = number - 1
            return 0
        probe.padded_at = now
        return max(0, int(probe.bps * (elapsed + _ROUND_S) / 8) - (octets - probe.sent_before))

    @property
    def is_under_way(self) -> bool:
        """Whether arrivals are of interest."""
        return self._probe is not None

    def on_packets(
        self, first: int, arrivals: Sequence[int | None], sent: Sequence[tuple[float, int]]
    ) -> None:
        """Take the packets of a report, as `LinkEstimator.on_feedback`."""
        probe = self._probe
        if probe is None:
            return
        last = first + len(sent) - 1 if probe.last is None else probe.last
        for number, ticks, (sent_at, size) in zip(range(first, last + 1), arrivals, sent, strict=False):
            if ticks is not None and size and number >= probe.first:
                probe.packets.append((sent_at, size + HEADER_BYTES, ticks / TICKS_PER_S))

    def result(self, reported: int, carried_bps: float, rtt_s: float, now: float) -> float | None:
        """What the link was just shown to carry, bits per second; None when nothing was shown.

        Args:
            reported: everything before this number has been reported on. carried_bps: what it was known to carry.
            rtt_s: the round trip. now: monotonic seconds.
        """
        probe = self._probe
        if probe is None or probe.last is None:
            return None
        shown = _read(probe) if reported > probe.last else None
        if reported <= probe.last and now - probe.began_at <= _PATIENCE_S + rtt_s:
            return None
        is_success = shown is not None and shown[1] and shown[0] > carried_bps
        self._probe, self._ended_at = None, now
        period_s = PERIOD_S if self._is_short else CALM_PERIOD_S
        self._due_at = now if is_success else now + period_s
        self._factor = _FACTOR if is_success else _CAREFUL_FACTOR
        return None if shown is None else shown[0]


def _read(probe: _Probe) -> tuple[float, bool] | None:
    """The rate at which the packets after the first round arrived, and whether they arrived as fast as they left."""
    assert probe.last is not None
    packets = probe.packets
    if len(packets) < max(_LEAST_PACKETS, (probe.last - probe.first + 1) * _LEAST_ARRIVED):
        return None
    began, ended = packets[0][0], probe.padded_at + _TOGETHER_S
    first = [packet for packet in packets if packet[0] - began <= _TOGETHER_S]
    rest = [packet for packet in packets if began + _TOGETHER_S < packet[0] <= ended]
    if not rest:
        return None
    bits = 8 * sum(size for _, size, _ in rest)
    sent_s = max(sent_at for sent_at, *_ in rest) - began
    took_s = max(at for *_, at in rest) - max(at for *_, at in first)
    if took_s <= 0:
        return None
    sent_bps, arrived_bps = bits / sent_s, bits / took_s
    return (sent_bps, True) if arrived_bps >= sent_bps * _CARRIED else (arrived_bps * _CLEAR, False)
