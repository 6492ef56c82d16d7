from hypothesis import given
from hypothesis import strategies as st

from clinic.care_team.period import Period
from tests.clinic.care_team.team import at, period

ends = st.none() | st.integers(0, 20)
periods = st.builds(period, st.integers(0, 20), ends)
MOMENTS = [at(hour / 2) for hour in range(60)]


def moments(one: Period | None) -> set[object]:
    return {moment for moment in MOMENTS if one is not None and one.holds(moment)}


def test_a_period_holds_its_beginning_and_not_its_end() -> None:
    assert period(1, 2).holds(at(1))
    assert not period(1, 2).holds(at(2))
    assert period(1).holds(at(1000))


def test_a_period_that_ends_before_it_begins_is_empty() -> None:
    assert period(2, 2).is_empty
    assert period(3, 2).is_empty
    assert not period(2).is_empty


@given(periods, periods)
def test_an_overlap_is_what_lies_in_both(one: Period, other: Period) -> None:
    assert moments(one.overlap(other)) == moments(one) & moments(other)
    assert one.overlap(other) == other.overlap(one)


@given(periods, periods)
def test_a_period_contains_another_if_nothing_of_it_lies_outside(one: Period, other: Period) -> None:
    assert one.contains(other) is (moments(other) <= moments(one))
