"""One slot at one receiver, sound or picture: where a sender's stream leaves, rewritten into one continuous stream."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from media.clock import SenderClock
from media.munger import SlotMunger
from media.profile import AUDIO_CLOCK, VIDEO_CLOCK, Kind, rtx_ssrc, slot_ssrc
from media.ring import PacketRing
from media.rtcp import build_sender_report
from media.rtp import RtpPacket, build_packet, build_padding, build_rtx, stamp
from media.vp8 import PictureContinuity, Vp8Descriptor, parse_descriptor

__all__ = ["Feed", "Outlet", "Rewrites"]

# Sound is repeated as it left, byte for byte: about a second of it, a power of two.
_KEPT_SOUND = 64
# Sender reports that a receiver may still answer: with a long way, one is answered after the next has left.
_KEPT_REPORTS = 8


class Feed(Protocol):
    """What an outlet asks of the stream that feeds it, on its receiver's behalf."""

    rid: str
    ring: PacketRing | None
    clock: SenderClock

    def request_key_frame(self) -> None:
        """The receiver lost the picture."""


class Rewrites:
    """One incoming packet on its way to its receivers; those whose slot has the same numbers share the bytes.

    Attributes:
        packet: the incoming packet, its extended number and arrival set.
        tail: its tail with the send time of this moment.
        descriptor: of a picture's packet, None when it has none.
        key, plain: the numbers of the rewrite made last, and its bytes.
    """

    __slots__ = ("descriptor", "key", "packet", "plain", "tail")

    def __init__(self, packet: RtpPacket, tail: bytes, descriptor: Vp8Descriptor | None) -> None:
        self.packet = packet
        self.tail = tail
        self.descriptor = descriptor
        self.key: tuple[int, int, tuple[int, int]] | None = None
        self.plain = b""


