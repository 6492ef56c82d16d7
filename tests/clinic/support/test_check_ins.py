from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.support.check_ins import (
    MOVES,
    QUIET_AFTER,
    Answer,
    CheckIn,
    CheckInMove,
    CheckInState,
    after,
    answer,
    asked_now,
    is_quiet,
    plan_days,
)
from clinic.support.members import CHECK_IN_DAYS

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
DAY = date(2026, 3, 2)


def check_in(number: int = 1, state: CheckInState = CheckInState.PLANNED) -> CheckIn:
    asked = None if state is CheckInState.PLANNED else NOW
    return CheckIn(f"ck_{number}", PersonId("pt_ana"), DAY + timedelta(days=number), state, asked)


def test_the_plan_is_a_week_and_one_three_six_and_twelve_months() -> None:
    days = plan_days(DAY, CHECK_IN_DAYS, DAY)
    assert [(day - DAY).days for day in days] == [7, 30, 91, 182, 365]


def test_days_that_are_past_are_left_out() -> None:
    assert plan_days(DAY, CHECK_IN_DAYS, DAY + timedelta(days=31)) == plan_days(DAY, CHECK_IN_DAYS[2:], DAY)


@given(st.sampled_from(CheckInState), st.sampled_from(CheckInMove))
def test_what_is_not_in_the_table_is_refused(state: CheckInState, made: CheckInMove) -> None:
    one = check_in(state=state)
    if (state, made) in MOVES:
        assert after(one, made, NOW).state is MOVES[state, made]
    else:
        with pytest.raises(Refused, match=r"check_in\.over"):
            after(one, made, NOW)


def test_an_answer_is_kept_with_its_time_and_given_once() -> None:
    asked = after(check_in(), CheckInMove.ASK, NOW)
    answered = answer(asked, Answer.NOT_NOW, NOW + timedelta(hours=1))
    assert (answered.answer, answered.answered_at, answered.asked_at) == (
        Answer.NOT_NOW,
        NOW + timedelta(hours=1),
        NOW,
    )
    with pytest.raises(Refused, match=r"check_in\.over"):
        answer(answered, Answer.TALK, NOW)


def test_only_the_newest_that_was_asked_can_be_answered() -> None:
    first, second = check_in(1, CheckInState.ASKED), check_in(2, CheckInState.ASKED)
    assert asked_now([second, first, check_in(3)]) == second
    assert asked_now([first, answer(second, Answer.WELL, NOW)]) is None
    assert asked_now([check_in()]) is None


def test_silence_shows_after_a_week_and_not_before() -> None:
    asked = check_in(state=CheckInState.ASKED)
    assert not is_quiet(asked, NOW + QUIET_AFTER - timedelta(seconds=1))
    assert is_quiet(asked, NOW + QUIET_AFTER)
    assert not is_quiet(answer(asked, Answer.WELL, NOW), NOW + QUIET_AFTER)
