"""When to send a heartbeat: after a client was sent nothing for a while. Pure.

A page cannot see websocket pings: a dead connection looks to it like a quiet room. Heartbeats depend only on what was
sent to this client, so they reveal nothing about others.
"""

import math

__all__ = ["HEARTBEAT_S", "TOGETHER_S", "Heartbeat", "together"]

HEARTBEAT_S = 9.875
TOGETHER_S = 0.125
"""The longest silence towards a client, and how much later a heartbeat may be, seconds. A client suspects a connection
that is silent for longer."""


def together(at: float) -> float:
    """Return the next shared wake-up time: heartbeats and pings of all sockets wake the process eight times a second.

    Separate timers would cost an idle service more than everything else it does.
    """
    return math.ceil(at / TOGETHER_S) * TOGETHER_S


class Heartbeat:
    """The heartbeat of one socket. ``now`` is monotonic seconds."""

    __slots__ = ("_sent_at", "every_s")

    def __init__(self, now: float, every_s: float = HEARTBEAT_S) -> None:
        self.every_s = every_s
        self._sent_at = now

    def sent(self, now: float) -> None:
        """Note that something is being sent."""
        self._sent_at = now

    def wait_s(self, now: float) -> float:
        """Return the seconds until the next heartbeat is due if nothing is sent before; 0 means now."""
        return max(0.0, self._sent_at + self.every_s - now)
