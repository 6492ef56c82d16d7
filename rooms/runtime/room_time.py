"""The time in one room: Unix time that never runs backwards within its log and never jumps while the room runs.

It starts with the host's time of day, or with the last time in the log if the host is behind that, and then flows as
time does, whatever is done to the host's clock. So every time that a room tells or stores is of one clock.
"""

from rooms.runtime.ports import Clock

__all__ = ["RoomTime"]


class RoomTime:
    """One room's time; ``start`` sets it when the room has read its log."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_s = clock.now() - clock.steady()

    def start(self, last_at: float) -> None:
        """Let it flow from now on, behind ``last_at``, the last time in the room's log (Unix seconds)."""
        self._ahead_s = max(self._clock.now(), last_at) - self._clock.steady()

    def now(self) -> float:
        """Return the time (Unix seconds)."""
        return self._ahead_s + self._clock.steady()

    def process_began(self) -> float:
        """Return when this process began (Unix seconds of this room's time)."""
        return self._ahead_s
