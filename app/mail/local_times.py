"""Dates and times as a person reads them: in their language and time zone, with the zone's name. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from app.mail.wording import TimeWords

__all__ = ["write_date", "write_hours", "write_moment"]


def write_date(at: datetime, zone: ZoneInfo, words: TimeWords) -> str:
    """Return, for example, ``Monday, March 2, 2026``."""
    return format_date(at.astimezone(zone), "full", words.locale)


def write_hours(start: datetime, end: datetime, zone: ZoneInfo, words: TimeWords) -> str:
    """Return, for example, ``2:00 PM – 3:30 PM (Eastern Time, EST)``.

    The zone is named once; twice if the clocks change in between. If the day changes, the end has its date.
    """
    first, last = _clock(start, zone, words), _clock(end, zone, words)
    if start.astimezone(zone).date() != end.astimezone(zone).date():
        last = f"{write_date(end, zone, words)}, {last}"
    if _zone(start, zone, words) != _zone(end, zone, words):
        first = f"{first} ({_zone(start, zone, words)})"
    return f"{first} – {last} ({_zone(end, zone, words)})"


def write_moment(at: datetime, zone: ZoneInfo, words: TimeWords) -> str:
    """Return, for example, ``Monday, March 2, 2026, 2:00 PM (Eastern Time, EST)``."""
    return f"{write_date(at, zone, words)}, {_clock(at, zone, words)} ({_zone(at, zone, words)})"


def _clock(at: datetime, zone: ZoneInfo, words: TimeWords) -> str:
    # The narrow gap before AM is no sign that every mail program can show.
    return format_time(at, "short", zone, words.locale).replace("\u202f", " ")


def _zone(at: datetime, zone: ZoneInfo, words: TimeWords) -> str:
    """Return the zone's name and, since an hour can come twice, which of its times is meant: ``EST``, ``UTC−3``."""
    name = words.zones.get(zone.key) or words.other_zone.format(
        city=zone.key.rpartition("/")[2].replace("_", " ")
    )
    local = at.astimezone(zone)
    short = local.tzname() or ""
    return f"{name}, {short if short.isalpha() else _offset(local)}" if short != name else name


def _offset(local: datetime) -> str:
    minutes = round((local.utcoffset() or local - local).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
