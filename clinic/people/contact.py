"""Whether and when a person may be written to: only through their safe channel, only in their safe times. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from clinic.people.safe_times import SafeRange

__all__ = ["Contact", "SafeChannel", "may_reach", "next_safe_time"]

_HORIZON = timedelta(days=15)
"""Every weekday comes twice in it, so that one which a change of the clocks swallows comes once more."""
_DAY = timedelta(days=1)


class SafeChannel(StrEnum):
    """How a person may be reached outside sessions."""

    EMAIL = "email"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Contact:
    """What is needed to decide whether a mail may leave now."""

    channel: SafeChannel
    email: str
    time_zone: str
    """A checked IANA name: the clock on this person's wall."""
    safe_times: tuple[SafeRange, ...] = ()
    """None at all: any time is safe."""


def may_reach(contact: Contact, now: datetime) -> bool:
    """Return whether a mail may leave now: what the clock on the wall shows lies in one of the ranges.

    An hour that the clocks repeat is judged the same both times.
    """
    return next_safe_time(contact, now) == now


def next_safe_time(contact: Contact, now: datetime) -> datetime | None:
    """Return the first moment from now on, in UTC, at which a mail may leave, or None if none ever may.

    Args:
        now: An aware time.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    if contact.channel is SafeChannel.NONE or not contact.email:
        return None
    moment = now.astimezone(UTC)
    if not contact.safe_times:
        return moment
    for begins, ends, offset in _segments(ZoneInfo(contact.time_zone), moment, moment + _HORIZON):
        opened = (
            max(opens, begins)
            for opens, closes in _openings(contact.safe_times, begins, ends, offset)
            if opens < ends and closes > begins
        )
        if (first := min(opened, default=None)) is not None:
            return first
    return None


def _segments(
    zone: ZoneInfo, begins: datetime, ends: datetime
) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Yield the stretches in which the zone's distance from UTC stays the same, with that distance.

    There are at most two within the horizon: the shortest time between two changes of any clocks is four weeks
    (Fiji, 2020).
    """
    before, after = _offset(zone, begins), _offset(zone, ends)
    if before == after:
        yield begins, ends, before
    else:
        change = _first_with_other_offset(zone, begins, ends)
        yield begins, change, before
        yield change, ends, after


def _first_with_other_offset(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the whole second at which the clocks change between two moments."""
    old = _offset(zone, before)
    before, after = (
        before.replace(microsecond=0),
        after + timedelta(microseconds=-after.microsecond % 1_000_000),
    )
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _openings(
    ranges: Iterable[SafeRange], begins: datetime, ends: datetime, offset: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """Yield when each range opens and closes in UTC, as if the zone had this offset all the time."""
    day = (begins + offset).date() - _DAY
    last = (ends + offset).date()
    while day <= last:
        for one in ranges:
            if day.weekday() == one.day:
                opens = datetime.combine(day, one.start, UTC) - offset
                closing_day = day + _DAY if one.is_overnight else day
                yield opens, datetime.combine(closing_day, one.until, UTC) - offset
        day += _DAY
