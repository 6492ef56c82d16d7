"""Draws a person as a few calm shapes, and encodes loops of them as VP8. All of it is our own."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import av
from PIL import Image, ImageDraw

from practice.cast.recording import QUIET, Film

__all__ = ["FIGURES", "Figure", "draw_films"]

_WIDTH, _HEIGHT = 480, 270
_RATE = 10
_SECONDS = 4
_SCALE = 2
"""Drawn larger and made smaller: smooth edges."""
_Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """How somebody looks.

    Attributes:
        wall, shirt, skin, hair: Colours.
        long_hair: Whether it falls to the shoulders.
        glasses: Whether they wear some.
        beat: Where in the loop they blink, 0 to 1, so that people do not blink together.
    """

    wall: _Colour
    shirt: _Colour
    skin: _Colour
    hair: _Colour
    long_hair: bool = False
    glasses: bool = False
    beat: float = 0.2


FIGURES = {
    "ana": Figure((214, 226, 222), (74, 120, 128), (224, 180, 150), (62, 44, 36), long_hair=True, beat=0.15),
    "ben": Figure((222, 219, 208), (92, 104, 84), (240, 205, 180), (150, 112, 70), beat=0.4),
    "chloe": Figure((226, 216, 222), (130, 92, 116), (150, 104, 78), (34, 28, 28), long_hair=True, beat=0.65),
    "dev": Figure((212, 220, 230), (66, 84, 120), (184, 134, 100), (28, 26, 28), glasses=True, beat=0.85),
    "elena": Figure((228, 222, 208), (150, 84, 70), (232, 190, 160), (96, 56, 36), long_hair=True, beat=0.3),
    "finn": Figure((228, 222, 208), (70, 96, 110), (238, 200, 176), (190, 150, 96), beat=0.75),
}


def draw_films(people: Sequence[str]) -> dict[str, Film]:
    """Return the loops of one seat: nobody speaks, and each of its people does."""
    speakers = [QUIET, *(str(place) for place in range(len(people)))]
    return {speaker: Film(_RATE, tuple(_encode(_frames(people, speaker)))) for speaker in speakers}


def _frames(people: Sequence[str], speaker: str) -> Iterator[Image.Image]:
    figures = [FIGURES[name] for name in people]
    for number in range(_RATE * _SECONDS):
        phase = number / (_RATE * _SECONDS)
        large = Image.new("RGB", (_WIDTH * _SCALE, _HEIGHT * _SCALE), figures[0].wall)
        for place, figure in enumerate(figures):
            middle = _WIDTH * (place + 1) / (len(figures) + 1)
            _draw(ImageDraw.Draw(large), figure, middle, phase, speaks=speaker == str(place), number=number)
        yield large.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)


def _draw(
    pen: ImageDraw.ImageDraw, figure: Figure, middle: float, phase: float, *, speaks: bool, number: int
) -> None:
    """Draw one person: they breathe, blink, and open their mouth while they speak."""
    breath = math.sin(2 * math.pi * phase)
    x, y = middle, 128 + 1.5 * breath + (1.5 * math.sin(6 * math.pi * phase) if speaks else 0)
    shape = _Shapes(pen)
    if figure.long_hair:
        shape.oval(x, y + 14, 62, 84, figure.hair)
    shape.oval(x, 292 + breath, 104, 92, figure.shirt)
    shape.box(x, y + 62, 18, 26, _darker(figure.skin))
    shape.oval(x, y, 50, 62, figure.skin)
    shape.arc(x, y - 16, 54, 52, figure.hair)
    blinks = abs(phase - figure.beat) < 0.02
    for side in (-1, 1):
        eye = x + side * 19
        shape.oval(eye, y + 2, 5, 1 if blinks else 6, (40, 36, 36))
        shape.box(eye, y - 13, 9, 1.6, figure.hair)
        if figure.glasses:
            shape.ring(eye, y + 2, 15, 13, (60, 60, 66))
    opening = (3, 9, 5, 11, 2, 7)[number % 6] if speaks else 1.6
    shape.oval(x, y + 32, 13 if speaks else 15, opening, (150, 70, 70))


class _Shapes:
    """Shapes around a middle, in pixels of the picture."""

    def __init__(self, pen: ImageDraw.ImageDraw) -> None:
        self._pen = pen

    def oval(self, x: float, y: float, wide: float, high: float, colour: _Colour) -> None:
        self._pen.ellipse(_around(x, y, wide, high), fill=colour)

    def ring(self, x: float, y: float, wide: float, high: float, colour: _Colour) -> None:
        self._pen.ellipse(_around(x, y, wide, high), outline=colour, width=2 * _SCALE)

    def box(self, x: float, y: float, wide: float, high: float, colour: _Colour) -> None:
        self._pen.rectangle(_around(x, y, wide, high), fill=colour)

    def arc(self, x: float, y: float, wide: float, high: float, colour: _Colour) -> None:
        """The upper part of an oval."""
        self._pen.chord(_around(x, y, wide, high), 180, 360, fill=colour)


def _around(x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
    return ((x - wide) * _SCALE, (y - high) * _SCALE, (x + wide) * _SCALE, (y + high) * _SCALE)


def _darker(colour: _Colour) -> _Colour:
    red, green, blue = (part * 9 // 10 for part in colour)
    return red, green, blue


def _encode(frames: Iterator[Image.Image]) -> Iterator[bytes]:
    codec = av.CodecContext.create("libvpx", "w")
    assert isinstance(codec, av.VideoCodecContext)
    codec.width, codec.height, codec.pix_fmt = _WIDTH, _HEIGHT, "yuv420p"
    codec.time_base, codec.framerate = Fraction(1, _RATE), Fraction(_RATE)
    codec.bit_rate = 36_000
    codec.options = {
        "deadline": "good",
        "cpu-used": "0",
        "lag-in-frames": "0",
        "g": "1000",
        "auto-alt-ref": "0",
    }
    for number, image in enumerate(frames):
        whole: av.VideoFrame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
        frame = whole.reformat(format="yuv420p")
        frame.pts = number
        yield from map(bytes, codec.encode(frame))
    yield from map(bytes, codec.encode(None))
