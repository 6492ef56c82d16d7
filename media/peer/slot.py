"""One slot at one receiver, sound or picture: where a sender's stream leaves, rewritten into one continuous stream."""

from collections import deque
from typing import Protocol

from media.peer.fan_out import FanOutGroup
from media.peer.variant import PeerTransport
from media.rtp.clock import SenderClock
from media.rtp.opus import carries_previous
from media.rtp.packet import RtpPacket, build_padding, build_rtx, stamp
from media.rtp.red import take_primary
from media.rtp.rewriter import Rewriter
from media.rtp.ring import PacketRing
from media.rtp.rtcp import build_sender_report
from media.rtp.vp8 import PictureContinuity, Vp8Descriptor, parse_descriptor
from media.sdp.formats import Format
from media.sdp.profile import ABS_SEND_TIME_ID, AUDIO_CLOCK, RED, VIDEO_CLOCK, Kind, rtx_ssrc, slot_ssrc

__all__ = ["Source", "Outlet"]

# Sender reports that a receiver may still answer: with a long way, one is answered after the next has left.
_KEPT_REPORTS = 8


class Source(Protocol):
    """What an outlet asks of the stream that feeds it, on its receiver's behalf."""

    rid: str
    ring: PacketRing | None
    clock: SenderClock

    def request_key_frame(self) -> None:
        """The receiver lost the picture."""


