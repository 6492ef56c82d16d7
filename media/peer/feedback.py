"""A receiver's feedback on its slots and its link: retransmission and key-frame requests, loss, jitter, arrivals."""

from collections.abc import Sequence
from struct import Struct
from struct import error as StructError

from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    unpack_remb_fci,
)

from media.net.send_buffer import SendBuffer
from media.peer.repair import ResendGuard
from media.peer.slot import Outlet
from media.rates.link.receiver_link import ReceiverLink
from media.rates.redundancy import Redundancy
from media.rtp.rtcp import AnyRtcp
from media.rtp.transport_feedback import TransportFeedback
from media.sdp.profile import AUDIO_CLOCK, VIDEO_CLOCK, Kind

__all__ = ["ReceiverFeedback"]

_FIR_ENTRY = Struct("!IB3x")
_RTT_SMOOTHING = 0.25
# A longer one is a wrap-around or a lie.
_MAX_RTT_S = 5.0
# What leaves once more in one round of the worker's timer, at most.
_MOST_AGAIN = 24
_CLOCK = {Kind.AUDIO: AUDIO_CLOCK, Kind.VIDEO: VIDEO_CLOCK}


class ReceiverFeedback:
    """The feedback of one receiver.

    Args:
        link: gets what says how much it carries.

    Attributes:
        rtt_s: round trip, smoothed; None before the first report that gives one.
        loss: of all slots in the last reports, 0..1.
        redundancy: whether its sound carries copies.
        asked: whether a packet or a key frame was asked for; the reader sets it back.
    """

    def __init__(self, link: ReceiverLink) -> None:
        self.rtt_s: float | None = None
        self.loss = 0.0
        self._link = link
        self._send_buffer: SendBuffer | None = None
        self.redundancy = Redundancy()
        self._copies = self.redundancy.is_on
        self._outlets: dict[int, Outlet] = {}
        # By SSRC: the highest sequence number and the time of the last report.
        self._reported: dict[int, tuple[int, float]] = {}
        self._renewed_at = float("-inf")
        # Packets since the last report, by transport-wide feedback: lost ones, and all.
        self._counted = (0, 0)
        self._guard = ResendGuard()
        # What leaves once more in the next round: outlets and 16-bit numbers.
        self._again: list[tuple[Outlet, int]] = []
        self._doubles = False
        self.asked = False

    def add(self, outlet: Outlet) -> None:
        """Accept feedback on `outlet`."""
        self._outlets[outlet.ssrc] = outlet

    def connect(self, send_buffer: SendBuffer) -> None:
        """Accept feedback on what this send buffer sends."""
        self._send_buffer = send_buffer

    def renew(self, link: ReceiverLink, now: float) -> None:
        """Start again after an outage: losses during it say nothing about the present link."""
        self._link = link
        self._renewed_at = now
        self.loss = 0.0
        self.redundancy = Redundancy()
        self._apply_copies()

    def handle(self, packets: Sequence[AnyRtcp], now: float) -> None:
        """Handle a parsed compound packet; feedback not about our slots is ignored. `now` in monotonic seconds."""
        blocks: list[RtcpReceiverInfo] = []
        for packet in packets:
            if isinstance(packet, RtcpSrPacket | RtcpRrPacket):
                blocks += packet.reports
            elif isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
                self._on_nack(packet, now)
            elif isinstance(packet, RtcpPsfbPacket):
                self._on_payload_feedback(packet, now)
            elif isinstance(packet, TransportFeedback):
                self._on_transport_feedback(packet, now)
        if blocks:
            self._on_reports(blocks, now)
        self._apply_copies()

    def _apply_copies(self) -> None:
        if self._copies != self.redundancy.is_on:
            self._copies = self.redundancy.is_on
            for outlet in self._outlets.values():
                outlet.set_copies(self._copies)

    def _on_reports(self, blocks: Sequence[RtcpReceiverInfo], now: float) -> None:
        expected = lost = 0.0
        for block in blocks:
            outlet = self._outlets.get(block.ssrc)
            if outlet is None:
                continue
            before, since = self._reported.get(block.ssrc, (None, now))
            # The first report covers everything sent so far.
            recent = outlet.packets if before is None else block.highest_sequence - before & 0xFFFF
            self._reported[block.ssrc] = block.highest_sequence, now
            outlet.loss = block.fraction_lost / 256
            outlet.jitter_s = block.jitter / _CLOCK[outlet.kind]
            self._on_round_trip(outlet.round_trip(block.lsr, block.dlsr, now))
            if since < self._renewed_at:
                continue
            expected += recent
            lost += recent * outlet.loss
            self._link.on_loss(recent * outlet.loss, recent, now)
        if expected:
            self.loss = lost / expected
        if self._link.transport.is_heard:
            # A report also misses what never left: what a pacer still held when a layer was left.
            (lost, expected), self._counted = self._counted, (0, 0)
        # Copies would fill a full queue even more.
        if not self._link.loses_by_queue:
            self.redundancy.on_report(lost, expected, now)

    def _on_round_trip(self, rtt_s: float | None) -> None:
        if rtt_s is None or rtt_s > _MAX_RTT_S:
            return
        self.rtt_s = rtt_s if self.rtt_s is None else self.rtt_s + _RTT_SMOOTHING * (rtt_s - self.rtt_s)

    def _on_transport_feedback(self, packet: TransportFeedback, now: float) -> None:
        if self._send_buffer is None:
            return
        first = self._link.transport.unwrap(packet.base, self._send_buffer.number)
        sent = self._send_buffer.sent(first, len(packet.arrivals))
        lost, expected = self._link.on_feedback(first, packet.arrivals, sent, now)
        self._counted = self._counted[0] + lost, self._counted[1] + expected

    def _on_nack(self, packet: RtcpRtpfbPacket, now: float) -> None:
        outlet = self._outlets.get(packet.media_ssrc)
        if outlet is None:
            return
        outlet.nacked += len(packet.lost)
        self.asked = True
        for sequence in packet.lost:
            found = outlet.repeatable(sequence, now)
            # The guard comes last because it counts: a request for a packet that is gone is free.
            if found is not None and self._guard.allow(outlet.ssrc, found[0], now, self.rtt_s):
                outlet.repeat(found[1], sequence, now)
                if self._link.is_lossy:
                    self._again.append((outlet, sequence))
        if outlet.kind is Kind.AUDIO and not self._link.loses_by_queue:
            self.redundancy.on_request(len(packet.lost), now)

    def send_again(self, now: float) -> bool:
        """Send once more what left on a lossy link, in the round after: losses come together.

        Repairs always, because one that is lost costs a round trip; where there is room for it, everything.

        Returns:
            Whether there is something for the next round.
        """
        again, self._again = self._again[:_MOST_AGAIN], []
        for outlet, sequence in again:
            # What the gate or another source has ended since is no longer to be had.
            found = outlet.repeatable(sequence, now)
            if found is not None:
                outlet.repeat(found[1], sequence, now)
        was, self._doubles = self._doubles, self._link.doubles
        if self._doubles:
            # Sound first.
            for outlet in sorted(self._outlets.values(), key=lambda one: one.kind is not Kind.AUDIO):
                new = outlet.take_new()
                self._again += [(outlet, sequence) for sequence in new if was]
        return self._doubles or bool(self._again)

    def _on_payload_feedback(self, packet: RtcpPsfbPacket, now: float) -> None:
        if packet.fmt == RTCP_PSFB_PLI:
            self._on_key_request(packet.media_ssrc, now)
        elif packet.fmt == RTCP_PSFB_FIR:
            usable = len(packet.fci) // _FIR_ENTRY.size * _FIR_ENTRY.size
            for ssrc, _ in _FIR_ENTRY.iter_unpack(packet.fci[:usable]):
                self._on_key_request(ssrc, now)
        elif packet.fmt == RTCP_PSFB_APP:
            try:
                bps = unpack_remb_fci(packet.fci)[0]
            except (ValueError, StructError):
                return
            self._link.on_remb(bps)

    def _on_key_request(self, ssrc: int, now: float) -> None:
        outlet = self._outlets.get(ssrc)
        if outlet is not None and outlet.source is not None:
            outlet.key_requests += 1
            self.asked = True
            outlet.source.request_key_frame(now - (self.rtt_s or 0.0))
