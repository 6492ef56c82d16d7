"""When a person may be written to: windows of the week in their own time zone. Pure.

A mail at the wrong hour can be read by the wrong person. On a day when the clocks change, a
window counts only where it is certain: its start is taken as the later, its end as the earlier of two readings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["SafeTimes", "SafeWindow"]

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MIDNIGHT = time(0)
_MARGIN = timedelta(minutes=10)
"""What is planned towards the end of a window keeps this distance, so that sending takes place inside it."""


@dataclass(frozen=True, slots=True)
class SafeWindow:
    """The same hours on some days of the week, such as 09:00 to 12:00 from Monday to Friday.

    Args:
        days: Monday is 0, Sunday is 6.
        start: Local time, included.
        end: Local time, excluded; midnight means the end of the day. A night is two windows.

    Raises:
        ValueError: No day, a day that does not exist, a time with a zone, or an end that is not after the start.
    """

    days: frozenset[int]
    start: time
    end: time

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("days")
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("zone")
        if self.end != _MIDNIGHT and self.end <= self.start:
            raise ValueError("end")


@dataclass(frozen=True, slots=True)
class SafeTimes:
    """All windows of one person.

    Raises:
        ValueError: No window. A person who wants no mail has no mail channel instead.
    """

    zone: ZoneInfo
    windows: tuple[SafeWindow, ...]

    def __post_init__(self) -> None:
        if not self.windows:
            raise ValueError("windows")

    def contains(self, at: datetime) -> bool:
        """Return whether the instant is inside a window."""
        return any(start <= at < end for start, end in self._spans(at, at))

    def next_safe(self, at: datetime) -> datetime:
        """Return the instant itself if it is safe, else the start of the next window, in UTC."""
        # A window that the clocks swallow one week is there the next.
        for start, end in self._spans(at, at + 2 * _WEEK):
            if at < end:
                return max(at, start)
        raise AssertionError("every window comes back each week")

    def nearest_safe(self, ideal: datetime, earliest: datetime, latest: datetime) -> datetime | None:
        """Return the safe instant nearest to ``ideal``, the earlier of two, or None if there is none in the range."""
        found: datetime | None = None
        for start, end in self._spans(earliest, latest):
            first = max(start, earliest)
            last = min(max(end - _MARGIN, first), latest)
            if first > latest or first >= end:
                continue
            candidate = min(max(ideal, first), last)
            if found is None or abs(candidate - ideal) < abs(found - ideal):
                found = candidate
        return found

    def _spans(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the windows that may touch a range, in UTC, by time; windows that meet are one."""
        day = since.astimezone(self.zone).date() - _DAY
        last = until.astimezone(self.zone).date() + _DAY
        spans: list[tuple[datetime, datetime]] = []
        while day <= last:
            spans += (self._on(day, window) for window in self.windows if day.weekday() in window.days)
            day += _DAY
        current: tuple[datetime, datetime] | None = None
        for start, end in sorted(span for span in spans if span[0] < span[1]):
            if current and start <= current[1]:
                current = current[0], max(current[1], end)
                continue
            if current:
                yield current
            current = start, end
        if current:
            yield current

    def _on(self, day: date, window: SafeWindow) -> tuple[datetime, datetime]:
        last = day + _DAY if window.end == _MIDNIGHT else day
        return max(self._readings(day, window.start)), min(self._readings(last, window.end))

    def _readings(self, day: date, at: time) -> tuple[datetime, datetime]:
        """Return both instants that a local time may mean; they differ only where the clocks change."""
        local = datetime.combine(day, at, self.zone)
        return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)
