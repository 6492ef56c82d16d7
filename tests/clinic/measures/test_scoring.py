"""Scores: published examples, and what holds for all answers."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.measures.instruments import Instrument, Item, Scoring
from clinic.measures.scoring import band_of, score
from tests.support.schedule.afterwards.instruments import GAD7, PHQ9, PULSE

ANSWER = st.none() | st.integers(0, 3)


def name_of(instrument: Instrument, total: float) -> str:
    band = band_of(instrument, total)
    assert band is not None
    return instrument.bands[band].name["en"]


@pytest.mark.parametrize(
    ("total", "name"),
    [
        *((0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate")),
        *((15, "moderately severe"), (19, "moderately severe"), (20, "severe"), (27, "severe")),
    ],
)
def test_phq9_has_the_published_bands(total: int, name: str) -> None:
    answers = tuple(min(3, max(0, total - 3 * place)) for place in range(9))
    assert score(PHQ9, answers).total == total
    assert name_of(PHQ9, total) == name


@pytest.mark.parametrize(
    ("total", "name"),
    [
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "severe"),
        (21, "severe"),
    ],
)
def test_gad7_has_the_published_bands(total: int, name: str) -> None:
    answers = tuple(min(3, max(0, total - 3 * place)) for place in range(7))
    assert score(GAD7, answers).total == total
    assert name_of(GAD7, total) == name


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        # Seven answered with 10 in all: the mean is 10/7, nine of it 12.86.
        ((1, 2, 1, 2, 1, 2, 1, None, None), 13.0),
        ((1, 1, 1, 1, 1, 1, 1, 1, None), 9.0),
        ((None, None, 0, 0, 0, 0, 0, 0, 0), 0.0),
    ],
)
def test_up_to_two_skipped_items_of_phq9_count_as_the_mean_of_the_others(
    answers: tuple[int | None, ...], total: float
) -> None:
    found = score(PHQ9, answers)
    assert (found.total, found.prorated) == (total, True)


def test_with_more_skipped_there_is_no_score() -> None:
    assert score(PHQ9, (None,) * 3 + (3,) * 6).total is None
    assert score(GAD7, (None,) * 2 + (3,) * 5).total is None
    assert score(GAD7, (None,) + (3,) * 6).total == 21
    assert score(PHQ9, (None,) * 9).total is None


def test_the_pulse_has_no_score_and_no_band() -> None:
    found = score(PULSE, (10, 10, 10, 10))
    assert (found.total, found.answered) == (None, 4)
    assert band_of(PULSE, found.total) is None


@given(st.lists(ANSWER, min_size=9, max_size=9))
def test_a_score_lies_between_the_ends_and_is_the_sum_where_nothing_was_skipped(
    answers: list[int | None],
) -> None:
    found = score(PHQ9, tuple(answers))
    given_ = [each for each in answers if each is not None]
    assert found.answered == len(given_)
    assert (found.total is None) is (len(answers) - len(given_) > 2)
    if found.total is not None:
        assert 0 <= found.total <= found.most
        assert sum(given_) <= found.total <= sum(given_) + 3 * (9 - len(given_))
        if not found.prorated:
            assert found.total == sum(given_)


@given(st.lists(ANSWER, min_size=7, max_size=7), st.integers(0, 6))
def test_a_higher_answer_never_makes_a_lower_score(answers: list[int | None], place: int) -> None:
    answer = answers[place]
    if answer is None or answer == 3:
        return
    before = score(GAD7, tuple(answers)).total
    after = score(GAD7, (*answers[:place], answer + 1, *answers[place + 1 :])).total
    assert (before is None) is (after is None)
    assert before is None or (after is not None and after >= before)


@given(st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_a_reversed_item_counts_from_the_other_end(answers: list[int]) -> None:
    first = Item(GAD7.items[0].text, reverse=True)
    reversed_ = replace(GAD7, items=(first, *GAD7.items[1:]))
    assert score(reversed_, tuple(answers)).total == sum(answers) - answers[0] + (3 - answers[0])


@given(st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_a_mean_has_two_places(answers: list[int]) -> None:
    found = score(replace(GAD7, scoring=Scoring.MEAN), tuple(answers))
    assert found.most == 3
    assert found.total is not None
    assert abs(Fraction(found.total) - Fraction(sum(answers), 7)) <= Fraction(51, 10_000)
