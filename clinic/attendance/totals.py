"""What a client's presence adds up to, by local day and by week, against what was planned and the weekly target. Pure.

Times are kept exactly and added; minutes are made of the sums, so a week may have a minute more than its days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clinic.attendance.presence import whole_minutes
from clinic.common.local_time import day_start, monday_of, to_local, week_bounds
from clinic.programme.minutes import Counting, TimedSession
from clinic.programme.spans import Span, clip, length, union, without

__all__ = ["BEHIND", "Attendance", "WeekTotal", "day_totals", "week_total"]

BEHIND: Final = timedelta(minutes=45)
"""Whoever is so much behind what was planned, or more, by the middle of the week, is looked after."""
_END_OF_WEDNESDAY: Final = 3
"""Days after Monday's beginning."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One session of a client.

    Attributes:
        planned: The session as it was planned for them.
        spans: When they were present and it counted.
    """

    planned: TimedSession
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekTotal:
    """A client's week, Monday to Sunday in the clinic's zone.

    Attributes:
        days: The time present on each of its seven days.
        uncounted: The time present in sessions that do not count.
        planned: Net programme time of the whole week.
        due: The part of ``planned`` that is past.
        is_mid_week: Whether the middle of the week is past and its end is not.
    """

    monday: date
    days: dict[date, timedelta]
    uncounted: timedelta
    planned: timedelta
    due: timedelta
    target_min: int
    is_mid_week: bool

    @property
    def present(self) -> timedelta:
        """The time present that counts."""
        return sum(self.days.values(), timedelta())

    @property
    def present_min(self) -> int:
        """Whole minutes of it."""
        return whole_minutes(self.present)

    @property
    def planned_min(self) -> int:
        """Whole minutes of the net programme."""
        return whole_minutes(self.planned)

    @property
    def behind_min(self) -> int:
        """Whole minutes that they are behind what was planned until now; 0 if they are not."""
        return whole_minutes(max(self.due - self.present, timedelta()))

    @property
    def warns(self) -> bool:
        """Whether somebody should look after it, while the week can still be mended."""
        return self.is_mid_week and self.due - self.present >= BEHIND


def day_totals(sessions: Iterable[Attendance], zone: ZoneInfo, counting: Counting) -> dict[date, timedelta]:
    """Return how long a client was present on each local day on which they were, in order.

    A session over midnight is divided, and time in two sessions at once counts once.
    """
    totals: dict[date, timedelta] = {}
    for span in _present(sessions, counting):
        day, begins = to_local(span.begins, zone).date(), span.begins
        while begins < span.ends:
            ends = min(span.ends, day_start(day + timedelta(days=1), zone))
            totals[day] = totals.get(day, timedelta()) + (ends - begins)
            day, begins = day + timedelta(days=1), ends
    return totals


def week_total(
    sessions: Sequence[Attendance],
    day: date,
    zone: ZoneInfo,
    counting: Counting,
    target_min: int,
    now: datetime,
) -> WeekTotal:
    """Return a client's week of a day. What lies in other weeks is ignored.

    The middle of the week is the end of Wednesday, or the moment at which half of its net programme is past, whichever
    comes first.
    """
    week = Span(*week_bounds(day, zone))
    monday = monday_of(day)
    own = [Attendance(one.planned, tuple(clip(one.spans, week))) for one in sessions]
    found = day_totals(own, zone, counting)
    plan = _plan(sessions, week, counting)
    planned = length(plan)
    due = length(clip(plan, Span(week.begins, max(now, week.begins))))
    wednesday_over = day_start(monday + timedelta(days=_END_OF_WEDNESDAY), zone)
    every = length(span for one in own for span in one.spans)
    return WeekTotal(
        monday,
        {
            each: found.get(each, timedelta())
            for each in (monday + timedelta(days=number) for number in range(7))
        },
        every - sum(found.values(), timedelta()),
        planned,
        due,
        target_min,
        is_mid_week=now < week.ends and (now >= wednesday_over or timedelta() < planned <= 2 * due),
    )


def _present(sessions: Iterable[Attendance], counting: Counting) -> list[Span]:
    return union(span for one in sessions if one.planned.service in counting.services for span in one.spans)


def _plan(sessions: Iterable[Attendance], week: Span, counting: Counting) -> list[Span]:
    spans = []
    for one in sessions:
        if one.planned.service in counting.services:
            whole = [one.planned.span]
            spans += whole if counting.breaks else without(whole, one.planned.breaks)
    return union(clip(spans, week))
