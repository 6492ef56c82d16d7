"""Receivers that estimate their link as Chromium does: a quick model of rates, and one of real packets.

Audio is not part of an estimate. The first estimate comes five seconds after the first video and is the received rate; a
growing queue triggers one at once and sets it to 0.85 of the received rate; otherwise it grows by 8 % a second, to at
most 1.5 times the received rate (draft-ietf-rmcat-gcc-02 §5). The packet model uses aiortc's port of the real estimator.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from aiortc.rate import (
    TIMESTAMP_TO_MS,
    AimdRateControl,
    BandwidthUsage,
    InterArrival,
    OveruseEstimator,
    RemoteBitrateEstimator,
    TimestampGroup,
)

from media.rates.allocator import Allocation, Allocator, Demand
from tests.support.relay.simulated_link import SimulatedLink

STEP_S = 0.5
FIRST_S = 5.0
SILENT_S = 2.0
BURST_MS = 100


@dataclass(slots=True)
class FluidReceiver:
    """A link and its receiver as rates, in steps of half a second.

    Attributes:
        link_bps: the link's capacity. queue_s: the longest its queue gets; the rest is lost, of all streams alike.
        estimate_bps: the REMB; None before the first.
    """

    link_bps: float
    queue_s: float = 0.5
    estimate_bps: float | None = None
    _seen_s: float = 0.0
    _queue_bits: float = 0.0

    def step(self, video_bps: float, audio_bps: float = 0.0) -> tuple[int | None, float]:
        """Carry these rates for half a second; returns the REMB and the share that was lost."""
        offered_bps = video_bps + audio_bps
        before = self._queue_bits
        queue = max(0.0, before + (offered_bps - self.link_bps) * STEP_S)
        lost = max(0.0, queue - self.queue_s * self.link_bps)
        self._queue_bits = queue - lost
        delivered = min(self.link_bps, offered_bps + before / STEP_S)
        if video_bps:
            self._estimate(
                delivered * video_bps / offered_bps, is_growing=self._queue_bits > before or lost > 0
            )
        bps = None if self.estimate_bps is None else int(self.estimate_bps)
        return bps, lost / (offered_bps * STEP_S) if offered_bps else 0.0

    def _estimate(self, delivered: float, *, is_growing: bool) -> None:
        self._seen_s += STEP_S
        if is_growing:
            self.estimate_bps = 0.85 * delivered
        elif self.estimate_bps is None:
            self.estimate_bps = delivered if self._seen_s >= FIRST_S else None
        elif not self._queue_bits:
            ceiling = max(self.estimate_bps, 1.5 * delivered + 10_000)
            self.estimate_bps = min(self.estimate_bps * 1.08**STEP_S + 1000, ceiling)


@dataclass(frozen=True, slots=True)
class Moment:
    """Half a second of a call: when it ended, the decision, and its effect.

    Attributes:
        offered_bps: rate sent. lost, sound_lost: shares of all packets and of audio packets.
        unheard: share of audio packets lost together with the next one, which carries their copy.
        delay_s: the longest delay of a packet.
    """

    at: float
    allocation: Allocation
    offered_bps: float
    lost: float
    sound_lost: float
    unheard: float
    delay_s: float


@dataclass(frozen=True, slots=True)
class _Packet:
    sent_at: float
    size: int
    is_sound: bool


class _PatientControl(AimdRateControl):
    """As in Chromium: the received rate counts after five seconds, where aiortc takes three."""

    def update(
        self, bandwidth_usage: BandwidthUsage, estimated_throughput: int | None, now_ms: int
    ) -> int | None:
        began = self.first_estimated_throughput_time
        if not self.current_bitrate_initialized and bandwidth_usage is not BandwidthUsage.OVERUSING:
            if began is not None and now_ms - began <= FIRST_S * 1000:
                return None
        bps: int | None = super().update(bandwidth_usage, estimated_throughput, now_ms)
        return bps


class _ShortBursts(InterArrival):
    """As in Chromium: a burst ends after 100 ms; in aiortc's port a full queue is one endless burst."""

    _of: TimestampGroup | None = None
    _began: int = 0

    def belongs_to_burst(self, timestamp: int, arrival_time: int) -> bool:
        group = self.current_group
        if group is None:
            return False
        if self._of is not group:
            # This is the first call after the group's first packet.
            self._of, self._began = group, group.arrival_time or arrival_time
        if timestamp != group.last_timestamp and arrival_time - self._began >= BURST_MS:
            return False
        return bool(super().belongs_to_burst(timestamp, arrival_time))


def _estimator() -> RemoteBitrateEstimator:
    estimator = RemoteBitrateEstimator()
    estimator.rate_control = _PatientControl()
    _forget_delay(estimator)
    return estimator


def _forget_delay(estimator: RemoteBitrateEstimator) -> None:
    """As in Chromium after two seconds without video: the estimate stays, the delay history does not."""
    estimator.inter_arrival = _ShortBursts(estimator.inter_arrival.group_length, TIMESTAMP_TO_MS)
    estimator.estimator = OveruseEstimator()


