from datetime import UTC, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.people.safe_times import (
    SAFE_TIMES_LIMIT,
    SafeRange,
    Weekday,
    format_safe_times,
    parse_safe_times,
    safe_times_problem,
)

NINE, FIVE = time(9), time(17)
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
ranges = st.builds(SafeRange, st.sampled_from(Weekday), minutes, minutes)


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