class Outlet:
    """A slot's way out to one receiver.

    Attributes:
        slot, kind, ssrc: which one it is.
        feed: the stream that feeds it now, or None.
        chosen: the layer that was chosen for it, an index; None for sound and for a picture that is paused.
        packets, octets: sent. resent: packets repeated. switches: changes from one layer to another.
        nacked, key_requests: packets and key frames that the receiver asked for.
        loss, jitter_s: of the receiver's last report, 0..1 and seconds.
    """

    __slots__ = (
        "_kept",
        "_munger",
        "_picture",
        "_reports",
        "_rtx_sequence",
        "_send",
        "_send_rtcp",
        "_source_clock",
        "chosen",
        "feed",
        "jitter_s",
        "key_requests",
        "kind",
        "loss",
        "nacked",
        "octets",
        "packets",
        "resent",
        "slot",
        "ssrc",
        "switches",
    )

    def __init__(
        self, slot: int, kind: Kind, send: Callable[[bytes], None], send_rtcp: Callable[[bytes], None]
    ) -> None:
        self.slot = slot
        self.kind = kind
        self.ssrc = slot_ssrc(slot, kind)
        self.feed: Feed | None = None
        self.chosen: int | None = None
        self.packets = self.octets = self.resent = self.switches = self.nacked = self.key_requests = 0
        self.loss = self.jitter_s = 0.0
        self._send = send
        self._send_rtcp = send_rtcp
        self._munger = SlotMunger(AUDIO_CLOCK if kind is Kind.AUDIO else VIDEO_CLOCK)
        self._picture = PictureContinuity()
        self._rtx_sequence = 0
        self._reports: deque[tuple[int, float]] = deque(maxlen=_KEPT_REPORTS)
        self._kept: list[bytes] = [b""] * (_KEPT_SOUND if kind is Kind.AUDIO else 0)
        # Of what fed the slot last, to keep its time line when another layer of the same camera follows.
        self._source_clock: SenderClock | None = None

    @property
    def waits_for_key_frame(self) -> bool:
        """Whether nothing can be shown before a key frame."""
        return self.kind is Kind.VIDEO and not self._munger.running

    def use(self, feed: Feed | None) -> None:
        """Change what feeds the slot; the next packet starts a new run, a picture with a key frame."""
        if feed is not None and self.feed is not None:
            self.switches += 1
        self.feed = feed
        self.stop()

    def stop(self) -> None:
        """Interrupt the run; nothing of before it is repeated any more."""
        self._munger.stop()
        self._kept = [b""] * len(self._kept)

    def forward(self, rewrites: Rewrites) -> bool:
        """Send one packet of the stream that feeds the slot; returns whether it left."""
        packet, munger = rewrites.packet, self._munger
        if not munger.running and not self._start(packet, rewrites.descriptor):
            return False
        numbers = munger.rewrite(packet.extended, packet.timestamp, packet.arrival)
        if numbers is None:
            return False
        sequence, timestamp = numbers
        descriptor = rewrites.descriptor
        key = (sequence, timestamp, self._picture.deltas)
        if rewrites.key != key:
            tail = rewrites.tail
            if descriptor is not None:
                tail = self._picture.rewrite(tail, packet.payload_at, descriptor)
            rewrites.key = key
            rewrites.plain = build_packet(packet, sequence, timestamp, self.ssrc, tail)
        if descriptor is not None:
            if munger.is_newest(packet.extended):
                self._picture.note(descriptor)
        elif self._kept:
            self._kept[sequence % _KEPT_SOUND] = rewrites.plain
        self.packets += 1
        self.octets += packet.payload_bytes
        self._send(rewrites.plain)
        return True

    def _start(self, packet: RtpPacket, descriptor: Vp8Descriptor | None) -> bool:
        """Begin a run, where this packet may begin one."""
        if self.kind is Kind.VIDEO:
            if descriptor is None or not descriptor.key_start:
                return False
            self._picture.start(descriptor)
        self._munger.start(
            packet.ssrc, packet.extended, packet.timestamp, packet.arrival, self._elapsed(packet)
        )
        return True

    def _elapsed(self, packet: RtpPacket) -> float | None:
        """How much later than the last packet that left this one was made, by their sender's own clock."""
        before, self._source_clock = self._source_clock, self.feed.clock if self.feed else None
        last = self._munger.last_source_timestamp()
        if before is None or self._source_clock is None or last is None:
            return None
        began, ended = before.moment(last), self._source_clock.moment(packet.timestamp)
        return None if began is None or ended is None else ended - began

    # Repair and reports.

    def repeatable(self, sequence: int, now: float) -> "tuple[int, RtpPacket | bytes] | None":
        """What left under a 16-bit number, if it may and can be repeated: its extended number, and itself.

        A picture's packet comes from the ring of its stream, sound as it left.
        """
        extended = self._munger.source_number(sequence)
        if extended is None or self.feed is None:
            return None
        if self.feed.ring is not None:
            packet = self.feed.ring.get(extended, now)
            return None if packet is None else (extended, packet)
        plain = self._kept[sequence % _KEPT_SOUND]
        return (extended, plain) if plain[2:4] == sequence.to_bytes(2, "big") else None

    def repeat(self, what: "RtpPacket | bytes", sequence: int, now: float) -> None:
        """Repeat what left as `sequence`: a picture on the RTX stream (RFC 4588), sound as the very same packet.

        Another packet under a used number would reuse an SRTP nonce; the same bytes do not.
        """
        self.resent += 1
        if isinstance(what, bytes):
            self._send(what)
            return
        timestamp = self._munger.shift(what.timestamp)
        if timestamp is None:
            return
        tail = stamp(what, now)
        descriptor = parse_descriptor(tail, what.payload_at, what.payload_bytes)
        if descriptor is not None:
            tail = self._picture.rewrite(tail, what.payload_at, descriptor)
        self._send(build_rtx(what, self._next_rtx(), timestamp, rtx_ssrc(self.slot), sequence, tail))

    def pad(self, size: int, now: float) -> None:
        """Send a packet of nothing on the RTX stream, for the receiver's bandwidth estimation."""
        self._send(build_padding(self._next_rtx(), rtx_ssrc(self.slot), size, now))

    def _next_rtx(self) -> int:
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        return self._rtx_sequence

    def report(self, ntp: int, timestamp: int, now: float) -> None:
        """Pass a sender report on: the sender's clock, the slot's time line."""
        shifted = self._munger.shift(timestamp)
        if shifted is not None:
            self._reports.append((ntp >> 16 & 0xFFFFFFFF, now))
            self._send_rtcp(build_sender_report(self.ssrc, ntp, shifted, self.packets, self.octets))

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
