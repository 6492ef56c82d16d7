"""When Python looks for garbage that refers to itself: at times of our choosing, so that nobody's turn waits for it.

What rooms hold is in no circles and is freed the moment it is dropped. Python cannot know that, and goes through new
objects whenever many have come, and now and then through all of them: with 500 rooms for more than a second. Here it
goes through what has just come so often that there is never much of it, and through everything when nobody is there.
"""

import asyncio
import gc
from collections.abc import Callable
from itertools import count

__all__ = ["AT_LATEST_S", "NEW_MAX", "QUIET_EVERY_S", "SWEEP_S", "YOUNG_EVERY", "sweep"]

SWEEP_S = 0.05
YOUNG_EVERY = 5
"""Sweeps until also what several sweeps have left is gone through."""
NEW_MAX = 20_000
"""Objects more than at the last sweep; from here on Python does not wait for the next: a few milliseconds' work."""
QUIET_EVERY_S = 600.0
"""How often everything is gone through while nobody is there."""
AT_LATEST_S = 6 * 3600.0
"""When it is gone through though somebody always was."""
_NEVER = 2**31 - 1


async def sweep(is_quiet: Callable[[], bool]) -> None:
    """Sweep until cancelled. What is there at the start is there to stay, and is never looked at.

    Args:
        is_quiet: Says whether nobody would notice a second's pause now.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_MAX, _NEVER, _NEVER)
    loop = asyncio.get_running_loop()
    everything_at = loop.time()
    try:
        for number in count(1):
            await asyncio.sleep(SWEEP_S)
            since = loop.time() - everything_at
            if since >= AT_LATEST_S or (since >= QUIET_EVERY_S and is_quiet()):
                gc.collect()
                everything_at = loop.time()
            else:
                gc.collect(0 if number % YOUNG_EVERY else 1)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
