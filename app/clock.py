"""The clock: Unix time that never runs backwards within a process. The only file that asks the system what time it is.

Wall time is read once and carried on by the monotonic clock, so a step of the system clock cannot reorder a room's log.
"""

import time
from datetime import UTC, datetime

__all__ = ["SystemClock", "to_datetime"]


class SystemClock:
    """Implements ``rooms.ports.Clock``."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()  # noqa: TID251 (the one place)

    def now(self) -> float:
        """Return Unix time in seconds."""
        return self._offset + time.monotonic()


def to_datetime(at: float) -> datetime:
    """Return Unix seconds as an aware UTC time."""
    return datetime.fromtimestamp(at, UTC)
