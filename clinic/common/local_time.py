"""Wall-clock times of a place and the instants they name, across changes of the clocks. Pure.

Local times and days are naive; instants are aware and in UTC. A local time that a change of the clocks skips or
repeats is read as RFC 5545, section 3.3.5 says.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

__all__ = [
    "Clock",
    "clock_at",
    "day_start",
    "find_zone",
    "monday_of",
    "to_instant",
    "to_local",
    "week_bounds",
]

# Only names of places: "localtime" and "posixrules" mean the machine's own zone, "right/…" counts leap seconds.
_NAME = re.compile(r"UTC|[A-Z][A-Za-z_]{1,13}(?:/[A-Z][A-Za-z0-9_+-]{1,29}){1,2}")


class Clock(Enum):
    """How often the clocks of a place show a local time."""

    ONCE = auto()
    NEVER = auto()
    """A change forward skips it."""
    TWICE = auto()
    """A change back repeats it."""


def find_zone(name: str) -> ZoneInfo | None:
    """Return the time zone of an IANA name such as ``America/New_York``, or None if there is none."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # A folder of zones, a damaged file, an unknown name.
        return None


def clock_at(local: datetime, zone: ZoneInfo) -> Clock:
    """Return whether the zone's clocks show the local time once, never or twice."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    if first == second:
        return Clock.ONCE
    return Clock.NEVER if first < second else Clock.TWICE


def to_instant(local: datetime, zone: ZoneInfo, *, second: bool = False) -> datetime:
    """Return the instant of a local time.

    A skipped time is moved forward by the length of the change: 02:30 becomes 03:30. A repeated one is the first of
    the two.

    Args:
        second: Take the second of two; without effect on other times.
    """
    fold = int(second and clock_at(local, zone) is Clock.TWICE)
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return the naive local time at an instant."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant when a local day begins; not always at 00:00, for some clocks change at midnight."""
    return to_instant(datetime.combine(day, time()), zone)


def monday_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the day's week, Monday to Sunday, begins and when the next one does: 167 to 169 hours, usually 168."""
    monday = monday_of(day)
    return day_start(monday, zone), day_start(monday + timedelta(days=7), zone)
