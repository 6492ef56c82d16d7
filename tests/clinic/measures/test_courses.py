"""Courses of groups: an average is of five at least, and no difference of two averages is anybody's value."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import CohortId, PersonId
from clinic.measures.courses import FLOOR, Average, Given, average, cohort_of, item_averages, weeks
from clinic.programme.cohorts import Membership

MONDAY = date(2026, 3, 2)
A, B = CohortId("co_a"), CohortId("co_b")
PEOPLE = [PersonId(f"pt_{number}") for number in range(12)]
VALUES = st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 27).map(float))


@given(VALUES, st.sets(st.sampled_from(PEOPLE)))
def test_an_average_is_of_five_at_least_of_whom_the_reader_knows_all_or_five_not(
    values: dict[PersonId, float], known: set[PersonId]
) -> None:
    found = average(values, known)
    unknown = len(values.keys() - known)
    assert (found is not None) is (len(values) >= FLOOR and (unknown == 0 or unknown >= FLOOR))
    if found is not None:
        assert found.people == len(values)
        assert abs(found.value - sum(values.values()) / len(values)) <= 0.05 + 1e-9


def six(week: int, leaves_out: int | None = None) -> list[Given]:
    day = MONDAY + timedelta(weeks=week, days=1)
    return [Given(PEOPLE[number], day, float(number)) for number in range(6) if number != leaves_out]


def test_when_one_of_six_leaves_the_weeks_before_stay_what_they_were() -> None:
    """Weeks are over before they are shown, and hold whoever answered then: leaving takes nobody out of them."""
    before = weeks(six(0), (), MONDAY, MONDAY + timedelta(weeks=1))
    after = weeks([*six(0), *six(1, leaves_out=5)], (), MONDAY, MONDAY + timedelta(weeks=2))
    assert after[0] == before[0]
    assert after[0].average == Average(2.5, 6)
    assert after[1].average == Average(2.0, 5)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20)), max_size=30), st.integers(7, 21))
def test_a_week_never_changes_once_it_was_shown(answers: list[tuple[int, int]], later: int) -> None:
    """Whatever comes afterwards is of a later day."""
    shown_on = MONDAY + timedelta(days=7)
    first = [
        Given(PEOPLE[person], MONDAY + timedelta(days=day), float(day)) for person, day in answers if day < 7
    ]
    whole = [Given(PEOPLE[person], MONDAY + timedelta(days=day), float(day)) for person, day in answers]
    today = shown_on + timedelta(days=later)
    assert weeks(first, (), MONDAY, shown_on) == weeks(whole, (), MONDAY, today)[:1]


def test_a_week_that_goes_on_is_not_shown() -> None:
    assert weeks(six(0), (), MONDAY, MONDAY + timedelta(days=6)) == ()


def test_who_answers_twice_in_a_week_counts_once_with_the_last() -> None:
    again = Given(PEOPLE[0], MONDAY + timedelta(days=5), 25.0)
    (week,) = weeks([again, *six(0)], (), MONDAY, MONDAY + timedelta(weeks=1))
    assert week.average == Average(round((25 + 1 + 2 + 3 + 4 + 5) / 6, 1), 6)


def test_five_of_six_known_values_show_no_average_of_the_six() -> None:
    values = {person: 10.0 for person in PEOPLE[:6]}
    assert average(values, PEOPLE[:5]) is None
    assert average(values, PEOPLE[:1]) is not None
    assert average(values, PEOPLE[:6]) is not None


def test_everybody_counts_in_the_one_group_that_they_joined_first() -> None:
    who = PEOPLE[0]
    first = Membership(A, who, MONDAY, None)
    second = Membership(B, who, MONDAY + timedelta(days=7), None)
    later = MONDAY + timedelta(days=10)
    assert cohort_of([second, first], later) == A
    assert cohort_of([second, Membership(A, who, MONDAY, later)], later) == B
    assert cohort_of([], later) is None


@given(st.dictionaries(st.sampled_from(PEOPLE), st.tuples(*[st.none() | st.integers(0, 10)] * 4)))
def test_each_item_of_the_pulse_has_its_own_five(answers: dict[PersonId, tuple[int | None, ...]]) -> None:
    found = item_averages(answers, (), 4)
    for place, each in enumerate(found):
        count = sum(given_[place] is not None for given_ in answers.values())
        assert (each is not None) is (count >= FLOOR)
        assert each is None or each.people == count
