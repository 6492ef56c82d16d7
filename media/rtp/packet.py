"""RTP packets on bytes: one parse on receipt, one cheap header on sending (RFC 3550 §5, RFC 8285).

What follows the fixed header is called the tail: header extensions and payload. It is made once per incoming packet and
shared by all receivers. Contributing sources, mid and rid, and extensions that were not offered are removed here, so
that nothing a sender invents reaches another client. Every packet gets room for a transport-wide number, which is
written where it is encrypted for a receiver.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from struct import Struct
from struct import error as StructError

from media.sdp.profile import (
    ABS_SEND_TIME_ID,
    LEVEL_ID,
    MID_ID,
    REPAIRED_RID_ID,
    RID_ID,
    RTX,
    TRANSPORT_ID,
)

__all__ = [
    "MAX_RTP_BYTES",
    "MAX_SENT_BYTES",
    "RtpPacket",
    "build_packet",
    "build_padding",
    "build_rtx",
    "keep_extensions",
    "parse_packet",
    "send_time",
    "sequence_delta",
    "stamp",
    "unwrap_rtx",
]

# IPv6 carries 1280 bytes everywhere (RFC 8200 §5): 48 of headers, 16 of SRTP's longest trailer, and this.
MAX_SENT_BYTES = 1216
# The relay adds to what comes at most a header extension with one number, where there was none, and the number in front
# of a repeated picture. Browsers send 1200 bytes at most, so a larger packet is nobody's.
MAX_RTP_BYTES = MAX_SENT_BYTES - 8 - 2
# The fixed header is 12 bytes; an extension adds 4 and its words.
_FIXED = Struct("!BBHII")
_EXTENSION = Struct("!HH")
_SEQUENCE = Struct("!H")
_ONE_BYTE_PROFILE = 0xBEDE
_EXTENSION_BIT = 0x10
_PADDING_BIT = 0x20
_STOP_ID = 15
# An element with room for a transport-wide number, and a header extension with nothing else.
_NUMBER = bytes([TRANSPORT_ID << 4 | 1, 0, 0, 0])
_ROOM = _EXTENSION.pack(_ONE_BYTE_PROFILE, 1) + _NUMBER
_NAMES = (MID_ID, RID_ID, REPAIRED_RID_ID)
_NO_NAMES: Mapping[int, str] = {}


# Not frozen: one is made per packet, and frozen dataclasses are several times slower to create.
@dataclass(slots=True)
class RtpPacket:
    """One parsed packet.

    Attributes:
        first: version, padding and extension bits, the CSRC count cleared.
        payload_type: 0..127.
        marker: 0x80 or 0, its value in the second byte.
        sequence: 16 bits. timestamp, ssrc: 32 bits.
        tail: header extension (if any) and payload, with padding.
        payload_at: offset of the payload in `tail`.
        payload_bytes: its size without padding.
        stamp_at: offset of the 3 bytes of abs-send-time in `tail`, or -1.
        level: audio level in -dBov (0 loud .. 127 silent, RFC 6464), or None.
        names: mid, rid and repaired rid of the packet, by extension id (RFC 8852).
        number: the sender's transport-wide number, 16 bits, or None.
        extended: the sequence number without wrap-around, set by the stream.
        arrival: monotonic seconds, set by the stream.
    """

    first: int
    payload_type: int
    marker: int
    sequence: int
    timestamp: int
    ssrc: int
    tail: bytes
    payload_at: int
    payload_bytes: int
    stamp_at: int
    level: int | None
    names: Mapping[int, str]
    number: int | None = None
    extended: int = 0
    arrival: float = 0.0


def sequence_delta(later: int, earlier: int) -> int:
    """How far `later` is ahead of `earlier`, modulo 2**16: -32768..32767."""
    return ((later - earlier + 0x8000) & 0xFFFF) - 0x8000


def parse_packet(data: bytes) -> RtpPacket:
    """Parse a decrypted RTP packet.

    Raises:
        ValueError: the bytes are not RTP version 2, or a length in them is out of bounds.

    Source: RFC 3550 §5.1.
    """
    if len(data) < _FIXED.size:
        raise ValueError("rtp: short header")
    first, second, sequence, timestamp, ssrc = _FIXED.unpack_from(data)
    if first >> 6 != 2:
        raise ValueError("rtp: version")
    offset = _FIXED.size + 4 * (first & 0x0F)
    head, stamp_at, level, names, number = _ROOM, -1, None, _NO_NAMES, None
    if first & _EXTENSION_BIT:
        body, offset = _extension(data, offset)
        if body:
            body, stamp_at, level, names, number = _read_elements(body)
            if number is None:
                body += _NUMBER
            head = _EXTENSION.pack(_ONE_BYTE_PROFILE, len(body) // 4) + body
    elif offset > len(data):
        raise ValueError("rtp: short sources")
    first = 0x80 | (first & _PADDING_BIT) | _EXTENSION_BIT
    size = len(data) - offset
    if first & _PADDING_BIT:
        # The last byte is the length of the padding, itself included (RFC 3550 §5.1).
        if not size or not 0 < data[-1] <= size:
            raise ValueError("rtp: padding")
        size -= data[-1]
    return RtpPacket(
        first,
        second & 0x7F,
        second & 0x80,
        sequence,
        timestamp,
        ssrc,
        head + data[offset:],
        len(head),
        size,
        stamp_at,
        level,
        names,
        number,
    )


def _extension(data: bytes, offset: int) -> tuple[bytes, int]:
    """The elements of a header extension, empty in another format, and where it ends."""
    body_at = offset + 4
    try:
        profile, words = _EXTENSION.unpack_from(data, offset)
    except StructError as error:
        raise ValueError("rtp: short extension") from error
    end = body_at + 4 * words
    if end > len(data):
        raise ValueError("rtp: short extension")
    return data[body_at:end] if profile == _ONE_BYTE_PROFILE else b"", end


def _read_elements(body: bytes) -> tuple[bytes, int, int | None, Mapping[int, str], int | None]:
    """Read one-byte extension elements and blank those that must not be forwarded (RFC 8285 §4.2)."""
    stamp_at, level, number = -1, None, None
    names: Mapping[int, str] = _NO_NAMES
    position, end = 0, len(body)
    cleaned: bytearray | None = None
    while position < end:
        byte = body[position]
        if not byte:
            position += 1
            continue
        identifier, after = byte >> 4, position + 2 + (byte & 0x0F)
        if identifier == _STOP_ID:
            after = end
        elif after > end:
            raise ValueError("rtp: short element")
        if identifier == LEVEL_ID and after == position + 2:
            level = body[position + 1] & 0x7F
        elif identifier == ABS_SEND_TIME_ID and after == position + 4:
            stamp_at = position + 5
        elif identifier == TRANSPORT_ID and after == position + 3:
            number = body[position + 1] << 8 | body[position + 2]
        else:
            if identifier in _NAMES:
                names = {**names, identifier: body[position + 1 : after].decode("ascii", "replace")}
            # The receiver's SSRCs are signalled: a foreign mid would route the packet to the wrong m-line.
            cleaned = bytearray(body) if cleaned is None else cleaned
            cleaned[position:after] = bytes(after - position)
        position = after
    return (body if cleaned is None else bytes(cleaned)), stamp_at, level, names, number


def keep_extensions(packet: RtpPacket, tail: bytes, ids: Collection[int]) -> tuple[RtpPacket, bytes]:
    """The packet and its tail with only these header extensions; the packet itself is not changed.

    Args:
        packet: as parsed, so that its extensions are well-formed. tail: its tail as it will be sent.
    """
    kept = bytearray()
    position = _EXTENSION.size
    while position < packet.payload_at:
        if not tail[position]:
            position += 1
            continue
        after = position + 2 + (tail[position] & 0x0F)
        if tail[position] >> 4 in ids:
            kept += tail[position:after]
        position = after
    head = b""
    if kept:
        kept += bytes(-len(kept) % 4)
        head = _EXTENSION.pack(_ONE_BYTE_PROFILE, len(kept) // 4) + kept
    bare = RtpPacket(
        packet.first & ~_EXTENSION_BIT | (_EXTENSION_BIT if head else 0),
        packet.payload_type,
        packet.marker,
        packet.sequence,
        packet.timestamp,
        packet.ssrc,
        packet.tail,
        len(head),
        packet.payload_bytes,
        -1,
        packet.level,
        packet.names,
        packet.number,
        packet.extended,
        packet.arrival,
    )
    return bare, head + tail[packet.payload_at :]


def send_time(packet: RtpPacket) -> int | None:
    """The sender's abs-send-time, 24 bits of 6.18 fixed point seconds, or None."""
    at = packet.stamp_at
    return None if at < 0 else int.from_bytes(packet.tail[at : at + 3], "big")


