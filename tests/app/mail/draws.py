"""Hypothesis strategies for times, zones and people's safe times."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from clinic.people.safe_times import SafeRange, SafeTimes, Weekday, parse_safe_times

ZONES = st.sampled_from(
    [
        "America/New_York",
        "America/Phoenix",
        "America/Sao_Paulo",
        "America/Havana",
        "Europe/Berlin",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "UTC",
    ]
).map(ZoneInfo)
_FIRST = datetime(2025, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: _FIRST + timedelta(minutes=minutes))
_TIMES = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


RANGES = st.builds(SafeRange, st.sampled_from(Weekday), _TIMES, _TIMES)
SAFE_TIMES = st.builds(SafeTimes, ZONES, st.lists(RANGES, min_size=1, max_size=8).map(tuple))


def at(text: str) -> datetime:
    """Read ``2026-03-02 15:00`` as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def safe_times(text: str, zone: str = "America/New_York") -> SafeTimes:
    """Read ``mon-fri 09:00-17:00``."""
    return SafeTimes(ZoneInfo(zone), parse_safe_times(text))


def office_hours(zone: str = "America/New_York") -> SafeTimes:
    """9 to 17 from Monday to Friday."""
    return safe_times("mon-fri 09:00-17:00", zone)


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
