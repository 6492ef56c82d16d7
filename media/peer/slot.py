"""One slot at one receiver, audio or video: a sender's stream is rewritten here into one continuous stream."""

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
from media.sdp.profile import AUDIO_CLOCK, RED, VIDEO_CLOCK, Kind, rtx_ssrc, slot_ssrc

__all__ = ["Source", "Outlet"]

# Of what was sent since somebody looked, so many packets at most.
_MOST_NEW = 16
# Sender reports that a receiver may still refer to: with a long round trip, several are outstanding.
_KEPT_REPORTS = 8


class Source(Protocol):
    """What an outlet needs of its source stream."""

    rid: str
    ring: PacketRing | None
    clock: SenderClock

    def request_key_frame(self, known: float) -> None:
        """The receiver lost the picture; `known` is when what had reached it was sent at the latest."""


class Outlet:
    """The outgoing stream of one slot to one receiver.

    Attributes:
        slot, kind, ssrc: which slot it is.
        source: the stream forwarded in it now, or None.
        chosen: index of the chosen layer; None for audio and for paused video.
        format: how its packets are written: as accepted, without copies (RED) while the path needs none.
        transport: its connection. group: its group during a run, else None. first: the number that started the run.
        resent: packets retransmitted. switches: layer switches.
        nacked, key_requests: retransmissions and key frames that the receiver requested.
        loss, jitter_s: from the receiver's last report, 0..1 and seconds.
    """

    __slots__ = (
        "_accepted",
        "_before",
        "_noted",
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
        self.format = self._accepted = format_
        self.transport = transport
        self.ssrc = slot_ssrc(slot, kind)
        self.source: Source | None = None
        self.chosen: int | None = None
        self.group: FanOutGroup | None = None
        self.first = 0
        self.resent = self.switches = self.nacked = self.key_requests = 0
        self.loss = self.jitter_s = 0.0
        # The numbering between two runs; during one it belongs to the group.
        self._rewriter = Rewriter(AUDIO_CLOCK if kind is Kind.AUDIO else VIDEO_CLOCK)
        self._picture = PictureContinuity()
        # Packets and octets sent in other groups, minus what the present group had sent before.
        self._before = (0, 0)
        self._rtx_sequence = 0
        self._noted = -1
        self._reports: deque[tuple[int, float]] = deque(maxlen=_KEPT_REPORTS)
        # Of the last source, so that the timeline continues when another layer of the same camera follows.
        self._source_clock: SenderClock | None = None
        # The last packet that an audio run could not start with.
        self._passed_over = -1

    @property
    def packets(self) -> int:
        """Packets sent, retransmissions excluded."""
        return self._before[0] + (0 if self.group is None else self.group.packets)

    @property
    def octets(self) -> int:
        """Payload bytes in them."""
        return self._before[1] + (0 if self.group is None else self.group.octets)

    def accept(self, format_: Format, *, copies: bool) -> None:
        """Take what the receiver accepts of the slot, and whether its sound carries copies (RED, RFC 2198)."""
        self._accepted = format_
        self.set_copies(copies)

    def set_copies(self, copies: bool) -> None:
        """Send sound with copies, where they were accepted, or as plain Opus: from the next packet on."""
        format_ = self._accepted if copies else self._accepted._replace(red=False)
        if format_ != self.format:
            self.format = format_
            if self.group is not None:
                self.group.reform(self)

    def use(self, source: Source | None) -> None:
        """Change the source of the slot; the next packet starts a new run, for video a key frame."""
        if source is not None and self.source is not None:
            self.switches += 1
        self.source = source
        self.stop()

    def stop(self) -> None:
        """End the run; nothing sent before is retransmitted any more."""
        self._passed_over = -1
        if self.group is not None:
            self.group.leave(self)

    def end_run(self, rewriter: Rewriter, picture: PictureContinuity) -> None:
        """The run has ended; the next one continues with this numbering."""
        self._before = (self.packets, self.octets)
        self.group = None
        self._rewriter, self._picture = rewriter, picture
        self._rewriter.stop()

    def begin(self, packet: RtpPacket, descriptor: Vp8Descriptor | None) -> FanOutGroup | None:
        """Start a run with this packet, for video only with a key frame; returns a group of its own.

        Audio starts with a packet that carries nothing of earlier ones, or that follows one that arrived since: what was
        said
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
        """Continue the run in a group, which others may share."""
        self.group = group
        self._before = (self._before[0] - group.packets, self._before[1] - group.octets)

    def _elapsed(self, packet: RtpPacket) -> float | None:
        """The time from the last packet sent to this one, by their sender's own clock."""
        before, self._source_clock = self._source_clock, self.source.clock if self.source else None
        last = self._rewriter.last_source_timestamp()
        if before is None or self._source_clock is None or last is None:
            return None
        began, ended = before.moment(last), self._source_clock.moment(packet.timestamp)
        return None if began is None or ended is None else ended - began

    # Repair and reports.

    def take_new(self) -> list[int]:
        """The 16-bit numbers of what was sent since the last call."""
        if self.group is None:
            return []
        before, self._noted = self._noted, self.group.rewriter.highest
        first = max(before + 1, self._noted + 1 - _MOST_NEW)
        return [number & 0xFFFF for number in range(first, self._noted + 1)]

    def repeatable(self, sequence: int, now: float) -> "tuple[int, RtpPacket | bytes] | None":
        """What was sent under a 16-bit number, if it can be retransmitted: its extended number and the packet.

        With an RTX stream, video packets come from the ring of their stream; otherwise the exact packet that was sent.
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
        """Retransmit what was sent as `sequence`: video on the RTX stream (RFC 4588), otherwise the exact packet.

        Another packet under a used number would reuse an SRTP nonce; the same bytes do not.
        """
        group = self.group
        if group is None:
            return
        self.resent += 1
        if isinstance(what, bytes):
            self.transport.repeat_rtp(what)
            return
        timestamp = group.rewriter.shift(what.timestamp)
        assert timestamp is not None, "a run is in progress"
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
        """Send a padding packet on the RTX stream, for the receiver's bandwidth estimation."""
        ssrc, extensions = rtx_ssrc(self.slot), self.format.extensions
        self.transport.send_rtp(build_padding(self._next_rtx(), ssrc, size, now, extensions))

    def _next_rtx(self) -> int:
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        return self._rtx_sequence

    def report(self, ntp: int, timestamp: int, now: float) -> None:
        """Forward a sender report: the sender's clock, the slot's timeline."""
        shifted = None if self.group is None else self.group.rewriter.shift(timestamp)
        if shifted is not None:
            self._reports.append((ntp >> 16 & 0xFFFFFFFF, now))
            self.transport.send_rtcp(build_sender_report(self.ssrc, ntp, shifted, self.packets, self.octets))

    def round_trip(self, last_sr: int, delay: int, now: float) -> float | None:
        """The round trip given by a report block, seconds; None when it answers none of our reports (RFC 3550 §6.4.1).

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
    """Whether the packet's own audio carries some of the packet before, as Opus may; unreadable RED counts too."""
    taken = (packet, packet.tail) if packet.payload_type != RED else take_primary(packet, packet.tail)
    if taken is None:
        return True
    plain, tail = taken
    return carries_previous(tail[plain.payload_at : plain.payload_at + plain.payload_bytes])
