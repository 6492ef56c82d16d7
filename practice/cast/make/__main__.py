"""``python -m practice.cast.make``: draws and speaks everybody, and writes the recordings beside `recording.py`."""

import sys
import tomllib
from pathlib import Path

import msgspec

from practice.cast.make.draw import draw_films
from practice.cast.make.speak import VOICES, speak
from practice.cast.recording import Clip, Recording

__all__ = ["SEATS", "main"]

_HERE = Path(__file__).parent
SEATS = (("ana",), ("ben",), ("chloe",), ("dev",), ("elena", "finn"))
"""Who sits together."""


def main() -> None:
    """Make every recording."""
    for people in SEATS:
        voices = {
            file.stem: tuple(_voice(name, file) for name in people)
            for file in sorted((_HERE / "sentences").glob("*.toml"))
        }
        made = msgspec.msgpack.encode(Recording(draw_films(people), voices))
        target = _HERE.parent / f"{'-'.join(people)}.msgpack"
        target.write_bytes(made)
        sys.stdout.write(f"{target.name}: {len(made) // 1024} KiB\n")


def _voice(name: str, file: Path) -> dict[str, tuple[Clip, ...]]:
    written = tomllib.loads(file.read_text())
    said: dict[str, list[str]] = {**written["everyone"], **written[name]}
    return {
        occasion: tuple(speak(words, VOICES[name], file.stem) for words in sentences)
        for occasion, sentences in said.items()
    }


if __name__ == "__main__":
    main()
