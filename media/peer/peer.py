"""One connection: SRTP in and out, which SSRC is which stream, its incoming streams and its outlets.

A connection forwards nothing until its handshake is done, a plan opened a stream, and someone shares its space.
"""

from collections.abc import Callable, Sequence

from media.control import VideoLayer
from media.net.dtls import DtlsSession, SrtpKeys
from media.net.floods import dtls_meter, rtcp_meter, sender_meter
from media.net.ice import IceState
from media.net.srtp import SrtpError
from media.peer.camera import Camera
from media.peer.feedback import ReceiverFeedback
from media.peer.outgoing import Outgoing, WorkerSocket
from media.peer.slot import Outlet
from media.peer.stream import IncomingStream
from media.peer.upstream import Upstream
from media.rates.allocator import Allocator
from media.rates.link.estimator import LinkEstimator
from media.rates.link.receiver_link import ReceiverLink
from media.rtp.packet import MAX_RTP_BYTES, RtpPacket, parse_packet, send_time
from media.rtp.rtcp import parse_rtcp, sender_reports
from media.sdp.formats import Accepted
from media.sdp.profile import CAM_MID, MIC_MID, MID_ID, OPUS, RED, REPAIRED_RID_ID, RID_ID, RTX, VP8, Kind

__all__ = ["Peer"]

# A microphone, three layers and their retransmissions, with room for a few restarts of each.
_MAX_SSRCS = 24
# SRTP adds at most 16 bytes.
_MAX_SRTP_BYTES = MAX_RTP_BYTES + 16
# pylibsrtp works in a buffer of 1500 bytes, 144 of which are reserved for the trailer.
_MAX_SRTCP_BYTES = 1356
_SOUND_TYPES = (OPUS, RED)

_Handler = Callable[[RtpPacket, int, float], bool]


