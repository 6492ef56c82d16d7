"""When a person is reminded of an appointment: a day and an hour before, within their safe times. Pure.

Nothing here knows whether a couple's session is on hold, so a reminder cannot tell partners apart by that: who is
reminded, and when, follows from the appointment and from each person's own channel and hours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinic.people.contact import Contact, SafeChannel
from clinic.people.safe_times import SafeTimes

__all__ = ["PlannedReminder", "ReminderKind", "plan_reminders"]


class ReminderKind(StrEnum):
    """Which reminder it is. With the appointment and the person it is the key that keeps it from being sent twice."""

    DAY_BEFORE = "day_before"
    HOUR_BEFORE = "hour_before"


@dataclass(frozen=True, slots=True)
class _Span:
    """A reminder's times, as distances to the start."""

    earliest: timedelta
    ideal: timedelta
    latest: timedelta
    useful: timedelta


def _before(*, hours: float) -> timedelta:
    return timedelta(hours=hours)


# The two ranges do not meet: moved reminders keep their order, and an hour between them.
_SPANS = {
    ReminderKind.DAY_BEFORE: _Span(_before(hours=36), _before(hours=24), _before(hours=4), _before(hours=3)),
    ReminderKind.HOUR_BEFORE: _Span(
        _before(hours=3), _before(hours=1), _before(hours=0.25), _before(hours=0)
    ),
}


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """A reminder to put into the outbox; after ``useful_until`` it is dropped."""

    kind: ReminderKind
    due: datetime
    useful_until: datetime


def plan_reminders(
    start: datetime, contact: Contact, told_at: datetime, now: datetime
) -> tuple[PlannedReminder, ...]:
    """Return the reminders that are still to be sent, by time. The same arguments give the same plan.

    A reminder at an unsafe hour moves to the nearest safe one, 36 to 4 hours and 3 hours to 15 minutes before the
    start. It is left out if there is none, or if the person was told of this start after the reminder's ideal time.

    Args:
        start: When the appointment begins, UTC.
        told_at: When a mail last told the person of this start: planned or moved.
        now: A planner that is late sends what is still useful at once, or at the next safe hour.
    """
    if contact.channel is not SafeChannel.EMAIL:
        return ()
    planned = []
    for kind, span in _SPANS.items():
        ideal = start - span.ideal
        if ideal <= told_at:
            continue
        due = _place(ideal, max(start - span.earliest, now), start - span.latest, contact.safe_times)
        if due is not None:
            planned.append(PlannedReminder(kind, due, start - span.useful))
    return tuple(planned)


def _place(
    ideal: datetime, earliest: datetime, latest: datetime, safe_times: SafeTimes | None
) -> datetime | None:
    if earliest > latest:
        return None
    if safe_times is None:
        return max(ideal, earliest)
    return safe_times.nearest_safe(ideal, earliest, latest)
