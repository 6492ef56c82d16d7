"""RED (RFC 2198): an audio packet that also carries earlier ones. Parsed and unwrapped here.

Its redundant blocks are earlier audio: a receiver admitted just now must not get them.
"""

from dataclasses import dataclass

from media.rtp.packet import RtpPacket
from media.sdp.profile import OPUS

__all__ = ["MAX_OFFSET_RTP", "Red", "read_red", "take_previous", "take_primary"]

# A block's offset has 14 bits, so nothing in a packet can claim to be older than that, whatever a sender writes.
MAX_OFFSET_RTP = (1 << 14) - 1
_MORE = 0x80
_BLOCK_HEAD_BYTES = 4
# No audio packet is longer; an older block is not from the packet before.
_LONGEST_RTP = 120 * 48


@dataclass(frozen=True, slots=True)
class Red:
    """The positions of the blocks in a RED payload.

    Attributes:
        primary_at: start of the packet's own audio, which extends to the end.
        previous: the newest redundant block: its age in RTP ticks, start and end; or None.
    """

    primary_at: int
    previous: tuple[int, int, int] | None


def read_red(payload: bytes) -> Red | None:
    """Find the blocks; None when a length is out of bounds, or a block is not Opus."""
    at, sizes = 0, []
    while at < len(payload) and payload[at] & _MORE:
        if at + _BLOCK_HEAD_BYTES > len(payload):
            return None
        if payload[at] & 0x7F != OPUS:
            return None
        fields = int.from_bytes(payload[at + 1 : at + _BLOCK_HEAD_BYTES], "big")
        sizes.append((fields >> 10, fields & 0x3FF))
        at += _BLOCK_HEAD_BYTES
    if at >= len(payload) or payload[at] != OPUS:
        return None
    blocks_at = at + 1
    primary_at = blocks_at + sum(size for _, size in sizes)
    if primary_at >= len(payload):
        return None
    if not sizes or not sizes[-1][1]:
        return Red(primary_at, None)
    offset, size = sizes[-1]
    return Red(primary_at, (offset, primary_at - size, primary_at))


def take_primary(packet: RtpPacket, tail: bytes) -> tuple[RtpPacket, bytes] | None:
    """A RED packet as plain Opus under the same numbers, and its tail; None when it cannot be parsed.

    Args:
        packet: of type RED. tail: its tail as it will be sent.
    """
    end = packet.payload_at + packet.payload_bytes
    red = read_red(tail[packet.payload_at : end])
    if red is None:
        return None
    sound = tail[packet.payload_at + red.primary_at : end]
    return _plain(packet, tail, sound, packet.marker)


def take_previous(packet: RtpPacket) -> RtpPacket | None:
    """The packet before a RED packet, rebuilt as plain Opus from the copy in it; None if it carries none."""
    end = packet.payload_at + packet.payload_bytes
    payload = packet.tail[packet.payload_at : end]
    red = read_red(payload)
    if red is None or red.previous is None:
        return None
    offset, begin, end = red.previous
    if not 0 < offset <= _LONGEST_RTP:
        return None
    made, tail = _plain(packet, packet.tail, payload[begin:end], 0)
    made.tail = tail
    made.extended = packet.extended - 1
    made.sequence = made.extended & 0xFFFF
    made.timestamp = packet.timestamp - offset & 0xFFFFFFFF
    return made


def _plain(packet: RtpPacket, tail: bytes, sound: bytes, marker: int) -> tuple[RtpPacket, bytes]:
    # Padding is dropped, so its bit in `first` is cleared.
    return (
        RtpPacket(
            packet.first & 0xDF,
            OPUS,
            marker,
            packet.sequence,
            packet.timestamp,
            packet.ssrc,
            packet.tail,
            packet.payload_at,
            len(sound),
            packet.stamp_at,
            packet.level,
            packet.names,
            packet.number,
            packet.extended,
            packet.arrival,
        ),
        tail[: packet.payload_at] + sound,
    )
