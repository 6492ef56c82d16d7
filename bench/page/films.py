"""The moving picture of a light client: the film of one of the simulated people, as packets that a browser decodes.

Their films are read as the files they are: nothing of the package that plays them is needed here.
"""

import asyncio
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

__all__ = ["Film", "FilmSource", "play", "read_film"]

_FILE = Path(__file__).parents[2] / "practice" / "cast" / "ana.msgpack"
_SILENT = "quiet"
_CLOCK = 90_000
_PART_BYTES = 1100
_HEADER = struct.Struct("!BBHII")


class Film(msgspec.Struct, frozen=True, array_like=True):
    """A loop of VP8 frames, of which the first is a key frame."""

    frames_per_s: int
    frames: tuple[bytes, ...]


def read_film() -> Film:
    """The film in which nobody speaks."""
    films: dict[str, Any] = msgspec.msgpack.decode(_FILE.read_bytes())[0]
    return msgspec.convert(films[_SILENT], Film)


class FilmSource:
    """A film as RTP packets (RFC 3550) with a picture id of 15 bits (RFC 7741 §4.2), without header extensions."""

    def __init__(self, film: Film, ssrc: int, payload_type: int) -> None:
        self._frames = [
            [frame[at : at + _PART_BYTES] for at in range(0, len(frame), _PART_BYTES)]
            for frame in film.frames
        ]
        self._ticks = _CLOCK // film.frames_per_s
        self._ssrc = ssrc
        self._payload_type = payload_type
        self._shown = self._sequence = 0

    def next_frame(self) -> list[bytes]:
        """The packets of the next frame; after the last one the film begins again."""
        parts = self._frames[self._shown % len(self._frames)]
        picture = struct.pack("!H", 0x8000 | self._shown & 0x7FFF)
        stamp = self._shown * self._ticks & 0xFFFFFFFF
        packets = []
        for index, part in enumerate(parts):
            self._sequence = self._sequence + 1 & 0xFFFF
            marker = 0x80 if index == len(parts) - 1 else 0
            head = _HEADER.pack(0x80, self._payload_type | marker, self._sequence, stamp, self._ssrc)
            packets.append(head + bytes((0x80 if index else 0x90, 0x80)) + picture + part)
        self._shown += 1
        return packets


async def play(film: Film, source: FilmSource, send: Callable[[bytes], None]) -> None:
    """Send the film at its pace until cancelled."""
    due = time.monotonic()
    while True:
        for packet in source.next_frame():
            send(packet)
        due += 1 / film.frames_per_s
        await asyncio.sleep(max(0.0, due - time.monotonic()))
