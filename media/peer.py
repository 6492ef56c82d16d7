"""One connection: SRTP in and out, which SSRC is which stream, its two incoming streams and its outlets.

A connection passes nothing until its handshake is done, a plan opened a stream, and someone shares its space.
"""

from collections import Counter
from collections.abc import Callable

from media.counters import PeerStats
from media.dtls import DtlsSession, SrtpError, SrtpKeys
from media.feedback import ReceiverFeedback, build_reports
from media.ice import Address, IceState
from media.profile import CAM_MID, MIC_MID, OPUS, RTX, VP8, Kind
from media.rtcp import build_nack, build_pli, parse_rtcp
from media.rtp import MAX_RTP_BYTES, RtpPacket, parse_packet
from media.slot import Outlet
from media.stream import IncomingStream

__all__ = ["Peer"]

# A microphone, a camera, its retransmissions, and room for a few restarts of each.
_MAX_SSRCS = 8
_REPORT_S = 1.0
# SRTP adds at most 16 bytes, the guard adds room for none more.
_MAX_SRTP_BYTES = MAX_RTP_BYTES + 16
_KIND_OF_TYPE = {OPUS: Kind.AUDIO, VP8: Kind.VIDEO, RTX: Kind.VIDEO}
_MID_OF_KIND = {Kind.AUDIO: MIC_MID, Kind.VIDEO: CAM_MID}


