"""Hours of the week in which a person may be written to, on the clock of their wall. Pure.

Somebody may read over their shoulder: a message outside these hours can hurt.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from enum import IntEnum

__all__ = [
    "SAFE_TIMES_LIMIT",
    "SafeRange",
    "Weekday",
    "format_safe_times",
    "parse_safe_times",
    "safe_times_problem",
]

SAFE_TIMES_LIMIT = 28
"""The most ranges of one person: four a day."""


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
