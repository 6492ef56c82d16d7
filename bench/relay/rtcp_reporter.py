"""The RTCP a browser sends besides its media, and its reaction to what it receives. Pure.

Once a second it reports on what it sends and on every stream it receives, twice a second it sends its bandwidth
estimate, and it sends a key frame when requested (RFC 3550 §6.4, RFC 4585 §6.3.1, RFC 5104 §4.3.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from struct import Struct

from aiortc.rtp import (
    RTCP_PSFB,
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_SR,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
    pack_remb_fci,
)

from bench.relay.load import PacketSource
from media.net.transport_numbers import find_number
from media.rtp.rtcp import build_transport_feedback, parse_rtcp
from media.rtp.transport_feedback import ArrivalLog
from media.sdp.profile import ABS_SEND_TIME_ID

__all__ = ["ESTIMATE_S", "REPORT_S", "ArrivalReporter", "RtcpReporter"]

REPORT_S = 1.0
ESTIMATE_S = 0.5
_ESTIMATE_BPS = 50_000_000
# As on a local network: a few ticks of either clock.
_JITTER_RTP = 40
_BLOCKS = 31
_ESTIMATED_SSRCS = 255
_SDES_CNAME = 1
_FIR_ENTRY = Struct("!IB3x")
_WORD = 0xFFFFFFFF
_HEAD = Struct("!xBH")
_READ_TYPES = (RTCP_SR, RTCP_PSFB)
_STAMP, _STAMP_BYTES, _STAMPS_PER_S, _STAMPS = ABS_SEND_TIME_ID << 4 | 2, 3, 1 << 18, 1 << 24
# What fits a packet; more has come only after this process stood still.
_LONGEST_FEEDBACK = 1200


@dataclass(slots=True)
class _Heard:
    """One received stream.

    Attributes:
        highest: extended sequence number. last_sr: middle 32 bits of the NTP time of its last sender report, 0 for
            none. last_sr_at: arrival of that report, monotonic seconds.
    """

    highest: int = -1
    last_sr: int = 0
    last_sr_at: float = 0.0


class RtcpReporter:
    """The RTCP of one connection.

    Args:
        ssrc: the reporter's SSRC when it sends nothing.
        sources: the streams it sends.
    """

    def __init__(self, ssrc: int, sources: Sequence[PacketSource] = ()) -> None:
        self._ssrc = sources[0].ssrc if sources else ssrc
        self._sources = {source.ssrc: source for source in sources}
        self._heard: dict[int, _Heard] = {}

    def handle(self, plain: bytes, now: float) -> None:
        """Take a decrypted compound packet: note sender reports, send requested key frames.

        Whatever else is in it stays unread: relays pad their descriptions in ways that aiortc refuses.

        Raises:
            ValueError: it is malformed.
        """
        for packet in parse_rtcp(_readable(plain)):
            if isinstance(packet, RtcpSrPacket):
                heard = self._heard.setdefault(packet.ssrc, _Heard())
                heard.last_sr = packet.sender_info.ntp_timestamp >> 16 & _WORD
                heard.last_sr_at = now
            elif isinstance(packet, RtcpPsfbPacket):
                for ssrc in _key_wanted(packet):
                    if ssrc in self._sources:
                        self._sources[ssrc].wants_key = True

    def build_reports(self, latest: Mapping[int, int], now: float) -> list[bytes]:
        """The reports due each second, as compound packets, with no loss.

        Args:
            latest: the last sequence number received, by SSRC.
            now: monotonic seconds.
        """
        blocks = iter([self._block(ssrc, sequence, now) for ssrc, sequence in latest.items()])
        ntp = int(now * 2**32)
        described = bytes(RtcpSdesPacket([RtcpSourceInfo(self._ssrc, [(_SDES_CNAME, b"bench")])]))
        compounds = [
            bytes(RtcpSrPacket(source.ssrc, _sender_info(source, ntp), list(islice(blocks, _BLOCKS))))
            + described
            for source in self._sources.values()
            if source.packets
        ]
        while some := list(islice(blocks, _BLOCKS)):
            compounds.append(bytes(RtcpRrPacket(self._ssrc, some)) + described)
        return compounds

    def build_estimate(self, latest: Mapping[int, int]) -> bytes:
        """The bandwidth estimate for everything received; empty if nothing is."""
        if not latest:
            return b""
        fci = pack_remb_fci(_ESTIMATE_BPS, list(latest)[:_ESTIMATED_SSRCS])
        return bytes(RtcpPsfbPacket(RTCP_PSFB_APP, self._ssrc, 0, fci))

    def _block(self, ssrc: int, sequence: int, now: float) -> RtcpReceiverInfo:
        heard = self._heard.setdefault(ssrc, _Heard())
        # Far fewer than 2**15 packets arrive between two reports.
        heard.highest = sequence if heard.highest < 0 else heard.highest + (sequence - heard.highest & 0xFFFF)
        delay = int((now - heard.last_sr_at) * 65536) & _WORD if heard.last_sr else 0
        return RtcpReceiverInfo(ssrc, 0, 0, heard.highest & _WORD, _JITTER_RTP, heard.last_sr, delay)


class ArrivalReporter:
    """Reports on every packet that comes, by its transport-wide number, as over a link that delays and loses nothing.

    Each is said to have arrived when the relay sent it: so what is measured is what reports cost, and not what a busy
    machine does to an estimate. A send time says when the relay got the packet, which may have waited there since; but
    by then it had sent everything with a lower number.
    """

    def __init__(self) -> None:
        self._log = ArrivalLog()
        self._stamps = 0
        self._latest = -_STAMPS

    def take_packet(self, packet: bytes, now: float) -> bytes:
        """Note one, still encrypted: header extensions are not. Returns the compound that is due, or nothing.

        Args:
            packet: it has its number and its send time side by side, or no number.
            now: monotonic seconds.
        """
        at = find_number(packet)
        if at >= 0:
            stamp_at = at + 3 if packet[at + 2] == _STAMP else at - _STAMP_BYTES - 1
            stamps = int.from_bytes(packet[stamp_at : stamp_at + _STAMP_BYTES], "big")
            self._stamps += (stamps - self._stamps + _STAMPS // 2) % _STAMPS - _STAMPS // 2
            self._latest = max(self._latest, self._stamps)
            self._log.on_packet(packet[at] << 8 | packet[at + 1], 64.0 + self._latest / _STAMPS_PER_S)
        # When reports are due is this clock's matter.
        feedback = self._log.take(now)
        if feedback is None or len(feedback) > _LONGEST_FEEDBACK:
            return b""
        return build_transport_feedback(0, feedback)


def _readable(compound: bytes) -> bytes:
    """Its sender reports and payload-specific feedback, which are all that a client acts on (RFC 3550 §6.1)."""
    kept, at = b"", 0
    while at + _HEAD.size <= len(compound):
        kind, words = _HEAD.unpack_from(compound, at)
        end = at + 4 * (words + 1)
        if kind in _READ_TYPES:
            kept += compound[at:end]
        at = end
    return kept


def _sender_info(source: PacketSource, ntp: int) -> RtcpSenderInfo:
    return RtcpSenderInfo(ntp, source.timestamp, source.packets & _WORD, source.octets & _WORD)


def _key_wanted(packet: RtcpPsfbPacket) -> list[int]:
    """The SSRCs for which this packet requests a key frame."""
    if packet.fmt == RTCP_PSFB_PLI:
        return [packet.media_ssrc]
    if packet.fmt != RTCP_PSFB_FIR:
        return []
    usable = len(packet.fci) // _FIR_ENTRY.size * _FIR_ENTRY.size
    return [ssrc for ssrc, _ in _FIR_ENTRY.iter_unpack(packet.fci[:usable])]
