from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import FieldError, Refused
from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.programme.cohorts import Admission, Cohort, Membership, check_cohort, join, leave, members_at
from clinic.programme.tracks import Track

START = date(2026, 1, 5)
GROUP = Cohort(
    CohortId("co_1"),
    ProgramId("pg_1"),
    Track.GROUP,
    "Monday group",
    Admission.ROLLING,
    capacity=2,
    starts=START,
)
ANA, BEN, CARL = PersonId("pt_ana"), PersonId("pt_ben"), PersonId("pt_carl")


def day(number: int) -> date:
    return START + timedelta(days=number)


def member(person: PersonId, since: int, until: int | None = None) -> Membership:
    return Membership(GROUP.id, person, day(since), None if until is None else day(until))


def refused_code(cohort: Cohort, held: list[Membership], joining: Membership) -> str | None:
    try:
        join(cohort, held, joining)
    except Refused as refused:
        return refused.code
    return None


@pytest.mark.parametrize(("since", "code"), [(-3, None), (0, None), (1, "programme.cohort_closed")])
def test_a_closed_cohort_takes_nobody_after_its_first_day(since: int, code: str | None) -> None:
    assert refused_code(replace(GROUP, admission=Admission.CLOSED), [], member(ANA, since)) == code


def test_a_closed_cohort_without_a_date_is_still_open_and_a_rolling_one_always() -> None:
    undated = replace(GROUP, admission=Admission.CLOSED, starts=None)
    assert refused_code(undated, [], member(ANA, 400)) is None
    assert refused_code(GROUP, [], member(ANA, 400)) is None


def test_a_full_cohort_takes_another_only_from_the_day_somebody_has_left() -> None:
    held = [member(ANA, 0), member(BEN, 0, 10)]
    assert refused_code(GROUP, held, member(CARL, 9)) == "programme.cohort_full"
    assert refused_code(GROUP, held, member(CARL, 10)) is None


def test_a_cohort_that_fills_up_later_is_full_too() -> None:
    held = [member(ANA, 5), member(BEN, 7)]
    assert refused_code(GROUP, held, member(CARL, 0)) == "programme.cohort_full"
    assert refused_code(GROUP, held, member(CARL, 0, 7)) is None


def test_nobody_is_a_member_twice_but_people_may_come_back() -> None:
    held = [member(ANA, 0, 10)]
    assert refused_code(GROUP, held, member(ANA, 9)) == "programme.already_member"
    assert refused_code(GROUP, held, member(ANA, 10)) is None


def test_members_of_other_cohorts_do_not_count() -> None:
    elsewhere = [replace(member(person, 0), cohort=CohortId("co_2")) for person in (ANA, BEN, CARL)]
    assert refused_code(GROUP, elsewhere, member(ANA, 0)) is None


@pytest.mark.parametrize("until", [0, -1])
def test_a_membership_cannot_end_before_it_begins(until: int) -> None:
    assert refused_code(GROUP, [], member(ANA, 0, until)) == "programme.period"


def test_leaving_ends_a_membership_and_undoes_one_that_has_not_begun() -> None:
    assert leave(member(ANA, 0), day(3)) == member(ANA, 0, 3)
    assert leave(member(ANA, 0, 9), day(3)) == member(ANA, 0, 3)
    assert leave(member(ANA, 5), day(5)) is None


def test_who_has_left_cannot_leave_later() -> None:
    with pytest.raises(Refused) as refused:
        leave(member(ANA, 0, 3), day(4))
    assert refused.value.code == "programme.not_member"


@pytest.mark.parametrize("capacity", [0, -1, 501])
def test_a_cohort_has_room_for_somebody_and_lists_all_that_is_wrong(capacity: int) -> None:
    found = check_cohort(replace(GROUP, name=" ", capacity=capacity))
    assert found == [FieldError("name", "programme.name"), FieldError("capacity", "programme.capacity")]
    assert check_cohort(GROUP) == []


spans = st.tuples(st.integers(0, 30), st.none() | st.integers(1, 20))


@given(
    st.lists(st.tuples(st.sampled_from([ANA, BEN, CARL, PersonId("pt_d")]), spans), max_size=12),
    st.integers(1, 4),
)
def test_however_people_join_no_day_has_too_many_and_nobody_twice(
    wishes: list[tuple[PersonId, tuple[int, int | None]]], capacity: int
) -> None:
    cohort, held = replace(GROUP, capacity=capacity), list[Membership]()
    for person, (since, length) in wishes:
        joining = member(person, since, None if length is None else since + length)
        if refused_code(cohort, held, joining) is None:
            held.append(joining)
    for number in range(60):
        today = [each.person for each in held if each.holds(day(number))]
        assert len(today) == len(set(today)) == len(members_at(held, day(number))) <= capacity


@given(spans, spans)
def test_two_memberships_meet_when_some_day_has_both(
    one: tuple[int, int | None], other: tuple[int, int | None]
) -> None:
    first, second = (
        member(ANA, since, None if length is None else since + length) for since, length in (one, other)
    )
    shared = any(first.holds(day(number)) and second.holds(day(number)) for number in range(60))
    assert first.meets(second) is second.meets(first) is shared
