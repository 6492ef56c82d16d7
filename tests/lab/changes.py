"""What a link that changes during a call costs: `python -m tests.lab.changes` prints it; needs root.

Somebody joins on a wide link; then 5000 kbit/s towards them become 500 and 5000 again; then the delay grows by 50 ms.
`--peer livekit` or `--peer mediasoup` puts another relay in the place of ours.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence

from tests.lab.figures import Figures
from tests.lab.relays import FPS, add_peer_argument, missing_for, open_seats
from tests.lab.room import CAMERA, Seat
from tests.support.service.troubles.faults import PERFECT, Faults

__all__ = ["back_after", "main"]

_STEP_S = 0.5
_WIDE, _NARROW = Faults(rate_bps=5_000_000), Faults(rate_bps=500_000)
_LATER = Faults(delay_s=0.025)
# What counts as all of it again, and for so many steps in a row.
_ALL, _STEADY = 0.9, 2
_CHANGES = (
    ("joined on a wide link", PERFECT, PERFECT, 5.0),
    ("5000 kbit/s", PERFECT, _WIDE, 6.0),
    ("500 kbit/s", PERFECT, _NARROW, 12.0),
    ("5000 kbit/s again", PERFECT, _WIDE, 12.0),
    ("50 ms more round trip", _LATER, _LATER, 10.0),
)


def back_after(shares: Sequence[float]) -> float | None:
    """Seconds from a change until the pictures are back, in steps of half a second; None if they are not.

    Args:
        shares: for each step, shown pixels as a share of all that the cameras send.
    """
    runs = range(len(shares) - _STEADY + 1)
    first = next((at for at in runs if sum(shares[at : at + _STEADY]) >= _STEADY * _ALL), None)
    return None if first is None else first * _STEP_S


def _shown(steps: Sequence[Figures]) -> float:
    """The pixels that were shown in a step, as a share of what the cameras send."""
    whole = len(steps) * FPS * _STEP_S * CAMERA[1] ** 2
    return sum(one.frames * one.height**2 for one in steps) / max(1.0, whole)


async def _watch(seat: Seat, what: str, seconds: float) -> None:
    """Print each half second: heights and frames of every picture, and what was concealed of the sound."""
    began, before, shares, frozen = time.monotonic(), await seat.figures(), [], 0.0
    sys.stdout.write(f"\n{what}\n")
    while time.monotonic() - began < seconds:
        await asyncio.sleep(_STEP_S)
        after = await seat.figures()
        steps = [now - before[slot] for slot, now in sorted(after.items()) if slot in before]
        pictures = ", ".join(f"{one.height}p {one.frames}" for one in steps)
        sound = ", ".join(f"{one.concealed_percent:.1f} %" for one in steps)
        sys.stdout.write(f"{time.monotonic() - began:5.1f} s | pictures {pictures} | concealed {sound}\n")
        shares.append(_shown(steps))
        frozen += sum(one.frozen_s for one in steps)
        before = after
    sys.stdout.write(
        f"nine tenths of the pixels after {back_after(shares)} s, pictures frozen for {frozen:.1f} s\n"
    )
    sys.stdout.flush()


async def _run(peer: str) -> None:
    async with open_seats(peer) as (ann, ben, cem):
        sys.stdout.write(f"in full {await cem.full_s((ann.slot, ben.slot)):.1f} s after it began to join\n")
        for what, up, down, seconds in _CHANGES:
            cem.link.set(up, down)
            await _watch(cem, what, seconds)


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests.lab.changes", description=__doc__)
    add_peer_argument(parser)
    options = parser.parse_args()
    missing = missing_for(options.peer)
    if missing:
        sys.stdout.write(f"Not run: {missing}.\n")
        return 1
    asyncio.run(_run(options.peer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
