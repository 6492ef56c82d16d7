"""When a client is told that the connection stands: after it was told nothing for a while. Pure.

A page cannot see websocket pings: a socket whose way is gone looks to it like a quiet room. The beat follows from what
was sent to this client and from nothing else, so it tells no viewer what others may know.
"""

import math

__all__ = ["HEARTBEAT_S", "TOGETHER_S", "Heartbeat", "together"]

HEARTBEAT_S = 9.875
TOGETHER_S = 0.125
"""How long a client is told nothing at most, and how much later it may be, seconds. Clients doubt a connection that is
quiet for longer."""


def together(at: float) -> float:
    """Return the common moment that follows: beats and pings of all sockets wake the house eight times a second.

    Each for itself would cost a quiet house more than all else it does.
    """
    return math.ceil(at / TOGETHER_S) * TOGETHER_S


class Heartbeat:
    """The beat of one socket. ``now`` is monotonic seconds."""

    __slots__ = ("_sent_at", "every_s")

    def __init__(self, now: float, every_s: float = HEARTBEAT_S) -> None:
        self.every_s = every_s
        self._sent_at = now

    def sent(self, now: float) -> None:
        """Take note that something is being sent."""
        self._sent_at = now

    def wait_s(self, now: float) -> float:
        """Return in how many seconds the next beat is due unless something is sent before; 0 for now."""
        return max(0.0, self._sent_at + self.every_s - now)
