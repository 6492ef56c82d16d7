from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.local_time import (
    Clock,
    clock_at,
    day_start,
    find_zone,
    monday_of,
    to_instant,
    to_local,
    week_bounds,
)
from tests.clinic.clock_changes import CHANGES, ZONES, ClockChange, local

zones = st.sampled_from(ZONES).map(ZoneInfo)
locals_ = st.datetimes(local("2024-01-01"), local("2032-01-01"))
days = st.dates(date(2024, 1, 1), date(2032, 1, 1))


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_change_of_the_clocks_skips_or_repeats_a_time(change: ClockChange) -> None:
    zone = ZoneInfo(change.zone)
    assert clock_at(change.local, zone) is change.clock
    assert to_instant(change.local, zone) == change.instant
    assert to_local(to_instant(change.local, zone), zone) == change.shown


@pytest.mark.parametrize("change", [each for each in CHANGES if each.clock is Clock.TWICE], ids=str)
def test_the_second_of_two_equal_times_is_later_by_the_change(change: ClockChange) -> None:
    zone = ZoneInfo(change.zone)
    later = to_instant(change.local, zone, second=True)
    assert later - change.instant == timedelta(minutes=30 if change.zone == "Australia/Lord_Howe" else 60)
    assert to_local(later, zone) == change.local


def test_asking_for_the_second_changes_nothing_where_there_is_one() -> None:
    zone = ZoneInfo("America/New_York")
    skipped, plain = local("2026-03-08T02:30"), local("2026-03-09T02:30")
    for at in (skipped, plain):
        assert to_instant(at, zone, second=True) == to_instant(at, zone)


@pytest.mark.parametrize("name", ["America/New_York", "America/Argentina/Ushuaia", "Etc/GMT+5", "UTC"])
def test_a_name_of_the_time_zone_database_is_found(name: str) -> None:
    zone = find_zone(name)
    assert zone is not None
    assert zone.key == name


@pytest.mark.parametrize(
    "name",
    ["", "America", "America/Gotham", "localtime", "right/UTC", "../UTC", "America/../UTC", "/etc/passwd", "EST\n",
     "america/new_york", "America/New_York\0", "A" * 500],
)  # fmt: skip
def test_other_names_are_no_zones(name: str) -> None:
    assert find_zone(name) is None


@given(locals_, zones)
def test_a_time_shown_once_survives_the_way_there_and_back(at: datetime, zone: ZoneInfo) -> None:
    back = to_local(to_instant(at, zone), zone)
    if clock_at(at, zone) is Clock.NEVER:
        assert at < back <= at + timedelta(hours=1)
    else:
        assert back == at


def test_a_day_begins_at_one_where_midnight_is_skipped() -> None:
    zone = ZoneInfo("America/Santiago")
    assert to_local(day_start(date(2025, 9, 7), zone), zone) == local("2025-09-07T01:00")


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 4), 167), (date(2026, 3, 11), 168), (date(2026, 11, 1), 169)]
)
def test_a_week_has_an_hour_less_or_more_when_clocks_change(day: date, hours: int) -> None:
    begins, ends = week_bounds(day, ZoneInfo("America/New_York"))
    assert ends - begins == timedelta(hours=hours)
    assert begins.tzinfo is UTC


@given(days, zones)
def test_weeks_follow_each_other_without_gap(day: date, zone: ZoneInfo) -> None:
    monday = monday_of(day)
    assert monday.weekday() == 0
    assert monday <= day < monday + timedelta(days=7)
    assert week_bounds(day, zone)[1] == week_bounds(day + timedelta(days=7), zone)[0]
