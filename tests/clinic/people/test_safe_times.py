from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.people.safe_times import (
    SAFE_TIMES_LIMIT,
    SafeRange,
    SafeTimes,
    Weekday,
    format_safe_times,
    parse_safe_times,
    safe_times_problem,
)

NINE, FIVE = time(9), time(17)
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
ranges = st.builds(SafeRange, st.sampled_from(Weekday), minutes, minutes)
zones = st.sampled_from(
    [
        "America/Chicago", "America/Havana", "America/New_York", "America/Phoenix", "America/Sao_Paulo",
        "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Berlin", "Pacific/Apia", "UTC",
    ]
).map(ZoneInfo)  # fmt: skip
moments = st.builds(
    lambda seconds: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds),
    st.integers(0, 6 * 366 * 86_400),
) | st.sampled_from(
    # Hours around changes of the clocks in the zones above.
    [
        datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 3, 15, 0, tzinfo=UTC),
        datetime(2026, 4, 4, 14, 45, tzinfo=UTC),
        datetime(2018, 11, 4, 2, 30, tzinfo=UTC),  # In São Paulo the clocks changed at midnight,
        datetime(2019, 2, 17, 1, 30, tzinfo=UTC),  # also back.
        datetime(2011, 12, 29, 20, 0, tzinfo=UTC),  # Samoa left out a whole Friday.
    ]
)
some_times = st.builds(SafeTimes, zones, st.lists(ranges, min_size=1, max_size=4).map(tuple))
HOUR = timedelta(hours=1)


def safe(text: str, zone: str = "America/New_York") -> SafeTimes:
    return SafeTimes(ZoneInfo(zone), parse_safe_times(text))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(*fields: int, fold: int = 0) -> datetime:
    zone = ZoneInfo("America/New_York")
    return datetime(*fields, tzinfo=zone, fold=fold).astimezone(UTC)  # type: ignore[arg-type, misc]


def is_safe_on_the_wall(times: SafeTimes, moment: datetime) -> bool:
    """The rule as a person would say it, to compare with."""
    shown = moment.astimezone(times.zone)
    clock, today, yesterday = shown.time(), shown.weekday(), (shown.weekday() - 1) % 7
    return any(
        (one.day == today and clock >= one.start and (one.is_overnight or clock < one.until))
        or (one.is_overnight and one.day == yesterday and clock < one.until)
        for one in times.ranges
    )


def clocks_change_near(times: SafeTimes, moment: datetime) -> bool:
    """Whether they change within the longest range, a day and what a change adds, of the moment."""
    near = [moment + timedelta(hours=hours) for hours in range(-50, 51, 25)]
    return len({each.astimezone(times.zone).utcoffset() for each in near}) > 1


def test_days_can_be_written_as_a_stretch_or_one_by_one() -> None:
    expected = (SafeRange(Weekday.MON, NINE, FIVE), SafeRange(Weekday.TUE, NINE, FIVE))
    assert parse_safe_times("mon-tue 09:00-17:00") == expected
    assert parse_safe_times("Tue,MON 09:00 – 17:00;") == expected
    assert parse_safe_times("mon 09:00-17:00; tue 09:00-17:00") == expected


def test_a_stretch_of_days_may_pass_the_end_of_the_week() -> None:
    days = [one.day for one in parse_safe_times("sat-mon 09:00-17:00")]
    assert days == [Weekday.MON, Weekday.SAT, Weekday.SUN]


def test_midnight_may_be_written_as_24() -> None:
    assert parse_safe_times("fri 20:00-24:00") == (SafeRange(Weekday.FRI, time(20), time(0)),)


def test_nothing_is_no_range() -> None:
    assert parse_safe_times(" ") == ()


@pytest.mark.parametrize(
    "text",
    [
        "always",
        "mon",
        "mon 9-17",
        "mon 09:00-25:00",
        "mon 09:60-10:00",
        "foo 09:00-10:00",
        "mon-wed-fri 09:00-10:00",
    ],
)
def test_other_ways_to_write_them_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_safe_times(text)


@given(st.sets(ranges, max_size=SAFE_TIMES_LIMIT))
def test_what_is_written_is_read_back(times: set[SafeRange]) -> None:
    assert set(parse_safe_times(format_safe_times(times))) == times


@pytest.mark.parametrize(("start", "until", "overnight"), [(9, 17, False), (22, 6, True), (9, 9, True)])
def test_a_range_up_to_its_start_or_before_ends_on_the_next_day(
    start: int, until: int, overnight: bool
) -> None:
    assert SafeRange(Weekday.MON, time(start), time(until)).is_overnight is overnight


def test_there_are_at_most_four_a_day_and_they_are_whole_minutes_without_a_zone() -> None:
    fine = SafeRange(Weekday.MON, NINE, FIVE)
    assert safe_times_problem((fine,) * SAFE_TIMES_LIMIT) is None
    assert safe_times_problem((fine,) * (SAFE_TIMES_LIMIT + 1)) == "field.too_many"
    assert safe_times_problem((SafeRange(Weekday.MON, time(9, 0, 1), FIVE),)) == "field.safe_times"
    assert safe_times_problem((SafeRange(Weekday.MON, time(9, tzinfo=UTC), FIVE),)) == "field.safe_times"


