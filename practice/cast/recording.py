"""The recordings: pictures of one seat as loops of encoded frames, and what each of its people says.

They are encoded once, when they are made, so that playing them costs no more than sending packets.
"""

from functools import lru_cache
from importlib.resources import files

import msgspec

__all__ = ["QUIET", "Clip", "Film", "Recording", "clips_of", "read_recording"]

FRAME_S = 0.02
"""The length of one packet of sound."""
QUIET = "quiet"
"""The loop in which nobody on the seat speaks; those who do have their number, from 0."""


class Clip(msgspec.Struct, frozen=True, array_like=True):
    """One thing that somebody says.

    Attributes:
        words: What it is.
        packets: Opus, 20 ms each.
        levels: How loud each of them is: 0 loud, 127 silent.
    """

    words: str
    packets: tuple[bytes, ...]
    levels: bytes

    @property
    def seconds(self) -> float:
        """Return how long it takes."""
        return len(self.packets) * FRAME_S


class Film(msgspec.Struct, frozen=True, array_like=True):
    """A loop of VP8 frames, of which the first is a key frame, so that it may begin at any moment."""

    frames_per_s: int
    frames: tuple[bytes, ...]


class Recording(msgspec.Struct, frozen=True, array_like=True):
    """One seat.

    Attributes:
        films: By who speaks: `QUIET`, or the number of one of its people.
        voices: By language, for each of its people in seat order: clips by occasion (`practice.people.occasions`).
    """

    films: dict[str, Film]
    voices: dict[str, tuple[dict[str, tuple[Clip, ...]], ...]]


def clips_of(recording: Recording, language: str, place: int) -> dict[str, tuple[Clip, ...]]:
    """Return what the person at this place of the seat can say, in English if not in their language."""
    voices = recording.voices.get(language) or recording.voices["en"]
    return voices[place % len(voices)]


@lru_cache
def read_recording(name: str) -> Recording | None:
    """Return the recording of this name, such as ``ana`` or ``elena-finn``; None if there is none."""
    file = files("practice.cast") / f"{name}.msgpack"
    return msgspec.msgpack.decode(file.read_bytes(), type=Recording) if file.is_file() else None
