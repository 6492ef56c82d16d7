"""Hypothesis strategies for times, zones and people's safe times."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from app.mail.safe_times import SafeTimes, SafeWindow

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


@st.composite
def windows(draw: st.DrawFn) -> SafeWindow:
    start, end = sorted(draw(st.lists(_TIMES, min_size=2, max_size=2, unique=True)))
    if draw(st.booleans()):
        end = time(0)
    return SafeWindow(draw(st.frozensets(st.integers(0, 6), min_size=1)), start, end)


SAFE_TIMES = st.builds(SafeTimes, ZONES, st.lists(windows(), min_size=1, max_size=3).map(tuple))


def at(text: str) -> datetime:
    """Read ``2026-03-02 15:00`` as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def office_hours(zone: str = "America/New_York") -> SafeTimes:
    """9 to 17 from Monday to Friday."""
    return SafeTimes(ZoneInfo(zone), (SafeWindow(frozenset(range(5)), time(9), time(17)),))


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