@given(some_times, moments)
def test_a_safe_time_is_safe_on_the_persons_own_clock(times: SafeTimes, now: datetime) -> None:
    if times.contains(now):
        assert is_safe_on_the_wall(times, now)


@given(some_times, moments)
def test_what_is_safe_on_the_clock_is_safe_unless_the_clocks_change(times: SafeTimes, now: datetime) -> None:
    if not clocks_change_near(times, now):
        assert times.contains(now) is is_safe_on_the_wall(times, now)


@given(some_times, moments, st.floats(0, 1, exclude_max=True))
def test_the_next_safe_time_is_safe_and_none_before_it_is(
    times: SafeTimes, now: datetime, part: float
) -> None:
    found = times.next_safe(now)
    assert now <= found < now + timedelta(days=15)
    assert is_safe_on_the_wall(times, found)
    assert times.contains(found)
    assert (found == now) is times.contains(now)
    if found > now:
        last = found - timedelta(microseconds=1)
        for earlier in (now + (last - now) * part, last):
            assert not times.contains(earlier)


@given(some_times, moments)
def test_no_safe_quarter_hour_is_passed_over(times: SafeTimes, now: datetime) -> None:
    found = times.next_safe(now)
    passed = now
    while passed < found:
        if not clocks_change_near(times, passed):
            assert not is_safe_on_the_wall(times, passed)
        passed += timedelta(minutes=15)


@given(some_times, moments, st.timedeltas(timedelta(0), timedelta(days=3)), st.floats(0, 1))
def test_the_nearest_safe_time_is_safe_and_in_its_range(
    times: SafeTimes, earliest: datetime, length: timedelta, share: float
) -> None:
    latest = earliest + length
    found = times.nearest_safe(earliest + length * share, earliest, latest)
    if found is None:
        assert times.next_safe(earliest) > latest
    else:
        assert earliest <= found <= latest
        assert is_safe_on_the_wall(times, found)


def test_a_safe_ideal_time_is_kept() -> None:
    ideal = at("2026-03-03 15:00")
    times = safe("mon-fri 09:00-17:00")
    assert times.nearest_safe(ideal, ideal - 3 * HOUR, ideal + 3 * HOUR) == ideal


def test_an_evening_moves_back_to_shortly_before_the_range_ends() -> None:
    ideal = at("2026-03-03 23:00")
    times = safe("mon-fri 09:00-17:00")
    assert times.nearest_safe(ideal, ideal - 12 * HOUR, ideal + 12 * HOUR) == at("2026-03-03 21:50")


def test_a_weekend_waits_for_monday() -> None:
    times = safe("mon-fri 09:00-17:00")
    assert times.next_safe(at("2026-03-07 15:00")) == at("2026-03-09 13:00"), "the clocks have changed"


@pytest.mark.parametrize("text", ["mon-sun 00:00-24:00", "mon-sun 00:00-12:00; mon-sun 12:00-00:00"])
def test_ranges_that_meet_are_one(text: str) -> None:
    midnight = at("2026-03-03 00:00")
    assert safe(text, "UTC").nearest_safe(midnight, midnight - HOUR, midnight + HOUR) == midnight


def test_a_range_overnight_belongs_to_the_day_on_which_it_begins() -> None:
    times = safe("fri 22:00-06:00")
    assert times.contains(wall(2026, 6, 5, 23))
    assert times.contains(wall(2026, 6, 6, 5, 59))
    assert not times.contains(wall(2026, 6, 5, 5, 59))
    assert not times.contains(wall(2026, 6, 6, 6))


@pytest.mark.parametrize(
    ("times", "now", "expected"),
    [
        # 2026-03-08, 02:00 becomes 03:00: a range that begins in the skipped hour begins at the later of two readings.
        ("sun 02:30-04:00", wall(2026, 3, 8, 1), wall(2026, 3, 8, 3, 30)),
        ("sun 02:15-02:45", wall(2026, 3, 8, 1), wall(2026, 3, 15, 2, 15)),
        ("sat 22:00-03:00", wall(2026, 3, 8, 3), wall(2026, 3, 14, 22)),
        # 2026-11-01, 02:00 becomes 01:00: of the hour that comes twice only what is certain counts.
        ("sun 01:30-03:00", wall(2026, 11, 1, 1, 30), wall(2026, 11, 1, 1, 30, fold=1)),
        ("sun 00:30-01:15", wall(2026, 11, 1, 1, 20), wall(2026, 11, 8, 0, 30)),
        ("sun 01:40-01:50", wall(2026, 11, 1, 1, 30), wall(2026, 11, 8, 1, 40)),
        ("sun 09:00-10:00", wall(2026, 10, 31, 12), wall(2026, 11, 1, 9)),
    ],
)
def test_changes_of_the_clocks(times: str, now: datetime, expected: datetime) -> None:
    assert safe(times).next_safe(now) == expected


def test_nobody_has_safe_times_without_a_range() -> None:
    with pytest.raises(ValueError, match="no range"):
        SafeTimes(ZoneInfo("UTC"), ())


def test_a_time_without_a_zone_is_a_mistake_of_the_caller() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    for ask in (safe("mon 09:00-10:00").contains, safe("mon 09:00-10:00").next_safe):
        with pytest.raises(ValueError, match="no time zone"):
            ask(naive)