class Peer:
    """One connection of one peer.

    Args:
        name: the peer's id. connection: its number.
        ice: its ICE credentials and addresses.
        max_bps: what it may send.
        now: monotonic seconds.
        send: the transport's send. drops: the worker's counters.
        make_dtls: builds the DTLS session around a function that sends one record.

    Attributes:
        streams: its microphone and camera.
    """

    def __init__(
        self,
        name: str,
        connection: int,
        ice: IceState,
        max_bps: int,
        now: float,
        send: Callable[[bytes, Address], bool],
        drops: Counter[str],
        make_dtls: Callable[[Callable[[bytes], None]], DtlsSession],
    ) -> None:
        self.name = name
        self.connection = connection
        self.ice = ice
        self.opened = now
        self.dtls = make_dtls(self._send_record)
        self.streams = {kind: IncomingStream(kind) for kind in Kind}
        self._max_bps = max_bps
        self._send = send
        self._drops = drops
        self._keys: SrtpKeys | None = None
        self._ssrcs: dict[int, IncomingStream] = {}
        self._former: set[int] = set()
        self._outlets: dict[tuple[int, Kind], Outlet] = {}
        self._feedback = ReceiverFeedback()
        self._report_due = now
        self._packets_in = self._bytes_in = self._packets_out = self._bytes_out = 0
        self._nacks_out = self._plis_out = 0

    @property
    def connected(self) -> bool:
        """Whether media can pass, as far as the connection goes."""
        return self._keys is not None

    def connect(self, keys: SrtpKeys, ssrcs: dict[int, Kind]) -> None:
        """The handshake is done; `ssrcs` are those the answer announced."""
        self._keys = keys
        for ssrc, kind in ssrcs.items():
            self._ssrcs[ssrc] = self.streams[kind]

    def disconnect(self) -> None:
        """Pass nothing any more; idempotent."""
        self._keys = None
        for stream in self.streams.values():
            stream.set_route(is_open=False, outlets=())

    def outlet(self, slot: int, kind: Kind) -> Outlet:
        """The way out to this peer for a slot; it lives as long as the connection, for continuity."""
        found = self._outlets.get((slot, kind))
        if found is None:
            found = self._outlets[slot, kind] = Outlet(slot, kind, self.send_rtp, self.send_rtcp)
            self._feedback.add(found)
        return found

    def handle_dtls(self, data: bytes) -> None:
        """Take a DTLS record."""
        if not self.dtls.feed(data):
            self._drops["dtls_queue_full"] += 1

    def handle_srtp(self, data: bytes, now: float) -> None:
        """Take an SRTP or SRTCP packet; nothing it holds raises."""
        keys = self._keys
        if keys is None:
            self._drops["srtp_before_handshake"] += 1
        elif len(data) < 12 or len(data) > _MAX_SRTP_BYTES:
            self._drops["jumbo" if len(data) > 12 else "bad_srtp"] += 1
        elif 192 <= data[1] <= 223:
            self._handle_srtcp(keys, data, now)
        else:
            try:
                packet = parse_packet(keys.unprotect(data))
            except SrtpError as error:
                self._drops["bad_rtp" if type(error) is ValueError else "bad_srtp"] += 1
                return
            self._packets_in += 1
            self._bytes_in += len(data)
            stream = self._ssrcs.get(packet.ssrc) or self._learn(packet)
            if stream is None:
                self._drops["unknown_ssrc"] += 1
            elif packet.payload_type == RTX and stream.kind is Kind.VIDEO:
                stream.handle_rtp(packet, now)
            elif packet.payload_type != stream.payload_type:
                self._drops["wrong_payload_type"] += 1
            elif packet.ssrc == stream.ssrc or self._adopt(stream, packet.ssrc, now):
                stream.handle_rtp(packet, now)

    def _learn(self, packet: RtpPacket) -> IncomingStream | None:
        """Find the stream of a new SSRC by the mid it names, or by payload type for retransmissions."""
        kind = _KIND_OF_TYPE.get(packet.payload_type)
        if kind is None or len(self._ssrcs) >= _MAX_SSRCS:
            return None
        if packet.mid != _MID_OF_KIND[kind] and not (packet.payload_type == RTX and packet.mid is None):
            return None
        self._ssrcs[packet.ssrc] = self.streams[kind]
        return self.streams[kind]

    def _adopt(self, stream: IncomingStream, ssrc: int, now: float) -> bool:
        """Follow the stream to an SSRC not used before; packets of a former one are stale."""
        if ssrc in self._former:
            self._drops["stale_ssrc"] += 1
            return False
        if stream.ssrc is not None:
            self._former.add(stream.ssrc)
        stream.use_source(ssrc)
        # The first report leaves at once: without one a browser stays at its lowest rate.
        self._report_due = now
        return True

    def _handle_srtcp(self, keys: SrtpKeys, data: bytes, now: float) -> None:
        try:
            packets = parse_rtcp(keys.unprotect_rtcp(data))
        except SrtpError as error:
            self._drops["bad_rtcp" if type(error) is ValueError else "bad_srtp"] += 1
            return
        self._feedback.handle(packets, self._ssrcs, now)

    def on_timer(self, now: float) -> None:
        """Send what is due to the sender: repeat requests, key-frame requests, reports."""
        if self._keys is None:
            return
        for stream in self.streams.values():
            if stream.ssrc is None:
                continue
            numbers = stream.take_nacks(now)
            if numbers:
                self._nacks_out += len(numbers)
                self.send_rtcp(build_nack(stream.ssrc, numbers))
            if stream.take_key_request(now):
                self._plis_out += 1
                self.send_rtcp(build_pli(stream.ssrc))
        if now >= self._report_due:
            self._report_due = now + _REPORT_S
            reports = build_reports(list(self.streams.values()), self._max_bps, now)
            if reports:
                self.send_rtcp(reports)

    def send_rtp(self, plain: bytes) -> None:
        """Protect and send one RTP packet to this peer."""
        keys, address = self._keys, self.ice.address
        if keys is None or address is None:
            return
        try:
            data = keys.protect(plain)
        except SrtpError:
            self._drops["protect_failed"] += 1
            return
        if self._send(data, address):
            self._packets_out += 1
            self._bytes_out += len(data)

    def send_rtcp(self, plain: bytes) -> None:
        """Protect and send one RTCP packet to this peer."""
        keys, address = self._keys, self.ice.address
        if keys is None or address is None:
            return
        try:
            data = keys.protect_rtcp(plain)
        except SrtpError:
            self._drops["protect_failed"] += 1
            return
        self._send(data, address)

    def _send_record(self, data: bytes) -> None:
        if self.ice.address is not None:
            self._send(data, self.ice.address)

    def stats(self) -> PeerStats:
        """A copy of the counters."""
        return PeerStats(
            connected=self.connected,
            silent=False,
            connection=self.connection,
            rtt_ms=None,
            estimate_bps=self._feedback.estimate_bps,
            uplink_bps=None,
            packets_in=self._packets_in,
            bytes_in=self._bytes_in,
            packets_out=self._packets_out,
            bytes_out=self._bytes_out,
            flood_drops=0,
            level_lies=0,
            streams=(),
            slots=(),
        )
