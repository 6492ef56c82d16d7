"""How long one piece of work may keep the loop from the packets.

The worker's loop carries packets between pieces of everything else: calls of the web process, timers of rooms,
statistics, goodbyes. None of them is urgent to a few milliseconds; a voice is.
"""

import asyncio
import time
from collections.abc import Callable

__all__ = ["SLICE_S", "Slice"]

SLICE_S = 0.001


class Slice:
    """The time since packets were last looked after.

    Args:
        clock: monotonic seconds.
    """

    __slots__ = ("_begun", "_clock")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()

    def begin(self) -> None:
        """Work starts now, after a wait."""
        self._begun = self._clock()

    async def breathe(self) -> None:
        """Let packets pass if this has taken `SLICE_S`: call it between two pieces of work."""
        if self._clock() - self._begun >= SLICE_S:
            await asyncio.sleep(0)
            self._begun = self._clock()
