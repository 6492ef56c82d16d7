"""The clock: the time of day, and how long this process has run. The only file that asks the system for the time.

The host's time of day may be changed at any moment. Durations (a ticket's life, a turn) are measured with ``steady``;
each room derives its own time from both (``rooms.runtime.room_time``).
"""

import time
from datetime import UTC, datetime

__all__ = ["SystemClock", "to_datetime"]


class SystemClock:
    """Implements ``rooms.runtime.ports.Clock``."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def now(self) -> float:
        """Return the host's Unix time in seconds; it jumps when the host's clock is set."""
        return time.time()  # noqa: TID251 (the one place)

    def steady(self) -> float:
        """Return how long this process has run, seconds."""
        return time.monotonic() - self._started


def to_datetime(at: float) -> datetime:
    """Return Unix seconds as an aware UTC time."""
    return datetime.fromtimestamp(at, UTC)
