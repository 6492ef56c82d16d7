"""When Python looks for garbage that refers to itself: at times of our choosing, so that nobody's turn waits for it.

What rooms hold is in no circles and is freed the moment it is dropped. Python cannot know that, and goes through new
objects, and now and then through all of them, in the middle of whatever is going on: with a thousand rooms for up to
0.7 s. Here it goes through what is new every few seconds, and through everything seldom.
"""

import asyncio
import gc
from itertools import count

__all__ = ["ALL_EVERY", "NEW_MAX", "SWEEP_S", "sweep"]

SWEEP_S = 10.0
ALL_EVERY = 60
"""So many sweeps go through what is new; then one through everything: every ten minutes."""
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
            gc.collect(1 if number % ALL_EVERY else 2)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