@dataclass(slots=True)
class _Source:
    """One stream: bytes still to send, and the content of its next report."""

    owed_bytes: float = 0.0
    report_at: float = 0.0
    reported_at: float = 0.0
    sent: int = 0
    lost: int = 0
    lost_last: bool = False


@dataclass(slots=True)
class _Tally:
    """Packets of half a second."""

    sent: int = 0
    lost: int = 0
    unheard: int = 0


@dataclass(slots=True)
class PacketCall:
    """One receiver of several cameras behind a link, packet by packet, with the allocator in the loop.

    Attributes:
        link: towards the receiver; the reverse path has the same delay and no loss.
        allocator: under test. demands: what is shown; may be changed between runs.
        voices: bits per second of each speaker. now: the time in the call.
    """

    link: SimulatedLink[_Packet]
    allocator: Allocator
    demands: Sequence[Demand]
    voices: Sequence[int] = (40_000,)
    now: float = 0.0
    moments: list[Moment] = field(default_factory=list)
    _remb: RemoteBitrateEstimator = field(default_factory=_estimator)
    _sources: dict[object, _Source] = field(default_factory=dict)
    _random: Random = field(default_factory=lambda: Random(1))
    _sent_bytes: int = 0
    _pictured_at: float = 0.0
    _delay_s: float = 0.0

    def run(self, seconds: float) -> list[Moment]:
        """Run for that long; returns what happened."""
        begin = len(self.moments)
        for _ in range(round(seconds / STEP_S)):
            allocation = self.allocator.allocate(self.demands, sum(self.voices), self.now)
            self.moments.append(self._carry(allocation))
        return self.moments[begin:]

    def _carry(self, allocation: Allocation) -> Moment:
        """Half a second of packets: video every 40 ms, audio and padding every 20 ms."""
        rates = self._rates(allocation)
        sound, pictures = _Tally(), _Tally()
        self._delay_s, self._sent_bytes = 0.0, 0
        for _ in range(round(STEP_S / 0.02)):
            # The order is random.
            order = list(enumerate(rates.items()))
            self._random.shuffle(order)
            for place, (number, (name, bps)) in enumerate(order):
                source = self._sources.setdefault(name, _Source(report_at=self.now, reported_at=self.now))
                source.owed_bytes += bps * 0.02 / 8
                # Cameras capture at different moments.
                if isinstance(name, str) or (round(self.now / 0.02) + number) % 2 == 0:
                    is_sound = isinstance(name, str) and name != "padding"
                    at = self.now + 0.02 * place / len(order)
                    self._send(source, sound if is_sound else pictures, at, is_sound=is_sound)
            self.now += 0.02
            self._receive()
        sent = sound.sent + pictures.sent
        return Moment(
            self.now,
            allocation,
            self._sent_bytes * 8 / STEP_S,
            (sound.lost + pictures.lost) / sent if sent else 0.0,
            sound.lost / sound.sent if sound.sent else 0.0,
            sound.unheard / sound.sent if sound.sent else 0.0,
            self._delay_s,
        )

    def _send(self, source: _Source, tally: _Tally, at: float, *, is_sound: bool) -> None:
        while source.owed_bytes >= 60:
            size = min(1100, int(source.owed_bytes))
            source.owed_bytes -= size
            is_lost = not self.link.send(_Packet(at, size, is_sound), size, at)
            self._sent_bytes += size
            source.sent += 1
            source.lost += is_lost
            tally.sent += 1
            tally.lost += is_lost
            tally.unheard += is_lost and source.lost_last
            source.lost_last = is_lost

    def _rates(self, allocation: Allocation) -> dict[object, float]:
        rates: dict[object, float] = {f"voice {number}": bps for number, bps in enumerate(self.voices)}
        rates["padding"] = allocation.probe_bps
        for demand in self.demands:
            layer = allocation.layers[demand.slot]
            rates[demand.slot] = 0 if layer is None else dict(demand.available)[layer]
        return rates

    def _receive(self) -> None:
        for at, packet in self.link.arrived(self.now):
            self._delay_s = max(self._delay_s, at - packet.sent_at)
            if packet.is_sound:
                continue
            if at - self._pictured_at > SILENT_S:
                _forget_delay(self._remb)
            self._pictured_at = at
            send_time = int(packet.sent_at * (1 << 18)) & 0xFFFFFF
            estimate = self._remb.add(int(at * 1000), send_time, packet.size, 1)
            if estimate is not None:
                self.allocator.on_estimate(estimate[0])
        for name, source in self._sources.items():
            # Every stream reports separately: video about every second, audio every five.
            if self.now >= source.report_at:
                usual_s = 5.0 if isinstance(name, str) and name != "padding" else 1.0
                source.report_at = self.now + usual_s * self._random.uniform(0.5, 1.5)
                if source.sent:
                    self._report(source)

    def _report(self, source: _Source) -> None:
        self.allocator.on_loss(source.lost, source.sent, source.reported_at, self.now)
        source.sent = source.lost = 0
        source.reported_at = self.now
