"""What a link that changes during a call costs: `python -m tests.lab.changes` prints it; needs root.

Somebody joins on a wide link; then 5000 kbit/s towards them become 500 and 5000 again; then the delay grows by 50 ms.
"""

import asyncio
import sys
import time

from tests.lab.room import Seat, open_room
from tests.support.browsers.chromium import missing_programs
from tests.support.browsers.netlab import missing_for_netlab
from tests.support.service.troubles.faults import PERFECT, Faults

__all__ = ["main"]

_STEP_S = 0.5
_WIDE, _NARROW = Faults(rate_bps=5_000_000), Faults(rate_bps=500_000)


async def _watch(seat: Seat, what: str, seconds: float) -> None:
    """Print each half second: heights and frames of every picture, and what was concealed of the sound."""
    began, before = time.monotonic(), await seat.figures()
    sys.stdout.write(f"\n{what}\n")
    while time.monotonic() - began < seconds:
        await asyncio.sleep(_STEP_S)
        after = await seat.figures()
        steps = [now - before[slot] for slot, now in sorted(after.items()) if slot in before]
        pictures = ", ".join(f"{one.height}p {one.frames}" for one in steps)
        sound = ", ".join(f"{one.concealed_percent:.1f} %" for one in steps)
        sys.stdout.write(f"{time.monotonic() - began:5.1f} s | pictures {pictures} | concealed {sound}\n")
        before = after
    sys.stdout.flush()


async def _run() -> None:
    async with open_room() as (_, seats):
        cem = seats[2]
        await _watch(cem, "joined on a wide link", 5.0)
        for faults, what, seconds in (
            (_WIDE, "5000 kbit/s", 6.0),
            (_NARROW, "500 kbit/s", 12.0),
            (_WIDE, "5000", 10.0),
        ):
            cem.link.set(PERFECT, faults)
            await _watch(cem, what, seconds)
        cem.link.set(Faults(delay_s=0.025), Faults(delay_s=0.025))
        await _watch(cem, "50 ms more round trip", 8.0)


def main() -> int:
    """Run it; returns the exit code."""
    missing = missing_for_netlab() or ", ".join(missing_programs())
    if missing:
        sys.stdout.write(f"Not run: {missing}.\n")
        return 1
    asyncio.run(_run())
    return 0


if __name__ == "__main__":
    sys.exit(main())
