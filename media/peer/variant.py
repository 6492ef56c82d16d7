"""The receivers of a stream who get it under the same numbers and took the same formats: one packet suits them all.

RED carries sound of before, which is not for who begins now: who took RED gets plain Opus until nothing in a packet can
be of before. Which of the two a packet leaves as is told by its own time, so it is never both.
"""

from collections.abc import Iterable
from typing import Protocol

from media.net.send_buffer import SendBuffer, add_to_all
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

# Sound is repeated as it left, byte for byte: about a second of it. So are pictures for who has no RTX.
KEPT_SOUND = 64
KEPT_PICTURES = 256
# Longer than a packet may come late, so that nothing is asked of a time that was forgotten.
_SETTLED_RTP = 10 * AUDIO_CLOCK
# Timestamps are compared on their circle.
CIRCLE, HALF = 0xFFFFFFFF, 1 << 31


class Flushable(Protocol):
    """Something whose packets wait to leave."""

    def flush(self) -> None:
        """Send what waits."""


class PeerTransport(Flushable, Protocol):
    """A connection, as far as packets leave by it."""

    @property
    def send_buffer(self) -> SendBuffer | None:
        """Where its packets wait; None before its handshake and after its end."""

    def flush_soon(self, what: "Flushable") -> None:
        """Call `flush` of this before the wake-up ends."""

    def send_rtp(self, plain: bytes) -> None:
        """Protect one RTP packet; it leaves before this wake-up ends."""

    def send_rtcp(self, plain: bytes) -> None:
        """Protect one RTCP packet and send it at once."""


class Receiver(Protocol):
    """A slot's way out, as far as formats go.

    Attributes:
        first: the extended number of the packet that began its run.
        format: what it took.
    """

    first: int
    format: Format

    @property
    def transport(self) -> PeerTransport:
        """Its connection."""


class Variant:
    """The receivers of a line who took the same formats: what leaves for them is the same, byte for byte.

    Attributes:
        format: what they took.
        members: who they are.
    """

    __slots__ = ("_began", "_is_whole", "_kept", "_newest_first", "_send_buffers", "format", "members")

    def __init__(self, format_: Format, kind: Kind) -> None:
        self.format = format_
        self.members: list[Receiver] = []
        self._is_whole = format_.extensions >= CARRIED[kind]
        self._send_buffers: list[SendBuffer] = []
        self._newest_first = 0
        # What left last, by number modulo its length, where it is repeated as it left.
        self._kept = [b""] * (KEPT_SOUND if kind is Kind.AUDIO else 0 if format_.rtx else KEPT_PICTURES)
        # Of those who began lately and took RED, the time of the packet they began with.
        self._began: dict[Receiver, int] = {}

    def join(self, member: Receiver, packet: RtpPacket) -> None:
        """Take a receiver in, who begins with this packet."""
        self.members.append(member)
        if self.format.red:
            self._began[member] = packet.timestamp
        self._refresh()

    def leave(self, member: Receiver) -> None:
        """Let a receiver go."""
        self.members.remove(member)
        self._began.pop(member, None)
        self._refresh()

    def _refresh(self) -> None:
        self._newest_first = max((member.first for member in self.members), default=0)
        send_buffers = [member.transport.send_buffer for member in self.members]
        self._send_buffers = [send_buffer for send_buffer in send_buffers if send_buffer is not None]

    def settle(self, timestamp: int) -> None:
        """Forget when those began who did so long ago, by the time of the newest packet."""
        self._began = {
            member: began
            for member, began in self._began.items()
            if not _SETTLED_RTP < (timestamp - began) & CIRCLE < HALF
        }

    @property
    def is_settling(self) -> bool:
        """Whether somebody began lately."""
        return bool(self._began)

    def fit(self, packet: RtpPacket, tail: bytes, *, red: bool) -> tuple[RtpPacket, bytes] | None:
        """The packet and its tail with nothing in them that was not taken; None when it cannot be read for that."""
        if packet.payload_type == RED and not red:
            taken = take_primary(packet, tail)
            if taken is None:
                return None
            packet, tail = taken
        return (packet, tail) if self._is_whole else keep_extensions(packet, tail, self.format.extensions)

    def forward(self, packet: RtpPacket, numbers: tuple[int, int], ssrc: int, tail: bytes) -> None:
        """Send one packet under these numbers to all members who may have it."""
        send_buffers = self._send_buffers
        if packet.extended < self._newest_first:
            # A late packet: from before the run of some, who used its number for another one.
            send_buffers = _send_buffers_of(
                member for member in self.members if packet.extended >= member.first
            )
        if self._began and packet.payload_type == RED:
            early = [member for member in self.members if self._is_early(member, packet.timestamp)]
            if early:
                self._send_plain(
                    packet, numbers, ssrc, tail, [m for m in early if packet.extended >= m.first]
                )
                may = [member for member in self.members if member not in early]
                send_buffers = _send_buffers_of(member for member in may if packet.extended >= member.first)
        fitted = self.fit(packet, tail, red=self.format.red)
        if fitted is None:
            return
        plain = build_packet(fitted[0], numbers[0], numbers[1], ssrc, fitted[1])
        if not self._kept or self._keep(numbers[0], plain):
            add_to_all(send_buffers, plain)

    def _is_early(self, member: Receiver, timestamp: int) -> bool:
        """Whether RED of this time may hold sound of before the receiver began."""
        began = self._began.get(member)
        return began is not None and not MAX_OFFSET_RTP < (timestamp - began) & CIRCLE < HALF

    def _send_plain(
        self, packet: RtpPacket, numbers: tuple[int, int], ssrc: int, tail: bytes, members: list[Receiver]
    ) -> None:
        fitted = self.fit(packet, tail, red=False)
        if fitted is not None:
            plain = build_packet(fitted[0], numbers[0], numbers[1], ssrc, fitted[1])
            add_to_all(_send_buffers_of(members), plain)

    def _keep(self, number: int, plain: bytes) -> bool:
        """Keep what leaves; False when it did already, or is too old to know: a nonce is used once.

        Sound that was made from a later packet's RED has left before it comes by itself.
        """
        at = number % len(self._kept)
        there = self._kept[at]
        if there and sequence_delta(number, int.from_bytes(there[2:4], "big")) <= 0:
            return False
        self._kept[at] = plain
        return True

    def kept(self, member: Receiver, sequence: int, shift_rtp: int) -> bytes | None:
        """What left for a receiver under this number, as long as it is kept; `shift_rtp` was added to its time."""
        plain = self._kept[sequence % len(self._kept)] if self._kept else b""
        if plain[2:4] != sequence.to_bytes(2, "big"):
            return None
        timestamp = int.from_bytes(plain[4:8], "big") - shift_rtp
        return None if self._is_early(member, timestamp) and plain[1] & 0x7F == RED else plain

    def flush(self) -> None:
        """Send what waits at its members' connections."""
        for send_buffer in self._send_buffers:
            send_buffer.flush()


def _send_buffers_of(members: Iterable[Receiver]) -> list[SendBuffer]:
    return [
        send_buffer
        for send_buffer in (member.transport.send_buffer for member in members)
        if send_buffer is not None
    ]
