from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.safe_times import SafeTimes, SafeWindow
from tests.app.mail.draws import HOUR, INSTANTS, SAFE_TIMES, at, office_hours

ALL_DAYS = frozenset(range(7))


def reads_safe(times: SafeTimes, instant: datetime) -> bool:
    """Whether the clock on the person's wall shows a time in a window."""
    local = instant.astimezone(times.zone)
    return any(
        local.weekday() in window.days
        and window.start <= local.time()
        and (window.end == time(0) or local.time() < window.end)
        for window in times.windows
    )


@given(SAFE_TIMES, INSTANTS)
def test_the_next_safe_time_is_safe_on_the_persons_own_clock(times: SafeTimes, now: datetime) -> None:
    found = times.next_safe(now)
    assert found >= now
    assert reads_safe(times, found)
    assert times.contains(found)
    assert (found == now) is times.contains(now)


@given(SAFE_TIMES, INSTANTS)
def test_no_safe_quarter_hour_is_passed_over(times: SafeTimes, now: datetime) -> None:
    found = times.next_safe(now)
    offset = now.astimezone(times.zone).utcoffset()
    passed = now
    while passed < found:
        near = [passed + timedelta(hours=hours) for hours in (-3, 3)]
        if all(each.astimezone(times.zone).utcoffset() == offset for each in near):
            assert not reads_safe(times, passed)
        passed += timedelta(minutes=15)
        offset = passed.astimezone(times.zone).utcoffset()


@given(SAFE_TIMES, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=3)), st.floats(0, 1))
def test_the_nearest_safe_time_is_safe_and_in_its_range(
    times: SafeTimes, earliest: datetime, length: timedelta, share: float
) -> None:
    latest = earliest + length
    found = times.nearest_safe(earliest + length * share, earliest, latest)
    if found is None:
        assert times.next_safe(earliest) > latest
    else:
        assert earliest <= found <= latest
        assert reads_safe(times, found)


def test_a_safe_ideal_time_is_kept() -> None:
    ideal = at("2026-03-03 15:00")
    assert office_hours().nearest_safe(ideal, ideal - 3 * HOUR, ideal + 3 * HOUR) == ideal


def test_an_evening_moves_back_to_shortly_before_the_window_ends() -> None:
    ideal = at("2026-03-03 23:00")
    assert office_hours().nearest_safe(ideal, ideal - 12 * HOUR, ideal + 12 * HOUR) == at("2026-03-03 21:50")


def test_a_weekend_waits_for_monday() -> None:
    assert office_hours().next_safe(at("2026-03-07 15:00")) == at("2026-03-09 13:00"), (
        "the clocks have changed"
    )


def test_two_days_of_a_whole_week_meet_at_midnight() -> None:
    times = SafeTimes(ZoneInfo("UTC"), (SafeWindow(ALL_DAYS, time(0), time(0)),))
    midnight = at("2026-03-03 00:00")
    assert times.nearest_safe(midnight, midnight - HOUR, midnight + HOUR) == midnight


def test_an_hour_that_the_clocks_swallow_is_found_a_week_later() -> None:
    times = SafeTimes(ZoneInfo("America/New_York"), (SafeWindow(frozenset({6}), time(2, 15), time(2, 45)),))
    assert times.next_safe(at("2026-03-08 00:00")) == at("2026-03-15 06:15")


def test_of_an_hour_that_comes_twice_only_what_is_certain_counts() -> None:
    times = SafeTimes(ZoneInfo("America/New_York"), (SafeWindow(ALL_DAYS, time(1, 30), time(3)),))
    assert times.next_safe(at("2026-11-01 05:30")) == at("2026-11-01 06:30"), "the second 1:30"


@pytest.mark.parametrize(
    ("days", "start", "end", "reason"),
    [
        (frozenset(), time(9), time(17), "days"),
        (frozenset({7}), time(9), time(17), "days"),
        (ALL_DAYS, time(17), time(9), "end"),
        (ALL_DAYS, time(9), time(9), "end"),
        (ALL_DAYS, time(9, tzinfo=UTC), time(17), "zone"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(
    days: frozenset[int], start: time, end: time, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        SafeWindow(days, start, end)


def test_nobody_has_safe_times_without_a_window() -> None:
    with pytest.raises(ValueError, match="windows"):
        SafeTimes(ZoneInfo("UTC"), ())
