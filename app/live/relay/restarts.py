"""How often a seat's page may ask for its media connection anew. Pure.

Each new connection costs the relay keys and a description. A page whose connections fail at once would ask without end.
"""

import math

__all__ = ["RESTARTS_AT_ONCE", "RESTART_EVERY_S", "Restarts"]

RESTARTS_AT_ONCE = 4
RESTART_EVERY_S = 5.0


class Restarts:
    """What one seat may still ask for. ``now`` is seconds of a clock that does not run backwards."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: float) -> None:
        self._left = float(RESTARTS_AT_ONCE)
        self._at = now

    def ask(self, now: float) -> int:
        """Take one; returns 0, or the whole seconds to wait when there is none, and then none was taken."""
        self._left = min(RESTARTS_AT_ONCE, self._left + max(0.0, now - self._at) / RESTART_EVERY_S)
        self._at = now
        if self._left < 1:
            return math.ceil((1 - self._left) * RESTART_EVERY_S)
        self._left -= 1
        return 0
