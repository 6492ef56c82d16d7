"""RTCP on bytes: the few packets the relay builds, and aiortc's parser with one error type (RFC 3550 §6, RFC 4585)."""

from collections.abc import Sequence
from struct import Struct
from struct import error as StructError

from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RTCP_SR,
    AnyRtcpPacket,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    pack_remb_fci,
)

from media.rtp.reception import ReceptionReport
from media.rtp.transport_feedback import TransportFeedback, parse_feedback
from media.sdp.profile import RELAY_SSRC

__all__ = [
    "AnyRtcp",
    "build_fir",
    "build_nack",
    "build_pli",
    "build_receiver_report",
    "build_remb",
    "build_sender_report",
    "build_transport_feedback",
    "parse_rtcp",
    "sender_reports",
]

AnyRtcp = AnyRtcpPacket | TransportFeedback

_HEADER = Struct("!BBHII")
_SENDER_REPORT = Struct("!BBHIQIII")
_VERSION, _WORD = 0x80, 0xFFFFFFFF
_TRANSPORT_FORMAT, _FEEDBACK_TYPE = 15, 205
_FIR_ENTRY = Struct("!IB3x")
# One NACK message names at most this many packets; the rest is due again in the next round.
_MAX_NACKED = 128
# Of a received NACK at most as many numbers are read as a ring holds: 1356 bytes could name 5,700.
_MAX_WANTED = 512
# Keeps an estimate below 2**58 bit/s: its mantissa has 18 bits.
_MAX_REMB_EXPONENT = 40


def parse_rtcp(data: bytes) -> list[AnyRtcp]:
    """Parse a decrypted compound packet.

    Raises:
        ValueError: any part of it is malformed.
    """
    found: list[AnyRtcp] = []
    others, at = b"", 0
    while at + _HEADER.size <= len(data):
        # aiortc would read transport-wide feedback as a list of lost packets, and a long one.
        is_ours = data[at] & 0xDF == 0x80 | _TRANSPORT_FORMAT and data[at + 1] == _FEEDBACK_TYPE
        end = at + 4 + 4 * int.from_bytes(data[at + 2 : at + 4], "big")
        if is_ours and end <= len(data):
            found.append(parse_feedback(data[at + _HEADER.size : end]))
        else:
            others += data[at:end]
        at = end
    others += data[at:]
    return [*found, *_parse_others(others)] if others or not found else found


def _parse_others(data: bytes) -> list[AnyRtcpPacket]:
    try:
        packets = RtcpPacket.parse(data)
    except (StructError, IndexError) as error:
        raise ValueError("rtcp: malformed") from error
    for packet in packets:
        if isinstance(packet, RtcpRtpfbPacket):
            # aiortc counts beyond 65535 where a NACK's bit mask wraps.
            packet.lost = [number & 0xFFFF for number in packet.lost[:_MAX_WANTED]]
        elif isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_APP:
            # The 6-bit exponent of a REMB can exceed what a counter holds.
            if len(packet.fci) >= 8 and packet.fci[5] >> 2 > _MAX_REMB_EXPONENT:
                raise ValueError("rtcp: estimate")
    return packets


def sender_reports(packets: Sequence[AnyRtcp]) -> list[RtcpSrPacket]:
    """The sender reports of a compound packet."""
    return [packet for packet in packets if isinstance(packet, RtcpSrPacket)]


def build_receiver_report(reports: Sequence[ReceptionReport]) -> bytes:
    """A receiver report with up to 31 blocks (RFC 3550 §6.4.2)."""
    blocks = [
        RtcpReceiverInfo(
            report.ssrc,
            report.fraction_lost,
            report.lost,
            report.highest,
            report.jitter,
            report.last_sr,
            report.delay,
        )
        for report in reports[:31]
    ]
    return bytes(RtcpRrPacket(RELAY_SSRC, blocks))


def build_sender_report(ssrc: int, ntp: int, timestamp: int, packets: int, octets: int) -> bytes:
    """A sender report for one slot.

    Args:
        ssrc: the slot's SSRC.
        ntp: the original sender's NTP time, 32.32 fixed point: audio and video of a slot share that clock.
        timestamp: the matching RTP time on the slot's own timeline.
        packets, octets: sent on this slot so far; they wrap at 32 bits.
    """
    words = _SENDER_REPORT.size // 4 - 1
    return _SENDER_REPORT.pack(
        _VERSION, RTCP_SR, words, ssrc, ntp, timestamp, packets & _WORD, octets & _WORD
    )


def build_nack(ssrc: int, numbers: Sequence[int]) -> bytes:
    """Request retransmissions from the sender of `ssrc`; `numbers` ascend and may be extended (RFC 4585 §6.2.1)."""
    lost = [number & 0xFFFF for number in numbers[:_MAX_NACKED]]
    parts: list[bytes] = []
    start = 0
    # aiortc packs distances without wrap-around, so the list is split where it wraps.
    for index in range(1, len(lost) + 1):
        if index == len(lost) or lost[index] < lost[index - 1]:
            parts.append(bytes(RtcpRtpfbPacket(RTCP_RTPFB_NACK, RELAY_SSRC, ssrc, lost[start:index])))
            start = index
    return b"".join(parts)


def build_pli(ssrc: int) -> bytes:
    """Request a key frame from the sender of `ssrc` (RFC 4585 §6.3.1)."""
    return bytes(RtcpPsfbPacket(RTCP_PSFB_PLI, RELAY_SSRC, ssrc))


def build_fir(ssrc: int, number: int) -> bytes:
    """Request a key frame from a sender without PLI; `number` differs for each request (RFC 5104 §4.3.1)."""
    return bytes(RtcpPsfbPacket(RTCP_PSFB_FIR, RELAY_SSRC, 0, _FIR_ENTRY.pack(ssrc, number)))


def build_remb(bitrate_bps: int, ssrcs: list[int]) -> bytes:
    """Limit the total bit rate of `ssrcs` at their sender (draft-alvestrand-rmcat-remb-03)."""
    return bytes(RtcpPsfbPacket(RTCP_PSFB_APP, RELAY_SSRC, 0, pack_remb_fci(bitrate_bps, ssrcs)))


def build_transport_feedback(ssrc: int, feedback: bytes) -> bytes:
    """Tell a sender when its packets arrived; `feedback` as `build_feedback` makes it, `ssrc` any of its sources."""
    first, words = 0x80 | _TRANSPORT_FORMAT, 2 + len(feedback) // 4
    return _HEADER.pack(first, _FEEDBACK_TYPE, words, RELAY_SSRC, ssrc) + feedback
