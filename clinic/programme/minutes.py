"""Gross and net programme minutes of a client in one week, against the weekly target. Pure.

Gross is what the calendar shows, net is without breaks. Three mornings of three hours look like nine hours; with a break
of ten minutes each they are eight and a half, and a payer that asks for nine has been given too little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from clinic.common.local_time import week_bounds
from clinic.programme.spans import Span, clip, length, without
from clinic.programme.tracks import Service

__all__ = ["Counting", "TimedSession", "WeekMinutes", "week_minutes"]


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
    sessions: Sequence[TimedSession], day: date, zone: ZoneInfo, counting: Counting, target_min: int
) -> WeekMinutes:
    """Return a client's programme minutes in the week of a day, Monday to Sunday in the clinic's zone.

    A session that lasts into the next week is divided, and time in two sessions at once counts once.

    Args:
        sessions: The client's; those of other weeks are ignored.
    """
    week = Span(*week_bounds(day, zone))
    counted = [each for each in sessions if each.service in counting.services]
    gross = clip([each.span for each in counted], week)
    net = clip([part for each in counted for part in _without_breaks(each)], week)
    every = clip([part for each in sessions for part in _without_breaks(each)], week)
    return WeekMinutes(
        gross_min=_minutes(gross),
        net_min=_minutes(gross if counting.breaks else net),
        uncounted_min=_minutes(every) - _minutes(net),
        target_min=target_min,
    )


def _without_breaks(session: TimedSession) -> list[Span]:
    return without([session.span], session.breaks)


def _minutes(spans: list[Span]) -> int:
    return length(spans) // timedelta(minutes=1)
