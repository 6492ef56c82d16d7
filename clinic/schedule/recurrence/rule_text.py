"""Recurrence rules as RFC 5545 writes them: ``FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=24``. Pure."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clinic.common.errors import Refused
from clinic.common.local_time import to_instant, to_local
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday

__all__ = ["format_rule", "parse_rule"]

_LONGEST = 300
_YEARS = range(2000, 2200)
_WHOLE = re.compile(r"\d{1,4}")
_SIGNED = re.compile(r"[+-]?\d{1,2}")
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


def format_rule(rule: SeriesRule, start: datetime, zone: ZoneInfo) -> str:
    """Return the rule as the value of an ``RRULE`` property.

    Args:
        start: The naive local time of the first session. ``UNTIL`` is the instant of that time on the last day, for
            RFC 5545 wants it in UTC.
    """
    parts = [f"FREQ={rule.frequency}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.by_day:
        parts.append("BYDAY=" + ",".join(f"{each.nth or ''}{each.weekday}" for each in rule.by_day))
    if rule.by_month_day:
        parts.append("BYMONTHDAY=" + ",".join(map(str, rule.by_month_day)))
    if rule.by_set_pos:
        parts.append("BYSETPOS=" + ",".join(map(str, rule.by_set_pos)))
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.until is not None:
        last = to_instant(datetime.combine(rule.until, start.time()), zone)
        parts.append(f"UNTIL={last:%Y%m%dT%H%M%SZ}")
    return ";".join(parts)


def parse_rule(text: str, start: datetime, zone: ZoneInfo) -> SeriesRule:
    """Return the rule that the value of an ``RRULE`` property means.

    Args:
        start: The naive local time of the first session; an ``UNTIL`` before that time of day excludes its day.

    Raises:
        Refused: ``schedule.rule``: it is no such value, or has parts beyond ``SeriesRule``; ``reason`` is the part if it
            is one that we know. And what ``SeriesRule`` raises.
    """
    if len(text) > _LONGEST:
        raise Refused("schedule.rule")
    parts = _PARTS | {"UNTIL": ("until", lambda value: _until(value, start, zone))}
    values: dict[str, Any] = {}
    for part in text.strip().upper().split(";"):
        name, _, value = part.partition("=")
        if name == "WKST" and value == "MO":
            continue
        if name not in parts:
            raise Refused("schedule.rule")
        field, read = parts[name]
        if field in values:
            raise Refused("schedule.rule", field)
        try:
            values[field] = read(value)
        except ValueError:
            raise Refused("schedule.rule", field) from None
    if "frequency" not in values:
        raise Refused("schedule.rule", "frequency")
    return SeriesRule(**values)


def _number(value: str) -> int:
    if not _WHOLE.fullmatch(value):
        raise ValueError
    return int(value)


def _numbers(value: str) -> tuple[int, ...]:
    items = value.split(",")
    if not all(map(_SIGNED.fullmatch, items)):
        raise ValueError
    return tuple(map(int, items))


def _days(value: str) -> tuple[ByDay, ...]:
    found = [_BY_DAY.fullmatch(each) for each in value.split(",")]
    if not all(found):
        raise ValueError
    return tuple(ByDay(Weekday(each[2]), int(each[1]) if each[1] else None) for each in found if each)


def _until(value: str, start: datetime, zone: ZoneInfo) -> date:
    whole_day = len(value) == len("20260131")
    last = datetime.strptime(value, "%Y%m%d" if whole_day else "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if last.year not in _YEARS:
        raise ValueError
    local = last.replace(tzinfo=None) if whole_day else to_local(last, zone)
    excluded = not whole_day and local.time() < start.time()
    return local.date() - timedelta(days=excluded)


_PARTS: dict[str, tuple[str, Callable[[str], object]]] = {
    "FREQ": ("frequency", Frequency),
    "INTERVAL": ("interval", _number),
    "BYDAY": ("by_day", _days),
    "BYMONTHDAY": ("by_month_day", _numbers),
    "BYSETPOS": ("by_set_pos", _numbers),
    "COUNT": ("count", _number),
}
