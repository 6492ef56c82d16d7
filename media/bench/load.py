"""The room load: what every seat sends while a relay is measured, as plain RTP packets.

Sound is 50 packets a second of 80 bytes, evenly spaced; the picture is 100 packets a second of 1100 bytes, in bursts
of 4 that are one VP8 frame each, the marker on the last. A payload ends with its own sequence number, so that a
receiver can tell which packet it was after a relay has rewritten the header.
"""

import struct
from dataclasses import dataclass

from media.profile import ABS_SEND_TIME_ID, CAM_MID, LEVEL_ID, MIC_MID, MID_ID, Kind

__all__ = ["PACES", "Pace", "PacketSource", "build_extension", "expected_pps", "read_original_sequence"]

_SPEECH_LEVEL = 20


@dataclass(frozen=True, slots=True)
class Pace:
    """How one stream is sent.

    Attributes:
        pps: packets per second. payload_bytes: of each, the VP8 descriptor included.
        burst: packets that leave together. ticks: of the RTP clock from one burst to the next.
    """

    pps: int
    payload_bytes: int
    burst: int
    ticks: int

    @property
    def interval_s(self) -> float:
        """From one burst to the next."""
        return self.burst / self.pps


PACES = {Kind.AUDIO: Pace(50, 80, 1, 960), Kind.VIDEO: Pace(100, 1100, 4, 3600)}


def expected_pps(seats: int) -> int:
    """Packets a second that leave a relay when everyone receives everyone else."""
    return seats * (seats - 1) * sum(pace.pps for pace in PACES.values())


def build_extension(kind: Kind) -> bytes:
    """The header extension a client of our relay sends: send time, level of the sound, mid (RFC 8285 §4.2)."""
    body = bytes([ABS_SEND_TIME_ID << 4 | 2, 1, 2, 3])
    if kind is Kind.AUDIO:
        body += bytes([LEVEL_ID << 4, 0x80 | _SPEECH_LEVEL])
    mid = (MIC_MID if kind is Kind.AUDIO else CAM_MID).encode()
    body += bytes([MID_ID << 4 | len(mid) - 1]) + mid
    body += bytes(-len(body) % 4)
    return struct.pack("!HH", 0xBEDE, len(body) // 4) + body


def read_original_sequence(packet: bytes) -> int:
    """The sequence number that a packet of the load, decrypted, had at its sender."""
    return int.from_bytes(packet[-2:], "big")


class PacketSource:
    """One stream of one seat.

    Args:
        kind: sound or picture. payload_type: as negotiated. ssrc: its source.
        filler: any bytes, at least as many as a payload has.
        extension: the whole header extension, empty for none.

    Attributes:
        wants_key: the next frame is a key frame; so is the first.
    """

    def __init__(self, kind: Kind, payload_type: int, ssrc: int, filler: bytes, extension: bytes) -> None:
        self.pace = PACES[kind]
        self.wants_key = True
        self._kind = kind
        self._first = 0x90 if extension else 0x80
        self._payload_type = payload_type
        self._ssrc = ssrc
        self._filler = filler
        self._extension = extension
        self._sequence = self._timestamp = self._picture = 0

    def build_burst(self) -> list[tuple[int, bytes]]:
        """The next burst: sequence numbers and plain RTP packets."""
        burst = [self._build(index) for index in range(self.pace.burst)]
        self._timestamp = self._timestamp + self.pace.ticks & 0xFFFFFFFF
        self._picture = self._picture + 1 & 0x7FFF
        self.wants_key = False
        return burst

    def _build(self, index: int) -> tuple[int, bytes]:
        self._sequence = sequence = self._sequence + 1 & 0xFFFF
        marker = 0x80 if self._kind is Kind.VIDEO and index == self.pace.burst - 1 else 0
        header = struct.pack(
            "!BBHII", self._first, self._payload_type | marker, sequence, self._timestamp, self._ssrc
        )
        start = b"" if self._kind is Kind.AUDIO else self._vp8_start(index == 0)
        filler = self._filler[: self.pace.payload_bytes - len(start) - 2]
        return sequence, b"".join((header, self._extension, start, filler, sequence.to_bytes(2, "big")))

    def _vp8_start(self, is_first: bool) -> bytes:
        """A descriptor with a 15-bit picture id, and the first byte of the frame (RFC 7741 §4.2)."""
        picture = self._picture
        inverse_key = 0 if self.wants_key else 1
        return bytes([0x90 if is_first else 0x80, 0x80, 0x80 | picture >> 8, picture & 0xFF, inverse_key])
