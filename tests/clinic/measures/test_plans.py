"""When clients are asked: from their first day until their last, and never twice at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import FieldError
from clinic.common.ids import CohortId, ProgramId
from clinic.measures.plans import Plan, Rhythm, Stay, asks_after, due_days, occurrence, plan_problems

MONDAY = date(2026, 3, 2)
DAY, EVENING = ProgramId("pg_day"), ProgramId("pg_evening")
GROUP = CohortId("co_a")
WEEKLY = Plan("mp_1", "phq9", Rhythm.WEEKLY, 1, 2, DAY, None, MONDAY)
PULSE = Plan("mp_2", "pulse", Rhythm.SESSION, 1, None, None, GROUP, MONDAY)
STAY = Stay(DAY, MONDAY)
DAYS = st.integers(0, 200).map(lambda days: MONDAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("after", "asked"),
    [(0, None), (1, None), (2, 2), (3, 2), (8, 2), (9, 9)],
)
def test_a_weekly_plan_asks_from_its_weekday_until_the_next(after: int, asked: int | None) -> None:
    expected = None if asked is None else MONDAY + timedelta(days=asked)
    assert occurrence(WEEKLY, STAY, MONDAY + timedelta(days=after)) == expected


def test_every_so_many_days_counts_from_the_clients_first_day() -> None:
    plan = replace(WEEKLY, rhythm=Rhythm.DAYS, every=10, weekday=None)
    stay = Stay(DAY, MONDAY + timedelta(days=3))
    found = [occurrence(plan, stay, MONDAY + timedelta(days=day)) for day in (2, 3, 12, 13)]
    assert found == [None, *(MONDAY + timedelta(days=day) for day in (3, 3, 13))]


def test_nobody_is_asked_before_an_episode_begins_or_once_it_has_ended() -> None:
    stay = Stay(DAY, MONDAY, MONDAY + timedelta(days=14))
    assert occurrence(WEEKLY, stay, MONDAY - timedelta(days=1)) is None
    assert occurrence(WEEKLY, stay, MONDAY + timedelta(days=13)) is not None
    assert occurrence(WEEKLY, stay, MONDAY + timedelta(days=14)) is None


def test_a_plan_that_has_ended_asks_no_more() -> None:
    ended = replace(WEEKLY, until=MONDAY + timedelta(days=7))
    assert occurrence(ended, STAY, MONDAY + timedelta(days=6)) is not None
    assert occurrence(ended, STAY, MONDAY + timedelta(days=7)) is None


@given(DAYS, st.integers(1, 12), st.integers(0, 6))
def test_what_is_due_began_on_its_weekday_less_than_one_round_ago(
    today: date, every: int, weekday: int
) -> None:
    found = occurrence(replace(WEEKLY, every=every, weekday=weekday), STAY, today)
    if found is None:
        assert today < MONDAY + timedelta(days=7)
    else:
        assert found.weekday() == weekday
        assert timedelta() <= today - found < timedelta(weeks=every)


def test_two_plans_that_ask_the_same_ask_once_from_the_latest_day() -> None:
    other = replace(WEEKLY, id="mp_3", weekday=4, program=None, cohort=GROUP)
    friday = MONDAY + timedelta(days=4)
    assert due_days([WEEKLY, other, PULSE], [STAY, Stay(GROUP, MONDAY)], friday) == {"phq9": friday}
    assert due_days([WEEKLY, other], [Stay(EVENING, MONDAY)], friday) == {}


def test_after_a_session_those_are_asked_whose_group_met_or_whose_programme_asks_always() -> None:
    assert asks_after([PULSE], [Stay(GROUP, MONDAY)], GROUP, MONDAY)
    assert not asks_after([PULSE], [Stay(GROUP, MONDAY)], None, MONDAY), "another session of theirs"
    assert not asks_after([PULSE], [STAY], GROUP, MONDAY), "a guest in the group"
    assert asks_after([replace(PULSE, program=DAY, cohort=None)], [STAY], None, MONDAY)
    assert not asks_after([PULSE], [Stay(GROUP, MONDAY)], GROUP, MONDAY - timedelta(days=1))
    assert not asks_after([WEEKLY], [STAY], GROUP, MONDAY)


@pytest.mark.parametrize(
    ("plan", "is_pulse", "errors"),
    [
        (WEEKLY, False, []),
        (PULSE, True, []),
        (replace(WEEKLY, every=13), False, ["every"]),
        (replace(WEEKLY, weekday=None), False, ["weekday"]),
        (replace(WEEKLY, rhythm=Rhythm.DAYS), False, ["weekday"]),
        (replace(WEEKLY, rhythm=Rhythm.SESSION, weekday=None), False, ["rhythm"]),
        (replace(PULSE, rhythm=Rhythm.DAYS), True, ["rhythm"]),
        (replace(WEEKLY, program=None), False, ["cohort"]),
        (replace(WEEKLY, cohort=GROUP), False, ["cohort"]),
    ],
)
def test_a_plan_that_makes_no_sense_says_where(plan: Plan, is_pulse: bool, errors: list[str]) -> None:
    assert [each.field for each in plan_problems(plan, known=True, is_pulse=is_pulse)] == errors


def test_what_the_clinic_may_not_use_cannot_be_planned() -> None:
    assert plan_problems(WEEKLY, known=False, is_pulse=False) == [FieldError("instrument", "field.unknown")]
