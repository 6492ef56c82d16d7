"""RTP packets and sender reports (RFC 3550), and the VP8 payload around a frame (RFC 7741). Pure."""

import struct
from dataclasses import dataclass

__all__ = ["PAYLOAD_BYTES", "Stream", "key_frame_wanted", "split_frame"]

PAYLOAD_BYTES = 1100
"""Of one packet at most."""
_NAMED_PACKETS = 60
"""So many packets say their mid: until then the relay knows the SSRC for sure."""
_PAYLOAD_FEEDBACK, _PICTURE_LOSS, _FULL_INTRA = 206, 1, 4
_HEADER = struct.Struct("!BBHII")


@dataclass(slots=True)
class Stream:
    """What is sent under one SSRC.

    Attributes:
        ssrc, payload_type, mid: As negotiated.
        mid_id, level_id: Ids of header extensions; 0 for none.
        packets, octets: Sent so far.
        timestamp: Of the newest packet.
    """

    ssrc: int
    payload_type: int
    mid: str
    mid_id: int = 0
    level_id: int = 0
    packets: int = 0
    octets: int = 0
    timestamp: int = 0
    _picture: int = 0

    def sound(self, timestamp: int, payload: bytes, level: int, *, first: bool) -> bytes:
        """Return the packet of 20 ms of sound.

        Args:
            timestamp: In ticks of 1/48,000 s.
            payload: One Opus packet.
            level: 0 is loud, 127 silent (dBov without its sign).
            first: Whether it is the first one after a silence.
        """
        return self._packet(timestamp, payload, marker=first, level=level)

    def picture(self, timestamp: int, parts: tuple[bytes, ...]) -> list[bytes]:
        """Return the packets of one frame. ``timestamp`` is in ticks of 1/90,000 s, ``parts`` from `split_frame`."""
        self._picture = self._picture + 1 & 0x7FFF
        number = struct.pack("!H", 0x8000 | self._picture)
        last = len(parts) - 1
        return [
            self._packet(
                timestamp, bytes((0x80 if index else 0x90, 0x80)) + number + part, marker=index == last
            )
            for index, part in enumerate(parts)
        ]

    def report(self, now: float) -> bytes:
        """Return a sender report: what the newest timestamp means in seconds of a clock that all streams share."""
        whole = int(now)
        numbers = (self.ssrc, whole & 0xFFFFFFFF, int((now - whole) * 2**32), self.timestamp)
        head = struct.pack("!BBH", 0x80, 200, 6)
        return head + struct.pack("!6I", *numbers, self.packets & 0xFFFFFFFF, self.octets & 0xFFFFFFFF)

    def _packet(self, timestamp: int, payload: bytes, *, marker: bool, level: int | None = None) -> bytes:
        self.timestamp = timestamp & 0xFFFFFFFF
        extension = self._extension(level)
        first = 0x90 if extension else 0x80
        second = self.payload_type | (0x80 if marker else 0)
        head = _HEADER.pack(first, second, self.packets & 0xFFFF, self.timestamp, self.ssrc)
        self.packets += 1
        self.octets += len(payload)
        return head + extension + payload

    def _extension(self, level: int | None) -> bytes:
        """The header extensions, in their one-byte form (RFC 8285 §4.2)."""
        body = b""
        if level is not None and self.level_id:
            body += bytes((self.level_id << 4, level))
        if self.mid_id and self.packets < _NAMED_PACKETS:
            body += bytes((self.mid_id << 4 | len(self.mid) - 1,)) + self.mid.encode()
        if not body:
            return b""
        body += bytes(-len(body) % 4)
        return struct.pack("!HH", 0xBEDE, len(body) // 4) + body


def split_frame(frame: bytes) -> tuple[bytes, ...]:
    """Cut an encoded frame into parts that fit a packet."""
    return tuple(frame[at : at + PAYLOAD_BYTES] for at in range(0, len(frame), PAYLOAD_BYTES))


def key_frame_wanted(control: bytes, ssrc: int) -> bool:
    """Return whether decrypted control packets ask this stream for a key frame (RFC 4585 §6.3.1, RFC 5104 §4.3.1)."""
    at = 0
    while at + 12 <= len(control):
        first, kind, words = struct.unpack_from("!BBH", control, at)
        end = at + 4 * (words + 1)
        if kind == _PAYLOAD_FEEDBACK and end <= len(control):
            form, (about,) = first & 0x1F, struct.unpack_from("!I", control, at + 8)
            asked = struct.unpack_from("!I", control, at + 12)[0] if end >= at + 16 else None
            if (form == _PICTURE_LOSS and about == ssrc) or (form == _FULL_INTRA and asked == ssrc):
                return True
        at = end
    return False
