"""Timeouts that blame only the other side: time during which our own event loop was late does not count.

When this process is starved, answers that arrived long ago lie unread while timers run out. So a timeout checks the
clock often; a late check shows that our loop was busy, and the whole period starts again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

__all__ = ["LATE_S", "LOOK_S", "Patience", "fair_timeout"]

LOOK_S = 0.25
"""How often a waiting timeout checks the clock."""
LATE_S = 0.25
"""A check later than this shows that our own loop was late."""


class Patience:
    """Whether a period has passed in which our own loop was on time. Pure; `now` is the loop's clock, seconds."""

    def __init__(self, period_s: float, now: float) -> None:
        self._period_s = period_s
        self._since = now
        self.look_s = min(LOOK_S, period_s)
        self._due = now + self.look_s

    def is_over(self, now: float) -> bool:
        """Check, every `look_s`; True when the period is over."""
        if now - self._due > LATE_S:
            self._since = now
        self._due = now + self.look_s
        return now - self._since >= self._period_s


@asynccontextmanager
async def fair_timeout(period_s: float) -> AsyncIterator[None]:
    """Like `asyncio.timeout`, but raises TimeoutError only after our own loop was on time for the whole period."""
    loop = asyncio.get_running_loop()
    patience = Patience(period_s, loop.time())
    next_look: asyncio.TimerHandle

    def look() -> None:
        nonlocal next_look
        now = loop.time()
        if patience.is_over(now):
            timeout.reschedule(now)
        else:
            next_look = loop.call_later(patience.look_s, look)

    next_look = loop.call_later(patience.look_s, look)
    try:
        async with asyncio.timeout(None) as timeout:
            yield
    finally:
        next_look.cancel()
