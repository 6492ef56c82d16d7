"""When Python looks for garbage that refers to itself: at times of our choosing, so that nobody's turn waits for it.

What rooms hold is in no circles and is freed the moment it is dropped. Python cannot know that, and goes through new
objects whenever many have come, and now and then through all of them: with a thousand rooms for up to 0.7 s. Here it
goes through what has just come so often that there is never much of it, and through the rest seldom.
"""

import asyncio
import gc
from itertools import count

__all__ = ["ALL_EVERY", "NEW_MAX", "SWEEP_S", "YOUNG_EVERY", "sweep"]

SWEEP_S = 0.05
YOUNG_EVERY = 1_200
"""Sweeps until also what several sweeps have left is gone through: a minute."""
ALL_EVERY = 12_000
"""Sweeps until everything is: ten minutes."""
NEW_MAX = 200_000
"""Objects more than at the last sweep; from here on Python does not wait for the next."""
_SELDOM = 1_000


async def sweep() -> None:
    """Sweep until cancelled. What is there at the start is there to stay, and is never looked at."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_MAX, _SELDOM, _SELDOM)
    try:
        for number in count(1):
            await asyncio.sleep(SWEEP_S)
            gc.collect(_generation(number))
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _generation(number: int) -> int:
    """Return how far back the sweep of this number goes, as Python counts it."""
    if number % ALL_EVERY == 0:
        return 2
    return 1 if number % YOUNG_EVERY == 0 else 0
