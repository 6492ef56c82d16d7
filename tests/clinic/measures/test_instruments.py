"""What can be answered, and of which answers staff are told at once."""

import pytest

from clinic.measures.instruments import answers_problem, is_alert
from tests.support.schedule.afterwards.instruments import GAD7, PHQ9, PULSE


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ((0, 1, 2, 3, None, 0, 0, 0, 0), None),
        ((None,) * 9, None),
        ((0,) * 8, "measures.answers"),
        ((0,) * 8 + (4,), "measures.answers"),
        ((0,) * 8 + (-1,), "measures.answers"),
    ],
)
def test_each_item_is_answered_with_one_of_its_options_or_skipped(
    answers: tuple[int | None, ...], code: str | None
) -> None:
    assert answers_problem(PHQ9, answers) == code


def test_a_slider_takes_every_whole_number_between_its_ends() -> None:
    assert answers_problem(PULSE, (0, 5, 7, 10)) is None
    assert answers_problem(PULSE, (0, 5, 7, 11)) == "measures.answers"


@pytest.mark.parametrize(("answer", "alert"), [(None, False), (0, False), (1, True), (2, True), (3, True)])
def test_any_answer_to_item_nine_above_not_at_all_is_told(answer: int | None, alert: bool) -> None:
    assert is_alert(PHQ9, (3,) * 8 + (answer,)) is alert


def test_no_other_instrument_of_the_release_tells_at_once() -> None:
    assert not is_alert(GAD7, (3,) * 7)
    assert not is_alert(PULSE, (0,) * 4)
