"""Reception of one incoming stream: extended sequence numbers, loss and jitter (RFC 3550 §6.4.1, A.1, A.3, A.8)."""

from dataclasses import dataclass

from media.rtp.packet import sequence_delta

__all__ = ["Reception", "ReceptionReport"]

_MAX_LOST = (1 << 23) - 1


@dataclass(frozen=True, slots=True)
class ReceptionReport:
    """One report block.

    Attributes:
        ssrc: the stream reported on.
        fraction_lost: since the last report, in 1/256; recovered packets are not lost.
        lost: packets lost in total, -(2**23)..2**23-1.
        highest: extended highest sequence number, 32 bits.
        jitter: in RTP ticks.
        last_sr: middle 32 bits of the last sender report's NTP time, 0 if there was none.
        delay: since that report, in 1/65536 s.
        expected, missed: packets since the last report, and how many of them did not arrive on their own; not part of
            the block.
    """

    ssrc: int
    fraction_lost: int
    lost: int
    highest: int
    jitter: int
    last_sr: int
    delay: int
    expected: int = 0
    missed: int = 0


@dataclass(slots=True)
class Reception:
    """The receiving side of one SSRC; packets dropped by the gate were received, so they count here."""

    ssrc: int
    clock_rate: int
    _base: int | None = None
    _highest: int = 0
    _received: int = 0
    _repaired: int = 0
    _expected_prior: int = 0
    _received_prior: int = 0
    _repaired_prior: int = 0
    _transit: float | None = None
    _jitter: float = 0.0
    _last_sr: int = 0
    _last_sr_at: float = 0.0

    def on_packet(self, sequence: int, timestamp: int, now: float) -> int:
        """Count a packet of the stream itself (not a retransmission); returns its extended sequence number."""
        if self._base is None:
            # One cycle up, so that late packets from before the first one stay positive.
            self._base = self._highest = sequence + 0x10000
            extended = self._highest
        else:
            extended = self.extend(sequence)
            self._highest = max(self._highest, extended)
        self._received += 1
        transit = now * self.clock_rate - timestamp
        if self._transit is not None:
            # Timestamps wrap, so the difference is taken modulo 2**32.
            change = abs((transit - self._transit + 0x80000000) % 0x100000000 - 0x80000000)
            self._jitter += (change - self._jitter) / 16
        self._transit = transit
        return extended

    def on_repaired(self) -> None:
        """Count a packet that arrived as a retransmission.

        From 10 % reported loss on, a browser lowers its own rate. Recovered packets are no reason to: our REMB, which
        knows
        what was missing, decides whether less should be sent.
        """
        self._repaired += 1

    @property
    def lost(self) -> int:
        """Packets that have not arrived so far."""
        return 0 if self._base is None else max(0, self._highest - self._base + 1 - self._received)

    @property
    def highest(self) -> int:
        """The highest extended number received; 0 before the first."""
        return self._highest

    @property
    def jitter_s(self) -> float:
        """Interarrival jitter, seconds."""
        return self._jitter / self.clock_rate

    def extend(self, sequence: int) -> int:
        """The extended number nearest to the highest received."""
        return self._highest + sequence_delta(sequence, self._highest & 0xFFFF)

    def on_sender_report(self, ntp: int, now: float) -> None:
        """Note a sender report, `ntp` in 32.32 fixed point."""
        self._last_sr = ntp >> 16 & 0xFFFFFFFF
        self._last_sr_at = now

    def report(self, now: float) -> ReceptionReport | None:
        """The report block due now; None before the first packet."""
        if self._base is None:
            return None
        expected = self._highest - self._base + 1
        recent = expected - self._expected_prior
        missed = max(0, recent - (self._received - self._received_prior))
        lost_recent = missed - (self._repaired - self._repaired_prior)
        self._expected_prior, self._received_prior = expected, self._received
        self._repaired_prior = self._repaired
        fraction = min(255, (lost_recent << 8) // recent) if recent > 0 and lost_recent > 0 else 0
        delay = int((now - self._last_sr_at) * 65536) & 0xFFFFFFFF if self._last_sr else 0
        return ReceptionReport(
            self.ssrc,
            fraction,
            max(-_MAX_LOST - 1, min(expected - self._received - self._repaired, _MAX_LOST)),
            (self._highest - 0x10000) & 0xFFFFFFFF,
            int(self._jitter) & 0xFFFFFFFF,
            self._last_sr,
            delay,
            max(0, recent),
            missed,
        )
