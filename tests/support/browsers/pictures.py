"""A picture for a browser's camera: calm drawn figures as a short Y4M film, which Chromium plays in a loop."""

import math
import tempfile
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Figure", "Portrait", "build_film"]

_WIDTH, _HEIGHT, _FRAMES, _FPS = 640, 360, 20, 10

# Luma, blue difference, red difference, 0 to 255.
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """Head and shoulders.

    Attributes:
        x: The middle of the figure, in pixels of 640.
        skin, hair, clothes: Its colours.
    """

    x: int
    skin: Colour
    hair: Colour
    clothes: Colour


@dataclass(frozen=True, slots=True)
class Portrait:
    """The people in front of a camera, and the wall behind them."""

    name: str
    wall: Colour
    figures: tuple[Figure, ...]


def build_film(portrait: Portrait) -> Path:
    """Make the film unless it exists: two seconds of somebody breathing."""
    folder = Path(tempfile.gettempdir()) / "attune-test-pictures"
    folder.mkdir(exist_ok=True)
    made = folder / f"{portrait.name}.y4m"
    if not made.exists():
        header = f"YUV4MPEG2 W{_WIDTH} H{_HEIGHT} F{_FPS}:1 Ip A1:1 C420jpeg\n".encode()
        frames = [_frame(portrait, math.sin(2 * math.pi * number / _FRAMES)) for number in range(_FRAMES)]
        draft = made.with_suffix(".draft")
        draft.write_bytes(header + b"".join(b"FRAME\n" + frame for frame in frames))
        draft.replace(made)
    return made


def _frame(portrait: Portrait, breath: float) -> bytes:
    return b"".join(_plane(portrait, breath, part, 1 if part == 0 else 2) for part in range(3))


def _plane(portrait: Portrait, breath: float, part: int, step: int) -> bytes:
    """Return the luma, blue or red plane; the colour planes have half the size."""
    rows = []
    for y in range(0, _HEIGHT, step):
        # A wall is slightly darker near the floor.
        shade = y // 12 if part == 0 else 0
        row = bytearray([portrait.wall[part] - shade]) * (_WIDTH // step)
        for figure in portrait.figures:
            lift = 3 * breath
            _fill(row, step, figure.x, y, 392 - lift, (128, 150), figure.clothes[part])
            _fill(row, step, figure.x, y, 236 - lift, (30, 60), figure.skin[part])
            _fill(row, step, figure.x, y, 148 - lift, (72, 84), figure.hair[part])
            _fill(row, step, figure.x, y, 168 - lift, (58, 72), figure.skin[part])
        rows.append(bytes(row))
    return b"".join(rows)


def _fill(
    row: bytearray, step: int, x: int, y: int, middle: float, radii: tuple[int, int], value: int
) -> None:
    """Draw the part of an ellipse that lies in this row."""
    wide, high = radii
    inside = 1 - ((y - middle) / high) ** 2
    if inside > 0:
        half = wide * math.sqrt(inside)
        start, end = max(0, round((x - half) / step)), min(len(row), round((x + half) / step))
        row[start:end] = bytes([value]) * (end - start)
