"""How late the web process's event loop is: whoever waits for a turn waits at least that long."""

import asyncio
from collections import deque

__all__ = ["LoopLag"]

# Whoever comes while the loop is held up waits for less than it is held up: a stall is seen short by this at most.
_EVERY_S = 0.025
# The worst of the last ten seconds is told: a reader who comes by rarely still sees a stall.
_KEPT = 400


class LoopLag:
    """Measures while ``run`` runs."""

    def __init__(self) -> None:
        self._late_s: deque[float] = deque(maxlen=_KEPT)

    @property
    def worst_ms(self) -> float:
        """How late the loop was at worst in the last ten seconds, milliseconds; 0 before the first measurement."""
        return max(self._late_s, default=0.0) * 1000

    async def run(self) -> None:
        """Measure until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _EVERY_S
            await asyncio.sleep(_EVERY_S)
            self._late_s.append(max(0.0, loop.time() - due))
