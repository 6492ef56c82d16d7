"""The room load: what every seat sends while a relay is measured, as plain RTP packets.

Audio is 50 packets/s of 80 bytes, evenly spaced; video is 100 packets/s of 1100 bytes, in bursts of 4 that are one VP8
frame each, with the marker on the last. With simulcast that is the largest of three layers. A payload ends with its
SSRC and sequence number, so that a receiver can identify the packet after a relay has rewritten the header.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from media.sdp.profile import ABS_SEND_TIME_ID, CAM_MID, LEVEL_ID, MIC_MID, MID_ID, TRANSPORT_ID, Kind

__all__ = [
    "LAYER_PACES",
    "PACES",
    "Pace",
    "PacketSource",
    "build_extension",
    "expected_pps",
    "expected_simulcast_pps",
    "read_origin",
]

_SPEECH_LEVEL = 20
# A browser sends mid and rid until it knows that they arrived; this many packets take two seconds or less.
_NAMED_PACKETS = 60
_HEADER = struct.Struct("!BBHII")
_VP8_START = struct.Struct("!BBHB")
_ORIGIN = struct.Struct("!HH")
# Behind the extension's own header and that of its first element.
_NUMBER_AT = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of one stream.

    Attributes:
        pps: packets per second. payload_bytes: of each, the VP8 descriptor included.
        burst: packets sent together. ticks: of the RTP clock from one burst to the next.
    """

    pps: int
    payload_bytes: int
    burst: int
    ticks: int

    @property
    def interval_s(self) -> float:
        """Seconds from one burst to the next."""
        return self.burst / self.pps


PACES = {Kind.AUDIO: Pace(50, 80, 1, 960), Kind.VIDEO: Pace(100, 1100, 4, 3600)}
# 15, 20 and 25 frames a second.
LAYER_PACES = {"q": Pace(30, 1100, 2, 6000), "h": Pace(60, 1100, 3, 4500), "f": PACES[Kind.VIDEO]}


def expected_pps(seats: int) -> int:
    """Packets per second sent by a relay when everyone receives everyone else."""
    return seats * (seats - 1) * sum(pace.pps for pace in PACES.values())


def expected_simulcast_pps(seats: int) -> int:
    """The same when everyone sees one other large and the rest small."""
    pictures = LAYER_PACES["f"].pps + (seats - 2) * LAYER_PACES["q"].pps
    return seats * ((seats - 1) * PACES[Kind.AUDIO].pps + pictures)


def build_extension(
    kind: Kind, *, mid: bool = True, rid: str = "", rid_id: int = 0, numbered: bool = False
) -> bytes:
    """The header extension that our relay's clients send: send time, audio level, mid, rid (RFC 8285 §4.2).

    Args:
        kind: audio or video.
        mid: whether to name the media section.
        rid: of the layer, empty for none (RFC 8852). rid_id: the element's id, as offered.
        numbered: whether the first element has room for a transport-wide number.
    """
    body = bytes([TRANSPORT_ID << 4 | 1, 0, 0]) if numbered else b""
    body += bytes([ABS_SEND_TIME_ID << 4 | 2, 1, 2, 3])
    if kind is Kind.AUDIO:
        body += bytes([LEVEL_ID << 4, 0x80 | _SPEECH_LEVEL])
    name = (MIC_MID if kind is Kind.AUDIO else CAM_MID) if mid else ""
    for identifier, text in ((MID_ID, name), (rid_id, rid)):
        if text:
            body += bytes([identifier << 4 | len(text) - 1]) + text.encode()
    body += bytes(-len(body) % 4)
    return struct.pack("!HH", 0xBEDE, len(body) // 4) + body


def read_origin(packet: bytes) -> tuple[int, int]:
    """The low 16 bits of the original SSRC, and the original sequence number, of a decrypted packet of the load."""
    source, sequence = _ORIGIN.unpack(packet[-_ORIGIN.size :])
    return source, sequence


class PacketSource:
    """One stream of one seat.

    Args:
        kind: audio or video. payload_type: as negotiated. ssrc: its source.
        filler: any bytes, at least as many as a payload has.
        extension: the whole header extension, empty for none.
        pace: of the stream; that of its kind by default.
        named: the header extension of the first packets, instead.
        numbers: gives the transport-wide number of each packet, for which its extension has room.

    Attributes:
        wants_key: the next frame is a key frame; so is the first.
        timestamp: of the next burst. packets, octets: built so far, payload without header.
    """

    def __init__(
        self,
        kind: Kind,
        payload_type: int,
        ssrc: int,
        filler: bytes,
        extension: bytes,
        *,
        pace: Pace | None = None,
        named: bytes = b"",
        numbers: Iterator[int] | None = None,
    ) -> None:
        self.pace = pace or PACES[kind]
        self.ssrc = ssrc
        self.wants_key = True
        self.timestamp = self.packets = self.octets = 0
        self._kind = kind
        self._payload_type = payload_type
        self._filler = memoryview(filler)
        self._extension = extension
        self._named = named
        self._numbers = numbers
        self._sequence = self._picture = 0

    def build_burst(self) -> list[tuple[int, bytes]]:
        """The next burst: sequence numbers and plain RTP packets."""
        burst = [self._build(index) for index in range(self.pace.burst)]
        self.timestamp = self.timestamp + self.pace.ticks & 0xFFFFFFFF
        self.packets += self.pace.burst
        self.octets += self.pace.burst * self.pace.payload_bytes
        self._picture = self._picture + 1 & 0x7FFF
        self.wants_key = False
        return burst

    def skip_burst(self) -> None:
        """Skip the time of one burst nobody wants; the next one starts with a key frame."""
        self.timestamp = self.timestamp + self.pace.ticks & 0xFFFFFFFF
        self.wants_key = True

    def _build(self, index: int) -> tuple[int, bytes]:
        self._sequence = sequence = self._sequence + 1 & 0xFFFF
        marker = 0x80 if self._kind is Kind.VIDEO and index == self.pace.burst - 1 else 0
        extension = self._named if self._named and self.packets < _NAMED_PACKETS else self._extension
        if self._numbers is not None:
            number = (next(self._numbers) & 0xFFFF).to_bytes(2, "big")
            extension = extension[:_NUMBER_AT] + number + extension[_NUMBER_AT + 2 :]
        first = 0x90 if extension else 0x80
        header = _HEADER.pack(first, self._payload_type | marker, sequence, self.timestamp, self.ssrc)
        start = b"" if self._kind is Kind.AUDIO else self._vp8_start(index == 0)
        filler = self._filler[: self.pace.payload_bytes - len(start) - _ORIGIN.size]
        origin = _ORIGIN.pack(self.ssrc & 0xFFFF, sequence)
        return sequence, b"".join((header, extension, start, filler, origin))

    def _vp8_start(self, is_first: bool) -> bytes:
        """A descriptor with a 15-bit picture id, and the first byte of the frame (RFC 7741 §4.2)."""
        inverse_key = 0 if self.wants_key else 1
        return _VP8_START.pack(0x90 if is_first else 0x80, 0x80, 0x8000 | self._picture, inverse_key)
