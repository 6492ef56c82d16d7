"""The clock: the time of day, and how long this process has run. The only file that asks the system what time it is.

The time of day is the host's and may be set at any moment. What is measured (a ticket's life, a turn) is measured by
``steady``; each room makes its own time of both (``rooms.runtime.room_time``).
"""

import time
from datetime import UTC, datetime

__all__ = ["SystemClock", "to_datetime"]


class SystemClock:
    """Implements ``rooms.runtime.ports.Clock``."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def now(self) -> float:
        """Return Unix time in seconds as the host has it; it jumps when the host's clock is set."""
        return time.time()  # noqa: TID251 (the one place)

    def steady(self) -> float:
        """Return for how long this process has run, seconds."""
        return time.monotonic() - self._started


def to_datetime(at: float) -> datetime:
    """Return Unix seconds as an aware UTC time."""
    return datetime.fromtimestamp(at, UTC)
