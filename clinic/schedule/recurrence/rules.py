"""The rules by which sessions repeat: the part of RFC 5545's recurrence rules (section 3.3.10) that clinics need. Pure.

Weeks begin on Monday. A rule always ends, by a number of sessions or on a day.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from dateutil import rrule

from clinic.common.errors import Refused

__all__ = [
    "MOST_OCCURRENCES",
    "ByDay",
    "Frequency",
    "SeriesRule",
    "Weekday",
    "fits",
    "local_starts",
    "nths_of",
]

MOST_OCCURRENCES = 400
"""Sessions in one series."""

_MOST_INTERVAL = 52
_FARTHEST = {"nth": 5, "month_day": 31, "set_pos": 31}


class Frequency(StrEnum):
    """How a series repeats, as RFC 5545 writes it."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


class Weekday(StrEnum):
    """A day of the week, as RFC 5545 writes it, from Monday."""

    MO = "MO"
    TU = "TU"
    WE = "WE"
    TH = "TH"
    FR = "FR"
    SA = "SA"
    SU = "SU"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """Return the weekday of a day."""
        return tuple(cls)[day.weekday()]

    @property
    def number(self) -> int:
        """Its place in the week; 0 is Monday."""
        return tuple(Weekday).index(self)


@dataclass(frozen=True, slots=True)
class ByDay:
    """A weekday; in a month, the ``nth`` of them from the beginning, or from the end if negative."""

    weekday: Weekday
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """A recurrence rule.

    Attributes:
        interval: Every how many days, weeks or months.
        by_day: On which weekdays; empty for that of the first session. Either all of them are the nth of their month or
            none is: programs do not agree on what a mixture means.
        by_month_day: Monthly, on which days of the month; negative ones count from its end. A month without the day is
            left out, as RFC 5545 has it: a series on the 31st meets seven times a year.
        by_set_pos: Monthly, which of the days that ``by_day`` or ``by_month_day`` name.
        count: How many sessions; those that are cancelled count.
        until: The last day on which one may begin, local.

    Raises:
        Refused: ``schedule.endless``: neither ``count`` nor ``until``. ``schedule.too_many``: more than
            ``MOST_OCCURRENCES``. ``schedule.rule``: the parts are out of range or contradict each other; ``reason`` is
            the part.
    """

    frequency: Frequency
    interval: int = 1
    by_day: tuple[ByDay, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.count is None and self.until is None:
            raise Refused("schedule.endless")
        if self.count is not None and self.count > MOST_OCCURRENCES:
            raise Refused("schedule.too_many")
        if part := self._wrong_part():
            raise Refused("schedule.rule", part)

    def _wrong_part(self) -> str | None:
        monthly = self.frequency is Frequency.MONTHLY
        nths = [each.nth for each in self.by_day if each.nth is not None]
        checks = {
            "interval": 1 <= self.interval <= _MOST_INTERVAL,
            "count": self.count is None or (self.count >= 1 and self.until is None),
            "by_day": _distinct(self.by_day)
            and (not nths or (monthly and len(nths) == len(self.by_day)))
            and _within(nths, "nth"),
            "by_month_day": _distinct(self.by_month_day)
            and (not self.by_month_day or (monthly and not self.by_day))
            and _within(self.by_month_day, "month_day"),
            "by_set_pos": _distinct(self.by_set_pos)
            and (not self.by_set_pos or bool(monthly and (self.by_day or self.by_month_day)))
            and _within(self.by_set_pos, "set_pos"),
        }
        return next((part for part, good in checks.items() if not good), None)


def _distinct(values: tuple[object, ...]) -> bool:
    return len(set(values)) == len(values)


def _within(values: list[int] | tuple[int, ...], limit: str) -> bool:
    return all(1 <= abs(value) <= _FARTHEST[limit] for value in values)


def fits(rule: SeriesRule, day: date) -> bool:
    """Return whether the rule has a session on that day if it begins there."""
    if rule.frequency is Frequency.MONTHLY:
        return day in _days_of_month(rule, day)
    return not rule.by_day or any(each.weekday is Weekday.of(day) for each in rule.by_day)


def local_starts(rule: SeriesRule, start: datetime) -> Iterator[datetime]:
    """Yield the naive local times at which sessions begin, in order, as clocks on the wall show them.

    Args:
        start: The first. If the rule does not fit its day, nothing is yielded.
    """
    if not fits(rule, start.date()):
        return  # dateutil would look for a day that fits until the year 9999.
    yield from rrule.rrule(
        getattr(rrule, rule.frequency.value),
        dtstart=start,
        interval=rule.interval,
        wkst=rrule.MO,
        count=rule.count,
        until=None if rule.until is None else datetime.combine(rule.until, time.max),
        byweekday=[rrule.weekday(each.weekday.number, each.nth) for each in rule.by_day] or None,
        bymonthday=rule.by_month_day or None,
        bysetpos=rule.by_set_pos or None,
    )


def nths_of(day: date) -> tuple[int, int]:
    """Return which of its weekday in the month a day is, from the beginning and, negative, from the end."""
    return (day.day - 1) // 7 + 1, -((_month_days(day) - day.day) // 7 + 1)


def _month_days(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _days_of_month(rule: SeriesRule, start: date) -> list[date]:
    month = [start.replace(day=number + 1) for number in range(_month_days(start))]
    chosen = [day for day in month if _is_chosen(rule, day, start)]
    if not rule.by_set_pos:
        return chosen
    places = [position - 1 if position > 0 else position for position in rule.by_set_pos]
    return [chosen[place] for place in places if -len(chosen) <= place < len(chosen)]


def _is_chosen(rule: SeriesRule, day: date, start: date) -> bool:
    if rule.by_month_day:
        return not {day.day, day.day - _month_days(day) - 1}.isdisjoint(rule.by_month_day)
    if rule.by_day:
        return any(
            each.weekday is Weekday.of(day) and (each.nth is None or each.nth in nths_of(day))
            for each in rule.by_day
        )
    return day == start
