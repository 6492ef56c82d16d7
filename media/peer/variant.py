"""The receivers of a stream with the same numbers and the same accepted formats: one packet serves them all.

RED carries earlier audio, which a new receiver must not get: it is sent plain Opus until no packet can hold anything
from before it started. The packet's own timestamp decides between the two, so a packet is never sent as both.
"""

from collections.abc import Iterable
from typing import Protocol

from media.net.send_buffer import PacketSink, add_to_all
from media.rtp.packet import RtpPacket, build_packet, keep_extensions, sequence_delta
from media.rtp.red import MAX_OFFSET_RTP, take_primary
from media.sdp.formats import CARRIED, Format
from media.sdp.profile import AUDIO_CLOCK, RED, Kind

__all__ = [
    "CIRCLE",
    "HALF",
    "KEPT_PICTURES",
    "KEPT_SOUND",
    "Receiver",
    "Variant",
    "Flushable",
    "PeerTransport",
]

# Audio is retransmitted byte for byte: about a second is kept. So is video for receivers without RTX.
KEPT_SOUND = 64
KEPT_PICTURES = 256
# Longer than a packet may be late, so that no late packet needs a start time that was forgotten.
_SETTLED_RTP = 10 * AUDIO_CLOCK
# For comparing timestamps modulo 2**32.
CIRCLE, HALF = 0xFFFFFFFF, 1 << 31


class Flushable(Protocol):
    """Something with pending packets."""

    def flush(self) -> None:
        """Send all pending packets."""


class PeerTransport(Flushable, Protocol):
    """A connection, as far as sending packets goes."""

    def sink(self, kind: Kind) -> PacketSink | None:
        """What takes its packets; None before its handshake and after its end."""

    def end_run(self, ssrc: int) -> None:
        """Send what is ready, and drop what a pacer still holds of this source."""

    def flush_soon(self, what: "Flushable") -> None:
        """Call its `flush` before this wake-up ends."""

    def send_rtp(self, plain: bytes) -> None:
        """Encrypt one RTP packet; it is sent before this wake-up ends."""

    def repeat_rtp(self, plain: bytes) -> None:
        """The same for a packet that was sent before."""

    def send_rtcp(self, plain: bytes) -> None:
        """Encrypt one RTCP packet and send it at once."""


class Receiver(Protocol):
    """An outlet, as far as formats go.

    Attributes:
        first: the extended number of the packet that started its run.
        format: what it accepted.
    """

    first: int
    format: Format

    @property
    def transport(self) -> PeerTransport:
        """Its connection."""


