"""One slot at one receiver, sound or picture: where a sender's stream leaves, rewritten into one continuous stream."""

from collections.abc import Callable
from typing import Protocol

from media.munger import SlotMunger
from media.profile import AUDIO_CLOCK, VIDEO_CLOCK, Kind, rtx_ssrc, slot_ssrc
from media.ring import PacketRing
from media.rtcp import build_sender_report
from media.rtp import RtpPacket, build_packet, build_rtx, stamp
from media.vp8 import PictureContinuity, Vp8Descriptor, parse_descriptor

__all__ = ["Feed", "Outlet"]


class Feed(Protocol):
    """What an outlet asks of the stream that feeds it, on its receiver's behalf."""

    ring: PacketRing | None

    def request_key_frame(self) -> None:
        """The receiver lost the picture."""


class Outlet:
    """A slot's way out to one receiver.

    Attributes:
        slot, kind, ssrc: which one it is.
        feed: the stream that feeds it now, or None.
        rtx_sent: packets repeated so far.
    """

    __slots__ = (
        "_munger",
        "_octets",
        "_packets",
        "_picture",
        "_rtx_sequence",
        "_send",
        "_send_rtcp",
        "feed",
        "kind",
        "rtx_sent",
        "slot",
        "ssrc",
    )

    def __init__(
        self, slot: int, kind: Kind, send: Callable[[bytes], None], send_rtcp: Callable[[bytes], None]
    ) -> None:
        self.slot = slot
        self.kind = kind
        self.ssrc = slot_ssrc(slot, kind)
        self.feed: Feed | None = None
        self.rtx_sent = 0
        self._send = send
        self._send_rtcp = send_rtcp
        self._munger = SlotMunger(AUDIO_CLOCK if kind is Kind.AUDIO else VIDEO_CLOCK)
        self._picture = PictureContinuity()
        self._packets = self._octets = self._rtx_sequence = 0

    @property
    def waits_for_key_frame(self) -> bool:
        """Whether nothing can be shown before a key frame."""
        return self.kind is Kind.VIDEO and not self._munger.running

    def stop(self) -> None:
        """Interrupt the run; the next packet starts a new one, a picture with a key frame."""
        self._munger.stop()

    def forward(self, packet: RtpPacket, tail: bytes, descriptor: Vp8Descriptor | None) -> bool:
        """Send one packet of the stream that feeds the slot.

        Args:
            packet: the incoming packet, its extended number and arrival set.
            tail: its tail with the send time of this moment.
            descriptor: of a picture's packet, None when it has none.

        Returns:
            Whether it left.
        """
        munger = self._munger
        if not munger.running:
            if self.kind is Kind.VIDEO:
                if descriptor is None or not descriptor.key_start:
                    return False
                self._picture.start(descriptor)
            munger.start(packet.ssrc, packet.extended, packet.timestamp, packet.arrival)
        numbers = munger.rewrite(packet.extended, packet.timestamp, packet.arrival)
        if numbers is None:
            return False
        if descriptor is not None:
            tail = self._picture.rewrite(tail, packet.payload_at, descriptor)
            if munger.is_newest(packet.extended):
                self._picture.note(descriptor)
        self._packets += 1
        self._octets += packet.payload_bytes
        self._send(build_packet(packet, numbers[0], numbers[1], self.ssrc, tail))
        return True

    def source_number(self, sequence: int) -> int | None:
        """The incoming number behind one that this slot sent, for a NACK."""
        return self._munger.source_number(sequence)

    def resend(self, packet: RtpPacket, sequence: int, now: float) -> None:
        """Repeat a packet that left as `sequence`, on the RTX stream (RFC 4588)."""
        timestamp = self._munger.shift(packet.timestamp)
        if timestamp is None:
            return
        tail = stamp(packet, now)
        descriptor = parse_descriptor(tail, packet.payload_at, packet.payload_bytes)
        if descriptor is not None:
            tail = self._picture.rewrite(tail, packet.payload_at, descriptor)
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        self.rtx_sent += 1
        self._send(build_rtx(packet, self._rtx_sequence, timestamp, rtx_ssrc(self.slot), sequence, tail))

    def report(self, ntp: int, timestamp: int) -> None:
        """Pass a sender report on: the sender's clock, the slot's time line."""
        shifted = self._munger.shift(timestamp)
        if shifted is not None:
            self._send_rtcp(build_sender_report(self.ssrc, ntp, shifted, self._packets, self._octets))
