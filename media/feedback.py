"""What RTCP does to a connection: repeats and key frames its receiver asks for, and the reports its sender gets."""

from collections.abc import Mapping, Sequence
from struct import Struct
from struct import error as StructError

from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    unpack_remb_fci,
)

from media.repair import ResendGuard
from media.rtcp import build_receiver_report, build_remb
from media.slot import Outlet
from media.stream import IncomingStream

__all__ = ["ReceiverFeedback", "build_reports"]

_FIR_ENTRY = Struct("!IB3x")


class ReceiverFeedback:
    """The feedback of one receiver on the slots it is sent.

    Attributes:
        nacks: packets asked for again. plis: key frames asked for.
        estimate_bps: the receiver's last bandwidth estimate, or None.
    """

    def __init__(self) -> None:
        self.nacks = self.plis = 0
        self.estimate_bps: int | None = None
        self._outlets: dict[int, Outlet] = {}
        self._guard = ResendGuard()

    def add(self, outlet: Outlet) -> None:
        """Accept feedback on `outlet`."""
        self._outlets[outlet.ssrc] = outlet

    def handle(
        self, packets: Sequence[AnyRtcpPacket], sources: Mapping[int, IncomingStream], now: float
    ) -> None:
        """Act on a parsed compound packet; what is not for us is ignored.

        Args:
            packets: its parts.
            sources: the connection's own incoming streams by SSRC.
            now: monotonic seconds.
        """
        for packet in packets:
            if isinstance(packet, RtcpSrPacket):
                stream = sources.get(packet.ssrc)
                if stream is not None and stream.ssrc == packet.ssrc:
                    info = packet.sender_info
                    stream.handle_sender_report(info.ntp_timestamp, info.rtp_timestamp, now)
            elif isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
                self._on_nack(packet, now)
            elif isinstance(packet, RtcpPsfbPacket):
                self._on_payload_feedback(packet)

    def _on_nack(self, packet: RtcpRtpfbPacket, now: float) -> None:
        self.nacks += len(packet.lost)
        outlet = self._outlets.get(packet.media_ssrc)
        if outlet is None or outlet.feed is None or outlet.feed.ring is None:
            return
        for sequence in packet.lost:
            extended = outlet.source_number(sequence)
            kept = None if extended is None else outlet.feed.ring.get(extended, now)
            # Asked last, because it counts: what is not there costs nothing.
            if kept is not None and self._guard.allow(outlet.slot, kept.extended, now):
                outlet.resend(kept, sequence, now)

    def _on_payload_feedback(self, packet: RtcpPsfbPacket) -> None:
        if packet.fmt == RTCP_PSFB_PLI:
            self._on_key_request(packet.media_ssrc)
        elif packet.fmt == RTCP_PSFB_FIR:
            usable = len(packet.fci) // _FIR_ENTRY.size * _FIR_ENTRY.size
            for ssrc, _ in _FIR_ENTRY.iter_unpack(packet.fci[:usable]):
                self._on_key_request(ssrc)
        elif packet.fmt == RTCP_PSFB_APP:
            try:
                self.estimate_bps = unpack_remb_fci(packet.fci)[0]
            except (ValueError, StructError):
                return

    def _on_key_request(self, ssrc: int) -> None:
        self.plis += 1
        outlet = self._outlets.get(ssrc)
        if outlet is not None and outlet.feed is not None:
            outlet.feed.request_key_frame()


def build_reports(streams: Sequence[IncomingStream], max_bps: int, now: float) -> bytes:
    """Receiver reports and the bandwidth bound for one sender, in one compound packet; empty before it sends.

    Without the bound a browser stays near 300 kbit/s, so it is sent from the first second on.
    """
    reports = [
        report for stream in streams if stream.ssrc is not None and (report := stream.reception.report(now))
    ]
    if not reports:
        return b""
    return build_receiver_report(reports) + build_remb(max_bps, [report.ssrc for report in reports])
