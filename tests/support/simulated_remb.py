"""Receivers that estimate their link as Chromium does: one quick model of rates, and one of real packets.

Both follow draft-ietf-rmcat-gcc-02 §5: a growing queue sets the estimate to 0.85 of what came; otherwise it grows by
8 % a second, to at most 1.5 times what came. The model of packets uses aiortc's port of the real estimator.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiortc.rate import RemoteBitrateEstimator

from media.allocator import Allocation, Allocator, Demand
from tests.support.simulated_link import SimulatedLink

STEP_S = 0.5


@dataclass(slots=True)
class FluidReceiver:
    """A link and its receiver as rates; half a second a step.

    Attributes:
        link_bps: what the link carries. queue_s: the longest its queue gets; more is lost.
        estimate_bps: the REMB.
    """

    link_bps: float
    queue_s: float = 0.5
    estimate_bps: float = 300_000.0
    _queue_bits: float = 0.0

    def step(self, offered_bps: float) -> tuple[int, float]:
        """Carry that for half a second; returns the REMB and the share that was lost."""
        before = self._queue_bits
        queue = max(0.0, before + (offered_bps - self.link_bps) * STEP_S)
        lost = max(0.0, queue - self.queue_s * self.link_bps)
        self._queue_bits = queue - lost
        delivered = min(self.link_bps, offered_bps + before / STEP_S)
        if self._queue_bits > before or lost:
            self.estimate_bps = 0.85 * delivered
        elif not self._queue_bits:
            ceiling = max(self.estimate_bps, 1.5 * delivered + 10_000)
            self.estimate_bps = min(self.estimate_bps * 1.08**STEP_S + 1000, ceiling)
        return int(self.estimate_bps), lost / (offered_bps * STEP_S) if offered_bps else 0.0


@dataclass(frozen=True, slots=True)
class Moment:
    """Half a second of a call: when it ended, what was decided then, what came, and the longest way of a packet."""

    at: float
    allocation: Allocation
    offered_bps: float
    lost: float
    delay_s: float


@dataclass(frozen=True, slots=True)
class _Packet:
    sent_at: float
    size: int


@dataclass(slots=True)
class PacketCall:
    """One receiver of several cameras behind a link, packet by packet, with the allocator in the loop.

    Attributes:
        link: towards the receiver; the way back takes its delay and loses nothing.
        allocator: under test. demands: what is shown; may be changed between runs.
        audio_bps: of all sound. now: where the call is.
    """

    link: SimulatedLink[_Packet]
    allocator: Allocator
    demands: Sequence[Demand]
    audio_bps: int = 40_000
    now: float = 0.0
    moments: list[Moment] = field(default_factory=list)
    _remb: RemoteBitrateEstimator = field(default_factory=RemoteBitrateEstimator)
    _owed_bytes: dict[object, float] = field(default_factory=dict)
    _delay_s: float = 0.0

    def run(self, seconds: float) -> list[Moment]:
        """Go on for that long; returns what happened in it."""
        begin = len(self.moments)
        for _ in range(round(seconds / STEP_S)):
            allocation = self.allocator.allocate(self.demands, self.audio_bps, self.now)
            offered_bps, lost = self._carry(allocation)
            self.moments.append(Moment(self.now, allocation, offered_bps, lost, self._delay_s))
            self.allocator.on_loss(lost, self.now)
        return self.moments[begin:]

    def _carry(self, allocation: Allocation) -> tuple[float, float]:
        """Half a second of packets, pictures every 40 ms; returns the rate that was sent and the share lost."""
        rates = self._rates(allocation)
        sent = lost = sent_bytes = 0
        self._delay_s = 0.0
        for _ in range(round(STEP_S / 0.02)):
            for number, (source, bps) in enumerate(rates.items()):
                owed = self._owed_bytes.get(source, 0.0) + bps * 0.02 / 8
                # Cameras take their pictures at different moments; sound and padding go every 20 ms.
                is_due = isinstance(source, str) or (round(self.now / 0.02) + number) % 2 == 0
                while is_due and owed >= 60:
                    size = min(1100, int(owed))
                    owed -= size
                    sent += 1
                    sent_bytes += size
                    lost += not self.link.send(_Packet(self.now, size), size, self.now)
                self._owed_bytes[source] = owed
            self.now += 0.02
            self._receive()
        return sent_bytes * 8 / STEP_S, lost / sent if sent else 0.0

    def _rates(self, allocation: Allocation) -> dict[object, float]:
        rates: dict[object, float] = {"sound": self.audio_bps, "padding": allocation.probe_bps}
        for demand in self.demands:
            rates[demand.slot] = dict(demand.available).get(allocation.layers[demand.slot] or 0, 0)
            if allocation.layers[demand.slot] is None:
                rates[demand.slot] = 0
        return rates

    def _receive(self) -> None:
        for at, packet in self.link.arrived(self.now):
            self._delay_s = max(self._delay_s, at - packet.sent_at)
            send_time = int(packet.sent_at * (1 << 18)) & 0xFFFFFF
            estimate = self._remb.add(int(at * 1000), send_time, packet.size, 1)
            if estimate is not None:
                self.allocator.on_estimate(estimate[0])
