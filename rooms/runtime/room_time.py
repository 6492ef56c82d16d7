"""A room's time: Unix time that never runs backwards within its log and never jumps while the room runs.

It starts at the host's time of day, or at the last time in the log if the host is behind that, and then advances
steadily, whatever happens to the host's clock. So every time that a room reports or stores is from one clock.
"""

from rooms.runtime.ports import Clock

__all__ = ["RoomTime"]


class RoomTime:
    """One room's time; ``start`` sets it once the room has read its log."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_s = clock.now() - clock.steady()

    def start(self, last_at: float) -> None:
        """Start it, not before ``last_at``, the last time in the room's log (Unix seconds)."""
        self._ahead_s = max(self._clock.now(), last_at) - self._clock.steady()

    def now(self) -> float:
        """Return the time (Unix seconds)."""
        return self._ahead_s + self._clock.steady()

    def process_began(self) -> float:
        """Return when this process started (Unix seconds of this room's time)."""
        return self._ahead_s