class Outlet:
    """A slot's way out to one receiver.

    Attributes:
        slot, kind, ssrc: which one it is.
        feed: the stream that feeds it now, or None.
        chosen: the layer that was chosen for it, an index; None for sound and for a picture that is paused.
        format: how its packets are written.
        way: its connection. line: where it is in a run, None between two. first: the number that began the run.
        resent: packets repeated. switches: changes from one layer to another.
        nacked, key_requests: packets and key frames that the receiver asked for.
        loss, jitter_s: of the receiver's last report, 0..1 and seconds.
    """

    __slots__ = (
        "_before",
        "_passed_over",
        "_picture",
        "_reports",
        "_rewriter",
        "_rtx_sequence",
        "_source_clock",
        "chosen",
        "first",
        "format",
        "group",
        "jitter_s",
        "key_requests",
        "kind",
        "loss",
        "nacked",
        "resent",
        "slot",
        "source",
        "ssrc",
        "switches",
        "transport",
    )

    def __init__(self, slot: int, kind: Kind, transport: PeerTransport, format_: Format) -> None:
        self.slot = slot
        self.kind = kind
        self.format = format_
        self.transport = transport
        self.ssrc = slot_ssrc(slot, kind)
        self.source: Source | None = None
        self.chosen: int | None = None
        self.group: FanOutGroup | None = None
        self.first = 0
        self.resent = self.switches = self.nacked = self.key_requests = 0
        self.loss = self.jitter_s = 0.0
        # The numbers between two runs; during one they are the line's.
        self._rewriter = Rewriter(AUDIO_CLOCK if kind is Kind.AUDIO else VIDEO_CLOCK)
        self._picture = PictureContinuity()
        # Packets and octets sent on other lines, less what the present one had sent before.
        self._before = (0, 0)
        self._rtx_sequence = 0
        self._reports: deque[tuple[int, float]] = deque(maxlen=_KEPT_REPORTS)
        # Of what fed the slot last, to keep its time line when another layer of the same camera follows.
        self._source_clock: SenderClock | None = None
        # The last packet that a run of sound could not begin with.
        self._passed_over = -1

    @property
    def packets(self) -> int:
        """Packets sent, repeats not counted."""
        return self._before[0] + (0 if self.group is None else self.group.packets)

    @property
    def octets(self) -> int:
        """Bytes of payload in them."""
        return self._before[1] + (0 if self.group is None else self.group.octets)

    def use(self, source: Source | None) -> None:
        """Change what feeds the slot; the next packet starts a new run, a picture with a key frame."""
        if source is not None and self.source is not None:
            self.switches += 1
        self.source = source
        self.stop()

    def stop(self) -> None:
        """Interrupt the run; nothing of before it is repeated any more."""
        self._passed_over = -1
        group = self.group
        if group is None:
            return
        self._before = (self.packets, self.octets)
        self._rewriter, self._picture = group.leave(self)
        self._rewriter.stop()

    def begin(self, packet: RtpPacket, descriptor: Vp8Descriptor | None) -> FanOutGroup | None:
        """Begin a run with this packet, a picture with a key frame only; returns a line of its own.

        Sound begins with a packet that carries nothing of the ones before, or follows one that came since: what was said
        before is not for this receiver.
        """
        if self.kind is Kind.VIDEO:
            if descriptor is None or not descriptor.key_start:
                return None
            self._picture.start(descriptor)
        elif _carries_previous(packet) and self._passed_over != packet.extended - 1:
            self._passed_over = packet.extended
            return None
        self._rewriter.start(
            packet.ssrc, packet.extended, packet.timestamp, packet.arrival, self._elapsed(packet)
        )
        self.first = packet.extended
        return FanOutGroup(self.kind, self._rewriter, self._picture)

    def on_group(self, group: FanOutGroup) -> None:
        """The run goes on in a line, which others may share."""
        self.group = group
        self._before = (self._before[0] - group.packets, self._before[1] - group.octets)

    def _elapsed(self, packet: RtpPacket) -> float | None:
        """How much later than the last packet that left this one was made, by their sender's own clock."""
        before, self._source_clock = self._source_clock, self.source.clock if self.source else None
        last = self._rewriter.last_source_timestamp()
        if before is None or self._source_clock is None or last is None:
            return None
        began, ended = before.moment(last), self._source_clock.moment(packet.timestamp)
        return None if began is None or ended is None else ended - began

    # Repair and reports.

    def repeatable(self, sequence: int, now: float) -> "tuple[int, RtpPacket | bytes] | None":
        """What left under a 16-bit number, if it may and can be repeated: its extended number, and itself.

        A picture's packet comes from the ring of its stream, what has no stream for repeats as it left.
        """
        group = self.group
        if group is None or self.source is None:
            return None
        extended = group.rewriter.source_number(sequence)
        if extended is None or extended < self.first:
            return None
        if self.source.ring is not None and self.format.rtx:
            packet = self.source.ring.get(extended, now)
            return None if packet is None else (extended, packet)
        plain = group.kept(self, sequence)
        return None if plain is None else (extended, plain)

    def repeat(self, what: "RtpPacket | bytes", sequence: int, now: float) -> None:
        """Repeat what left as `sequence`: a picture on the RTX stream (RFC 4588), else the very same packet.

        Another packet under a used number would reuse an SRTP nonce; the same bytes do not.
        """
        group = self.group
        if group is None:
            return
        self.resent += 1
        if isinstance(what, bytes):
            self.transport.send_rtp(what)
            return
        timestamp = group.rewriter.shift(what.timestamp)
        assert timestamp is not None, "a line runs"
        tail = stamp(what, now)
        descriptor = parse_descriptor(tail, what.payload_at, what.payload_bytes)
        if descriptor is not None:
            tail = group.picture.rewrite(tail, what.payload_at, descriptor)
        fitted = group.fit(self, what, tail)
        assert fitted is not None, "only sound may be unreadable"
        what, tail = fitted
        self.transport.send_rtp(
            build_rtx(what, self._next_rtx(), timestamp, rtx_ssrc(self.slot), sequence, tail)
        )

    def pad(self, size: int, now: float) -> None:
        """Send a packet of nothing on the RTX stream, for the receiver's bandwidth estimation."""
        stamped = ABS_SEND_TIME_ID in self.format.extensions
        self.transport.send_rtp(
            build_padding(self._next_rtx(), rtx_ssrc(self.slot), size, now, stamped=stamped)
        )

    def _next_rtx(self) -> int:
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        return self._rtx_sequence

    def report(self, ntp: int, timestamp: int, now: float) -> None:
        """Pass a sender report on: the sender's clock, the slot's time line."""
        shifted = None if self.group is None else self.group.rewriter.shift(timestamp)
        if shifted is not None:
            self._reports.append((ntp >> 16 & 0xFFFFFFFF, now))
            self.transport.send_rtcp(build_sender_report(self.ssrc, ntp, shifted, self.packets, self.octets))

    def round_trip(self, last_sr: int, delay: int, now: float) -> float | None:
        """The round trip that a report block tells, seconds; None when it answers no report of ours (RFC 3550 §6.4.1).

        Args:
            last_sr: its LSR. delay: its DLSR, 1/65536 s.
            now: monotonic seconds.
        """
        if last_sr:
            for known, sent_at in reversed(self._reports):
                if known == last_sr:
                    return max(0.0, now - sent_at - delay / 65536)
        return None


def _carries_previous(packet: RtpPacket) -> bool:
    """Whether a packet's own sound holds some of the one before, as Opus may; so does RED that cannot be read."""
    taken = (packet, packet.tail) if packet.payload_type != RED else take_primary(packet, packet.tail)
    if taken is None:
        return True
    plain, tail = taken
    return carries_previous(tail[plain.payload_at : plain.payload_at + plain.payload_bytes])
