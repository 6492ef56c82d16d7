"""Gross and net programme minutes of a client in one week, against the weekly target. Pure.

Gross is what the calendar shows, net is without breaks. Three mornings of three hours look like nine hours; with a break
of ten minutes each they are eight and a half, and a payer that asks for nine has been given too little.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clinic.local_time import week_bounds
from clinic.programme.tracks import Service

__all__ = ["Counting", "Span", "TimedSession", "WeekMinutes", "week_minutes"]


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant to, and without, another. Aware datetimes."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class TimedSession:
    """A planned session as programme time."""

    span: Span
    service: Service
    breaks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """What a payer counts as programme time; get it in writing.

    Attributes:
        breaks: Whether breaks count.
    """

    services: frozenset[Service]
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class WeekMinutes:
    """One client's week. Whole minutes; a begun one does not count.

    Attributes:
        gross_min: Minutes of the sessions that count, with their breaks.
        net_min: Those that the payer counts.
        uncounted_min: Net minutes of sessions that this payer does not count.
        target_min: The weekly target.
    """

    gross_min: int
    net_min: int
    uncounted_min: int
    target_min: int

    @property
    def missing_min(self) -> int:
        """Minutes that are missing from the target; 0 when it is met."""
        return max(0, self.target_min - self.net_min)

    @property
    def only_looks_enough(self) -> bool:
        """Whether the calendar meets the target while the net minutes do not."""
        return self.net_min < self.target_min <= self.gross_min


def week_minutes(
    sessions: Iterable[TimedSession], day: date, zone: ZoneInfo, counting: Counting, target_min: int
) -> WeekMinutes:
    """Return a client's programme minutes in the week of a day, Monday to Sunday in the clinic's zone.

    A session that lasts into the next week is divided, and time in two sessions at once counts once.

    Args:
        sessions: The client's; those of other weeks are ignored.
    """
    week = Span(*week_bounds(day, zone))
    mine = [each for each in sessions if each.span.begins < week.ends and each.span.ends > week.begins]
    counted = [each for each in mine if each.service in counting.services]
    gross = _union([_clip(each.span, week) for each in counted])
    net = _union([_clip(part, week) for each in counted for part in _without_breaks(each)])
    every = _union([_clip(part, week) for each in mine for part in _without_breaks(each)])
    return WeekMinutes(
        gross_min=_minutes(gross),
        net_min=_minutes(gross if counting.breaks else net),
        uncounted_min=_minutes(every) - _minutes(net),
        target_min=target_min,
    )


def _clip(span: Span, within: Span) -> Span:
    return Span(max(span.begins, within.begins), min(span.ends, within.ends))


def _without_breaks(session: TimedSession) -> list[Span]:
    parts, begins = [], session.span.begins
    for pause in _union([_clip(each, session.span) for each in session.breaks]):
        parts.append(Span(begins, pause.begins))
        begins = pause.ends
    return [*parts, Span(begins, session.span.ends)]


def _union(spans: list[Span]) -> list[Span]:
    """Return the same time as spans that are apart and in order; empty ones are left out."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: each.begins):
        if span.begins >= span.ends:
            continue
        if joined and span.begins <= joined[-1].ends:
            joined[-1] = Span(joined[-1].begins, max(joined[-1].ends, span.ends))
        else:
            joined.append(span)
    return joined


def _minutes(spans: list[Span]) -> int:
    return sum((each.ends - each.begins for each in spans), timedelta()) // timedelta(minutes=1)
