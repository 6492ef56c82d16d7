"""Runs Python's cyclic garbage collector at times of our choosing, so that nobody's turn waits for it.

What rooms hold has no reference cycles and is freed as soon as it is dropped. Python cannot know that: it scans new
objects whenever enough have accumulated, and occasionally all objects, which with 500 rooms takes more than a second.
Here young objects are collected so often that there are never many, and a full collection runs when nobody is connected.
"""

import asyncio
import gc
from collections.abc import Callable
from itertools import count

__all__ = ["AT_LATEST_S", "NEW_MAX", "QUIET_EVERY_S", "SWEEP_S", "YOUNG_EVERY", "sweep"]

SWEEP_S = 0.05
YOUNG_EVERY = 5
"""Sweeps between collections of the middle generation."""
NEW_MAX = 20_000
"""Objects since the last sweep. Beyond this Python collects without waiting for the next sweep: a few milliseconds of
work."""
QUIET_EVERY_S = 600.0
"""How often everything is collected while nobody is connected."""
AT_LATEST_S = 6 * 3600.0
"""After this long everything is collected even if somebody was always connected."""
_NEVER = 2**31 - 1


async def sweep(is_quiet: Callable[[], bool]) -> None:
    """Sweep until cancelled. Objects that exist at the start are assumed permanent and never scanned.

    Args:
        is_quiet: Returns whether a pause of a second would go unnoticed now.
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