class Variant:
    """The members of a group that accepted the same formats: they are sent the same bytes.

    Attributes:
        format: what they accepted.
        members: the receivers.
    """

    __slots__ = (
        "_began",
        "_is_whole",
        "_kept",
        "_kind",
        "_newest_first",
        "_send_buffers",
        "format",
        "members",
    )

    def __init__(self, format_: Format, kind: Kind) -> None:
        self.format = format_
        self.members: list[Receiver] = []
        self._is_whole = format_.extensions >= CARRIED[kind]
        self._kind = kind
        self._send_buffers: list[PacketSink] = []
        self._newest_first = 0
        # The packets sent last, by number modulo the length, where the exact packet is retransmitted.
        self._kept = [b""] * (KEPT_SOUND if kind is Kind.AUDIO else 0 if format_.rtx else KEPT_PICTURES)
        # Of recent receivers: the timestamp of the packet each started with.
        self._began: dict[Receiver, int] = {}

    def join(self, member: Receiver, began: int | None) -> None:
        """Add a receiver whose run started with this timestamp; None if that was long ago."""
        self.members.append(member)
        if began is not None:
            self._began[member] = began
        self.refresh()

    def leave(self, member: Receiver) -> int | None:
        """Remove a receiver; returns the timestamp its run started with, None if that was long ago."""
        at = self.members.index(member)
        began = self._began.pop(member, None)
        are_aligned = len(self._send_buffers) == len(self.members)
        del self.members[at]
        if are_aligned:
            # A gate that closes lets go of all members, one by one.
            del self._send_buffers[at]
        else:
            self.refresh()
        return began

    def refresh(self) -> None:
        """Find anew where the members' packets go."""
        self._newest_first = max((member.first for member in self.members), default=0)
        self._send_buffers = self._send_buffers_of(self.members)

    def settle(self, timestamp: int) -> None:
        """Forget start times that are long past at the newest packet's timestamp."""
        self._began = {
            member: began
            for member, began in self._began.items()
            if not _SETTLED_RTP < (timestamp - began) & CIRCLE < HALF
        }

    @property
    def is_settling(self) -> bool:
        """Whether any receiver started recently."""
        return bool(self._began)

    def fit(self, packet: RtpPacket, tail: bytes, *, red: bool) -> tuple[RtpPacket, bytes] | None:
        """Remove from a packet and its tail what was not accepted; None when the packet cannot be read for that."""
        if packet.payload_type == RED and not red:
            taken = take_primary(packet, tail)
            if taken is None:
                return None
            packet, tail = taken
        return (packet, tail) if self._is_whole else keep_extensions(packet, tail, self.format.extensions)

    def forward(self, packet: RtpPacket, numbers: tuple[int, int], ssrc: int, tail: bytes) -> None:
        """Send one packet under these numbers to all members that may have it."""
        send_buffers = self._send_buffers
        if packet.extended < self._newest_first:
            # A late packet: for some members it is from before their run, and its number is used.
            send_buffers = self._send_buffers_of(
                member for member in self.members if packet.extended >= member.first
            )
        if self._began and self.format.red and packet.payload_type == RED:
            early = [member for member in self.members if self._is_early(member, packet.timestamp)]
            if early:
                self._send_plain(
                    packet, numbers, ssrc, tail, [m for m in early if packet.extended >= m.first]
                )
                may = [member for member in self.members if member not in early]
                send_buffers = self._send_buffers_of(
                    member for member in may if packet.extended >= member.first
                )
        fitted = self.fit(packet, tail, red=self.format.red)
        if fitted is None:
            return
        plain = build_packet(fitted[0], numbers[0], numbers[1], ssrc, fitted[1])
        if not self._kept or self._keep(numbers[0], plain):
            add_to_all(send_buffers, plain)

    def _is_early(self, member: Receiver, timestamp: int) -> bool:
        """Whether RED with this timestamp may hold audio from before the receiver started."""
        began = self._began.get(member)
        return began is not None and not MAX_OFFSET_RTP < (timestamp - began) & CIRCLE < HALF

    def _send_plain(
        self, packet: RtpPacket, numbers: tuple[int, int], ssrc: int, tail: bytes, members: list[Receiver]
    ) -> None:
        fitted = self.fit(packet, tail, red=False)
        if fitted is not None:
            plain = build_packet(fitted[0], numbers[0], numbers[1], ssrc, fitted[1])
            add_to_all(self._send_buffers_of(members), plain)

    def _keep(self, number: int, plain: bytes) -> bool:
        """Keep a packet being sent; False when its number was used, or is too old to tell: a nonce is used once.

        Audio rebuilt from a later packet's RED may be sent before the original arrives.
        """
        at = number % len(self._kept)
        there = self._kept[at]
        if there and sequence_delta(number, int.from_bytes(there[2:4], "big")) <= 0:
            return False
        self._kept[at] = plain
        return True

    def kept(self, member: Receiver, sequence: int, shift_rtp: int) -> bytes | None:
        """What was sent to a receiver under this number, while it is kept; `shift_rtp` was added to its timestamp."""
        plain = self._kept[sequence % len(self._kept)] if self._kept else b""
        if plain[2:4] != sequence.to_bytes(2, "big"):
            return None
        timestamp = int.from_bytes(plain[4:8], "big") - shift_rtp
        return None if self._is_early(member, timestamp) and plain[1] & 0x7F == RED else plain

    def flush(self) -> None:
        """Flush the send buffers of all members."""
        for send_buffer in self._send_buffers:
            send_buffer.flush()

    def _send_buffers_of(self, members: Iterable[Receiver]) -> list[PacketSink]:
        sinks = (member.transport.sink(self._kind) for member in members)
        return [sink for sink in sinks if sink is not None]
