"""Rate limit on new media connections for a seat's page. Pure.

Each new connection costs the relay keys and a session description. A page whose connections fail immediately would retry
forever.
"""

import math

__all__ = ["RESTARTS_AT_ONCE", "RESTART_EVERY_S", "Restarts"]

RESTARTS_AT_ONCE = 4
RESTART_EVERY_S = 5.0


class Restarts:
    """The rate limit of one seat. ``now`` is seconds of a monotonic clock."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: float) -> None:
        self._left = float(RESTARTS_AT_ONCE)
        self._at = now

    def ask(self, now: float) -> int:
        """Take one; returns 0, or, if none is left, the whole seconds to wait without taking one."""
        self._left = min(RESTARTS_AT_ONCE, self._left + max(0.0, now - self._at) / RESTART_EVERY_S)
        self._at = now
        if self._left < 1:
            return math.ceil((1 - self._left) * RESTART_EVERY_S)
        self._left -= 1
        return 0
