"""Measures how late the web process's event loop runs. Every turn request waits at least that long."""

import asyncio
from collections import deque

__all__ = ["LoopLag"]

# A stall is underreported by at most this interval.
_EVERY_S = 0.025
# Samples of the last ten seconds. The worst is reported, so that infrequent readers still see a stall.
_KEPT = 400


class LoopLag:
    """Measures while ``run`` runs."""

    def __init__(self) -> None:
        self._late_s: deque[float] = deque(maxlen=_KEPT)

    @property
    def worst_ms(self) -> float:
        """The worst lag of the last ten seconds, milliseconds; 0 before the first measurement."""
        return max(self._late_s, default=0.0) * 1000

    async def run(self) -> None:
        """Measure until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _EVERY_S
            await asyncio.sleep(_EVERY_S)
            self._late_s.append(max(0.0, loop.time() - due))