def stamp(packet: RtpPacket, now: float) -> bytes:
    """The tail of `packet` with abs-send-time set to `now`, for the receivers' bandwidth estimation.

    Args:
        packet: the packet; it is not changed.
        now: monotonic seconds; only differences matter to receivers.

    Source: webrtc.org abs-send-time, 24 bits of 6.18 fixed point seconds.
    """
    at = packet.stamp_at
    if at < 0:
        return packet.tail
    tail = packet.tail
    return tail[:at] + (int(now * 262_144) & 0xFFFFFF).to_bytes(3, "big") + tail[at + 3 :]


def build_packet(packet: RtpPacket, sequence: int, timestamp: int, ssrc: int, tail: bytes) -> bytes:
    """The packet's bytes with another sequence number, timestamp and SSRC."""
    return _FIXED.pack(packet.first, packet.marker | packet.payload_type, sequence, timestamp, ssrc) + tail


def build_rtx(
    packet: RtpPacket, sequence: int, timestamp: int, ssrc: int, original: int, tail: bytes
) -> bytes:
    """A retransmission of `packet` on the RTX stream.

    Args:
        packet: the packet to retransmit.
        sequence: next sequence number of the RTX stream.
        timestamp: the packet's timestamp at the receiver.
        ssrc: of the RTX stream.
        original: the packet's sequence number at the receiver.
        tail: the rewritten tail.

    Source: RFC 4588 §4.
    """
    at = packet.payload_at
    return (
        _FIXED.pack(packet.first, packet.marker | RTX, sequence, timestamp, ssrc)
        + tail[:at]
        + _SEQUENCE.pack(original)
        + tail[at:]
    )


