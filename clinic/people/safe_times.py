"""Hours of the week in which a person may be written to, on the clock of their wall. Pure.

Somebody may read over their shoulder: a message outside these hours can hurt. On a day when the clocks change, a range
counts only where it is certain: its start is taken as the later, its end as the earlier of two readings.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

__all__ = [
    "SAFE_TIMES_LIMIT",
    "SafeRange",
    "SafeTimes",
    "Weekday",
    "format_safe_times",
    "parse_safe_times",
    "safe_times_problem",
]

SAFE_TIMES_LIMIT = 28
"""The most ranges of one person: four a day."""

_DAY = timedelta(days=1)
_TWO_WEEKS = timedelta(days=14)
_MARGIN = timedelta(minutes=10)
"""What is planned towards the end of a range keeps this distance, so that sending takes place inside it."""


class Weekday(IntEnum):
    """A day of the week, as `datetime.date.weekday` counts."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6


@dataclass(frozen=True, slots=True, order=True)
class SafeRange:
    """From a time of a day until another, exclusive. Up to the start or before it, the range ends on the next day."""

    day: Weekday
    start: time
    until: time

    @property
    def is_overnight(self) -> bool:
        """Whether it ends on the next day: 22:00 to 06:00, or all round the clock if both times are the same."""
        return self.until <= self.start


@dataclass(frozen=True, slots=True)
class SafeTimes:
    """All ranges of one person, in their time zone. Every time that is asked about has to be aware.

    Raises:
        ValueError: No range. Who has none may be written to at any time; who wants no mail has no channel.
    """

    zone: ZoneInfo
    ranges: tuple[SafeRange, ...]

    def __post_init__(self) -> None:
        if not self.ranges:
            raise ValueError("no range")

    def contains(self, at: datetime) -> bool:
        """Return whether the instant is inside a range."""
        return any(start <= at < end for start, end in self._spans(at, at))

    def next_safe(self, at: datetime) -> datetime:
        """Return the instant itself if it is safe, else the start of the next range, in UTC."""
        # A range that the clocks swallow one week is there the next.
        for start, end in self._spans(at, at + _TWO_WEEKS):
            if at < end:
                return max(at, start)
        raise AssertionError("every range comes back each week")

    def nearest_safe(self, ideal: datetime, earliest: datetime, latest: datetime) -> datetime | None:
        """Return the safe instant nearest to ``ideal``, the earlier of two, or None if there is none in between."""
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
        """Yield when the ranges that may touch a stretch of time open and close, in UTC; those that meet are one."""
        if since.tzinfo is None:
            raise ValueError("no time zone")
        # A range of the night before may still be open, and one may last for a day.
        day = since.astimezone(self.zone).date() - 2 * _DAY
        last = until.astimezone(self.zone).date() + _DAY
        spans: list[tuple[datetime, datetime]] = []
        while day <= last:
            spans += (self._on(day, one) for one in self.ranges if day.weekday() == one.day)
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

    def _on(self, day: date, one: SafeRange) -> tuple[datetime, datetime]:
        closing_day = day + _DAY if one.is_overnight else day
        return max(self._readings(day, one.start)), min(self._readings(closing_day, one.until))

    def _readings(self, day: date, at: time) -> tuple[datetime, datetime]:
        """Return both instants that a local time may mean; they differ only where the clocks change."""
        local = datetime.combine(day, at, self.zone)
        return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)


_ENTRY = re.compile(
    r"(?P<days>[a-z]{3}(?:[-,][a-z]{3})*) (?P<start>\d\d:\d\d) ?[-\u2013] ?(?P<until>\d\d:\d\d)"
)


def parse_safe_times(text: str) -> tuple[SafeRange, ...]:
    """Read ranges as ``mon-fri 09:00-17:00; sat,sun 22:00-06:00``; 24:00 is midnight. Nothing means no range.

    Raises:
        ValueError: It is written in another way.
    """
    found: set[SafeRange] = set()
    for entry in filter(None, (part.strip() for part in text.lower().split(";"))):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            raise ValueError("no range of a week")
        start, until = (_time(match[end]) for end in ("start", "until"))
        found.update(SafeRange(day, start, until) for day in _days(match["days"]))
    return tuple(sorted(found))


def format_safe_times(ranges: Iterable[SafeRange]) -> str:
    """Return the ranges as `parse_safe_times` reads them, days with the same hours together."""
    hours: dict[str, list[str]] = {}
    for one in sorted(ranges):
        hours.setdefault(f"{one.start:%H:%M}-{one.until:%H:%M}", []).append(one.day.name.lower())
    return "; ".join(f"{','.join(days)} {times}" for times, days in hours.items())


def safe_times_problem(ranges: tuple[SafeRange, ...]) -> str | None:
    """Return ``field.too_many``, ``field.safe_times`` (a time finer than minutes, or with a zone), or None."""
    if len(ranges) > SAFE_TIMES_LIMIT:
        return "field.too_many"
    ends = [end for one in ranges for end in (one.start, one.until)]
    return "field.safe_times" if any(end.second or end.microsecond or end.tzinfo for end in ends) else None


def _time(text: str) -> time:
    return time() if text == "24:00" else time.fromisoformat(text)


def _days(text: str) -> Iterable[Weekday]:
    for part in text.split(","):
        first, *more = (_weekday(name) for name in part.split("-"))
        last = more[-1] if more else first
        if len(more) > 1:
            raise ValueError("no range of days")
        yield from (Weekday((first + step) % 7) for step in range((last - first) % 7 + 1))


def _weekday(name: str) -> Weekday:
    try:
        return Weekday[name.upper()]
    except KeyError:
        raise ValueError("no day of the week") from None