class Peer(Outgoing):
    """One connection of one peer.

    Args:
        name: the peer's id. connection: its number.
        ice: its ICE credentials and paths.
        session: the random session id of its offers.
        layers: of its camera, smallest first.
        now: monotonic seconds.
        socket: the worker's transport.
        make_dtls: builds the DTLS session around a function that sends one record.

    Attributes:
        mic, camera: what it sends. upstream: the feedback we send about that.
        link, allocator, feedback: what its link carries, which layers it gets, and the feedback it sends.
        sources: its streams by the SSRC each of them uses now.
        tiles: the height at which it shows each slot, device pixels; None before its first `SetTiles`.
        is_hasty: whether its next round is due with the next tick; calm ones come less often (`RoomRouter.is_due`).
        silent: no connectivity check for too long; nothing is forwarded either way until one arrives.
        fingerprints: of its certificate, from its first answer; None before it.
        sections: what its answer accepted of our offer, in order; empty before.
        offers, answers: how many offers were made for it, and how many answers were taken.
    """

    # What the part in C reads for every packet is where it finds it without asking.
    __slots__ = ("_keys", "_media", "sources", "upstream")

    def __init__(
        self,
        name: str,
        connection: int,
        ice: IceState,
        session: int,
        layers: Sequence[VideoLayer],
        now: float,
        socket: WorkerSocket,
        make_dtls: Callable[[Callable[[bytes], None]], DtlsSession],
    ) -> None:
        super().__init__(socket)
        self.name = name
        self.connection = connection
        self.ice = ice
        self.opened = now
        self.dtls = make_dtls(self._send_record)
        self.mic = IncomingStream(Kind.AUDIO)
        self.camera = Camera(layers)
        self.upstream = Upstream(self.streams, layers)
        self._nominal_bps = tuple(layer.max_bps for layer in layers)
        self.allocator = Allocator(self._nominal_bps)
        self.link = ReceiverLink()
        self.feedback = ReceiverFeedback(self.link)
        self.tiles: dict[int, int] | None = None
        self.silent = False
        self.is_hasty = False
        self.fingerprints: tuple[str, ...] | None = None
        self.session = session
        self.offers = self.answers = 0
        self._drops = socket.drops
        self._keys: SrtpKeys | None = None
        self.sections: tuple[Accepted, ...] = ()
        self._announced: dict[int, Kind] = {}
        self._handlers: dict[int, _Handler] = {}
        self.sources: dict[int, IncomingStream] = {}
        self._media = sender_meter(layer.max_bps for layer in layers)
        self._rtcp = rtcp_meter()
        self._records = dtls_meter()

    @property
    def streams(self) -> tuple[IncomingStream, ...]:
        """Its microphone and its camera layers, smallest first."""
        return (self.mic, *self.camera.layers)

    @property
    def connected(self) -> bool:
        """Whether the handshake is done."""
        return self._keys is not None

    @property
    def reachable(self) -> bool:
        """Whether media can be forwarded, as far as the connection goes."""
        return self._keys is not None and not self.silent

    @property
    def flood_drops(self) -> int:
        """Packets from it that exceeded its rate limits."""
        return self._media.dropped + self._rtcp.dropped + self._records.dropped

    @property
    def packets_in(self) -> int:
        """SRTP packets received."""
        return self.upstream.packets

    @property
    def bytes_in(self) -> int:
        """Bytes in them."""
        return self.upstream.octets

    @property
    def outlets(self) -> list[Outlet]:
        """Every slot ever sent to it."""
        return list(self._outlets.values())

    def connect(self, keys: SrtpKeys, sections: Sequence[Accepted]) -> None:
        """Start: the handshake is done. `sections` are what the answer accepted of the offer, in order."""
        self._keys = keys
        self.take_sections(sections)
        self.send_buffer = self._last_send_buffer = self._socket.open_send_buffer(keys)
        self.send_buffer.aim(self.ice.path)
        self.feedback.connect(self.send_buffer)

    def aim(self) -> None:
        """Send on its current path from now on."""
        if self.send_buffer is not None:
            self.send_buffer.aim(self.ice.path)

    def disconnect(self) -> None:
        """Stop all traffic and end its routes; idempotent."""
        self.cut()
        self.mic.set_gate(False)
        self.camera.set_route(is_open=False, outlets=())

    def cut(self) -> None:
        """Stop all traffic, in both directions and at once; idempotent."""
        self._keys = None
        if self.send_buffer is not None:
            # Drop pending packets, even where a group still holds the send buffer.
            self.send_buffer.aim(None)
            self.send_buffer = None

    def release(self) -> None:
        """Let go of what refers back to it, at its end: so it is freed at once and not by the garbage collector."""
        self.dtls.release()
        self._handlers.clear()
        self._outlets.clear()
        self.feedback = ReceiverFeedback(self.link)
        self._pacer = None

    def set_silent(self, silent: bool, now: float) -> None:
        """Note that it went silent, or that it is back, perhaps over another link."""
        self.silent = silent
        if not silent:
            self.on_moved(now)

    def on_moved(self, now: float) -> None:
        """Forget what its link could carry: it changed, or there was an outage."""
        self.allocator = Allocator(self._nominal_bps)
        number = 0 if self.send_buffer is None else self.send_buffer.number
        self.link = ReceiverLink(LinkEstimator(reported=number))
        self.feedback.renew(self.link, now)

    def take_sections(self, sections: Sequence[Accepted]) -> None:
        """Send only what these sections accept from now on. The sources of its slots must have been detached before."""
        self.sections = tuple(sections)
        sent = self.sections[:2]
        self._announced = {ssrc: section.kind for section in sent for ssrc in section.ssrcs}
        self.upstream.take_sections(sent)
        for outlet in self._outlets.values():
            self._accept(outlet)

    def _section(self, slot: int, kind: Kind) -> Accepted:
        """What was accepted of a slot's section; nothing where there is none."""
        at = 2 + 2 * slot + (kind is Kind.VIDEO)
        return self.sections[at] if at < len(self.sections) else Accepted(kind, taken=False)

    def plays(self, slot: int, kind: Kind) -> bool:
        """Whether this slot may be sent to it."""
        return self._section(slot, kind).plays

    def playing(self, slot: int, kind: Kind) -> Outlet | None:
        """The outlet of a slot that may be sent to it; None for any other."""
        return self.outlet(slot, kind) if self.plays(slot, kind) else None

    @property
    def padding_outlet(self) -> Outlet | None:
        """The outlet for padding: one with an RTX stream, if any was accepted."""
        for at in range(3, len(self.sections), 2):
            if self.sections[at].plays and self.sections[at].format.rtx:
                return self.outlet(at // 2 - 1, Kind.VIDEO)
        return None

    def outlet(self, slot: int, kind: Kind) -> Outlet:
        """The outlet of a slot at this peer; it lives as long as the connection, so that numbering continues."""
        found = self._outlets.get((slot, kind))
        if found is None:
            found = self._outlets[slot, kind] = Outlet(slot, kind, self, self._section(slot, kind).format)
            self._accept(found)
            self.feedback.add(found)
        return found

    def _accept(self, outlet: Outlet) -> None:
        format_ = self._section(outlet.slot, outlet.kind).format
        outlet.accept(format_, copies=self.feedback.redundancy.is_on)

    # Incoming.

    def handle_dtls(self, data: bytes, now: float) -> None:
        """Take a DTLS record."""
        if not self._records.allow(len(data), now):
            self._drops["dtls_flood"] += 1
        elif self._keys is None and not self._socket.handshakes.admit(self.connection, now):
            self._drops["dtls_busy"] += 1
        elif not self.dtls.feed(data):
            self._drops["dtls_queue_full"] += 1

    def handle_srtp(self, data: bytes, now: float) -> None:
        """Take an SRTP or SRTCP packet; no content makes it raise."""
        keys, size = self._keys, len(data)
        if keys is None:
            self._drops["srtp_before_handshake"] += 1
        elif size < 12:
            self._drops["bad_srtp"] += 1
        elif size > (_MAX_SRTCP_BYTES if (is_rtcp := 192 <= data[1] <= 223) else _MAX_SRTP_BYTES):
            self._drops["jumbo"] += 1
        elif is_rtcp:
            self._handle_srtcp(keys, data, now)
        elif not self._media.allow(size, now):
            self._drops["flood"] += 1
        else:
            try:
                plain = keys.unprotect(data)
            except SrtpError:
                self._drops["bad_srtp"] += 1
                return
            self.handle_rtp(plain, size, now)

    def handle_rtp(self, plain: bytes, size: int, now: float) -> None:
        """Take a decrypted RTP packet; `size` is that of its datagram."""
        if len(plain) > MAX_RTP_BYTES:
            self._drops["jumbo"] += 1
            return
        try:
            packet = parse_packet(plain)
        except ValueError:
            self._drops["bad_rtp"] += 1
            return
        self.upstream.on_packet(packet.number, send_time(packet), size, now)
        handler = self._handlers.get(packet.ssrc) or self._learn(packet, now)
        if handler is None:
            self._drops["unknown_ssrc"] += 1
        elif not handler(packet, size, now):
            self._drops["wrong_payload_type"] += 1
        # Here, and not in C: a gap, a new source or somebody who waits may be behind it.
        self.is_hasty = True

    def _learn(self, packet: RtpPacket, now: float) -> _Handler | None:
        """Find the stream of a new SSRC by its mid and rid (RFC 8843 §9.2, RFC 8852)."""
        if len(self._handlers) >= _MAX_SSRCS:
            return None
        if packet.payload_type == RTX:
            repaired = self._repaired(packet)
            if repaired is None:
                return None
            self._handlers[packet.ssrc] = repaired.handle_rtx
            return repaired.handle_rtx
        stream = self._stream_of(packet)
        if stream is None:
            return None
        if stream.ssrc is not None:
            # The sender started over; anything still arriving from the old source is stale.
            self._handlers[stream.ssrc] = self._drop_stale
            self.sources.pop(stream.ssrc, None)
        stream.use_source(packet.ssrc, has_copies=packet.payload_type == RED)
        self._handlers[packet.ssrc] = stream.handle_rtp
        self.sources[packet.ssrc] = stream
        self.upstream.report_at_once(now)
        return stream.handle_rtp

    def _stream_of(self, packet: RtpPacket) -> IncomingStream | None:
        mid, kind = packet.names.get(MID_ID), self._announced.get(packet.ssrc)
        if packet.payload_type in _SOUND_TYPES:
            return self.mic if mid == MIC_MID or kind is Kind.AUDIO else None
        if packet.payload_type == VP8 and (mid == CAM_MID or kind is Kind.VIDEO):
            return self.camera.stream(packet.names.get(RID_ID))
        return None

    def _repaired(self, packet: RtpPacket) -> IncomingStream | None:
        """The stream that a new source of retransmissions belongs to."""
        rid = packet.names.get(REPAIRED_RID_ID)
        if rid is not None:
            return self.camera.stream(rid)
        if packet.names.get(MID_ID) not in (CAM_MID, None):
            return None
        # Without a rid, only one layer may be possible.
        known = [layer for layer in self.camera.layers if layer.ssrc is not None]
        return known[0] if len(known) == 1 else None

    def _drop_stale(self, packet: RtpPacket, size: int, now: float) -> bool:
        self._drops["stale_ssrc"] += 1
        return True

    def _handle_srtcp(self, keys: SrtpKeys, data: bytes, now: float) -> None:
        if not self._rtcp.allow(len(data), now):
            self._drops["rtcp_flood"] += 1
            return
        try:
            packets = parse_rtcp(keys.unprotect_rtcp(data))
        except (SrtpError, ValueError) as error:
            self._drops["bad_srtp" if isinstance(error, SrtpError) else "bad_rtcp"] += 1
            return
        for report in sender_reports(packets):
            stream = self.sources.get(report.ssrc)
            if stream is not None:
                info = report.sender_info
                stream.handle_sender_report(info.ntp_timestamp, info.rtp_timestamp, now)
        self.feedback.handle(packets, now)
        self.is_hasty = self.is_hasty or self.feedback.asked or self.link.has_news
        self.feedback.asked = False

    # Outgoing.

    def on_timer(self, now: float) -> None:
        """Send the RTCP that is due, and what leaves twice."""
        self.is_hasty = False
        if self._keys is None or self.silent:
            return
        has_more = self.feedback.send_again(now)
        for message in self.upstream.take_messages(now, self.feedback.rtt_s):
            self.send_rtcp(message)
        self.is_hasty = self.flush_held(now) or has_more or self.upstream.is_waiting

    def send_rtcp(self, plain: bytes) -> None:
        """Encrypt and send one RTCP packet to this peer."""
        keys, path = self._keys, self.ice.path
        if keys is None or path is None:
            return
        try:
            data = keys.protect_rtcp(plain)
        except SrtpError:
            self._drops["protect_failed"] += 1
            return
        path.send(data)

    def _send_record(self, data: bytes) -> None:
        if self.ice.path is not None:
            self.ice.path.send(data)