def build_padding(sequence: int, ssrc: int, size: int, now: float, extensions: Collection[int]) -> bytes:
    """A padding-only packet on an RTX stream; its number or send time makes it count for bandwidth estimation.

    Args:
        sequence: next sequence number of the RTX stream. ssrc: of that stream.
        size: bytes of padding, 1..255 (RFC 3550 §5.1).
        now: monotonic seconds. extensions: ids of the header extensions that the receiver accepted.
    """
    first, body = 0x80 | _PADDING_BIT, b""
    if ABS_SEND_TIME_ID in extensions:
        body += bytes([ABS_SEND_TIME_ID << 4 | 2]) + (int(now * 262_144) & 0xFFFFFF).to_bytes(3, "big")
    if TRANSPORT_ID in extensions:
        body += _NUMBER
    if body:
        first |= _EXTENSION_BIT
        body = _EXTENSION.pack(_ONE_BYTE_PROFILE, len(body) // 4) + body
    return _FIXED.pack(first, RTX, sequence, 0, ssrc) + body + bytes(size - 1) + bytes([size])


def unwrap_rtx(packet: RtpPacket, payload_type: int, ssrc: int) -> RtpPacket | None:
    """The original packet inside a retransmission, or None for a bandwidth probe without one.

    Source: RFC 4588 §4; probes are padding only.
    """
    if packet.payload_bytes < 2:
        return None
    at = packet.payload_at
    return RtpPacket(
        packet.first,
        payload_type,
        packet.marker,
        _SEQUENCE.unpack_from(packet.tail, at)[0],
        packet.timestamp,
        ssrc,
        packet.tail[:at] + packet.tail[at + 2 :],
        at,
        packet.payload_bytes - 2,
        packet.stamp_at,
        packet.level,
        _NO_NAMES,
    )
