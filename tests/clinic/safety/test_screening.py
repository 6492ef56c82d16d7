"""The instrument of a private screening: what may be entered, and what the answers come to."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.safety.screening import (
    HITS,
    LONGEST_ITEM,
    MOST_ITEMS,
    Instrument,
    InstrumentKind,
    Score,
    answer_problem,
    check_instrument,
    score,
)

OWN = Instrument(InstrumentKind.OWN, "Our questions", ("Are you afraid at home?", "Since when?"), 0, 3, None)


def wrong(instrument: Instrument) -> dict[str, str]:
    return {each.field: each.code for each in check_instrument(instrument)}


def test_hits_is_there_with_its_scoring_and_without_its_text() -> None:
    assert wrong(HITS) == {}
    assert (HITS.items, HITS.lowest, HITS.highest, HITS.positive_above) == (("", "", "", ""), 1, 5, 10)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((1, 1, 1, 1), Score(4, 20, False)),
        ((5, 3, 1, 1), Score(10, 20, False)),
        ((5, 4, 1, 1), Score(11, 20, True)),
        ((5, 5, 5, 5), Score(20, 20, True)),
    ],
)
def test_more_than_ten_of_twenty_counts_as_positive(answers: tuple[int, ...], expected: Score) -> None:
    assert answer_problem(HITS, answers) is None
    assert score(HITS, answers) == expected


@given(st.lists(st.integers(-2, 8), max_size=6))
def test_each_item_has_one_answer_on_its_scale(answers: list[int]) -> None:
    problem = answer_problem(HITS, answers)
    if len(answers) != 4:
        assert problem == "screening.unanswered"
    elif not all(1 <= each <= 5 for each in answers):
        assert problem == "screening.scale"
    else:
        assert problem is None
        assert 4 <= score(HITS, answers).total <= 20


def test_an_instrument_without_a_limit_says_nothing_of_its_sum() -> None:
    assert wrong(OWN) == {}
    assert score(OWN, (3, 2)) == Score(5, 6, None)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"items": ()}, {"items": "screening.items"}),
        ({"items": ("A?",) * (MOST_ITEMS + 1)}, {"items": "screening.items"}),
        ({"items": ("A?", "")}, {"items": "field.required"}),
        ({"items": ("A?", "x" * (LONGEST_ITEM + 1))}, {"items": "field.too_long"}),
        ({"title": ""}, {"title": "field.required"}),
        ({"lowest": 3}, {"highest": "screening.scale"}),
        ({"highest": 11}, {"highest": "screening.scale"}),
        ({"positive_above": 6}, {"positive_above": "screening.limit"}),
        ({"positive_above": 5}, {}),
    ],
)
def test_a_clinics_own_instrument_is_checked_whole(
    changed: dict[str, object], expected: dict[str, str]
) -> None:
    assert wrong(replace(OWN, **changed)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"items": ("One?", "Two?", "Three?", "Four?")}, {}),
        ({"items": ("", "")}, {"items": "screening.items"}),
        ({"highest": 4}, {"highest": "screening.scale"}),
        ({"positive_above": 3}, {"positive_above": "screening.limit"}),
        ({"positive_above": None}, {}),
    ],
)
def test_of_hits_a_clinic_enters_the_text_and_may_move_the_limit(
    changed: dict[str, object], expected: dict[str, str]
) -> None:
    assert wrong(replace(HITS, **changed)) == expected  # type: ignore[arg-type]
