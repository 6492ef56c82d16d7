"""What a payer covers, as the clinic enters it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Invalid
from clinic.common.ids import PersonId, RecipientId
from clinic.programme.coverage import (
    Benefit,
    Coverage,
    Covered,
    Item,
    ReviewState,
    check_coverage,
    coverage_on,
    is_counted,
    review_state,
)
from clinic.programme.tracks import Service

TODAY = date(2026, 3, 2)
OTHER = RecipientId("rc_other")
COVERAGE = Coverage("cv_1", PersonId("pt_ana"), RecipientId("rc_payer"), "PPO Gold", "M-12", date(2026, 1, 1))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_a_coverage_is_kept_tidy_and_says_something_of_every_benefit() -> None:
    kept = check_coverage(
        replace(COVERAGE, plan=" PPO  Gold ", items={Benefit.MEALS: Item(Covered.NO, "  asked in May ")})
    )
    assert kept.plan == "PPO Gold"
    assert kept.item(Benefit.MEALS) == Item(Covered.NO, "asked in May")
    assert kept.item(Benefit.GROUP) == Item(Covered.UNKNOWN)
    assert set(kept.items) == set(Benefit)
    assert check_coverage(kept) == kept


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"plan": ""}, "plan", "field.required"),
        ({"member": "x" * 81}, "member", "field.too_long"),
        ({"minimum_min": 0}, "minimum_min", "coverage.minimum"),
        ({"minimum_min": 1441}, "minimum_min", "coverage.minimum"),
        ({"items": {Benefit.MEALS: Item(note="a\u202eb")}}, "items.meals", "field.bidi"),
    ],
)
def test_what_is_wrong_with_it_is_named(change: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        check_coverage(replace(COVERAGE, **change))  # type: ignore[arg-type]
    assert [(error.field, error.code) for error in wrong.value.errors] == [(field, code)]


def test_the_members_id_is_not_in_what_is_printed_of_it() -> None:
    assert "M-12" not in repr(COVERAGE)


def test_dates_in_a_wrong_order_are_kept_and_hold_on_no_day() -> None:
    kept = check_coverage(replace(COVERAGE, last_on=date(2025, 12, 1)))
    assert not any(kept.holds(TODAY + timedelta(days=shift)) for shift in range(-200, 200))


@given(DAYS, DAYS, DAYS)
def test_of_several_coverages_that_hold_the_one_that_began_last_counts(
    first: date, second: date, day: date
) -> None:
    some = [replace(COVERAGE, id="cv_a", from_on=first), replace(COVERAGE, id="cv_b", from_on=second)]
    found = coverage_on(some, day)
    holding = [one.from_on for one in some if one.from_on <= day]
    assert (found.from_on if found else None) == max(holding, default=None)


def test_a_coverage_of_another_payer_does_not_count_where_one_is_named() -> None:
    assert coverage_on([COVERAGE], TODAY, COVERAGE.payer) == COVERAGE
    assert coverage_on([COVERAGE], TODAY, OTHER) is None


def test_sessions_alone_and_of_couples_are_part_of_a_day_only_where_the_payer_says_so() -> None:
    counting = replace(COVERAGE, counts_individual=True)
    assert [each for each in Service if is_counted(each, COVERAGE)] == [
        Service.GROUP,
        Service.PSYCHOEDUCATION,
    ]
    assert is_counted(Service.INDIVIDUAL, counting)
    assert not is_counted(Service.COUPLES, counting)
    assert is_counted(Service.COUPLES, replace(counting, counts_couples=True))
    assert not is_counted(Service.INDIVIDUAL, None)
    assert is_counted(Service.GROUP, None)


@pytest.mark.parametrize(
    ("shift", "state"),
    [
        (-1, ReviewState.OVERDUE),
        (0, ReviewState.SOON),
        (3, ReviewState.SOON),
        (4, ReviewState.LATER),
    ],
)
def test_a_review_comes_near_and_is_then_overdue(shift: int, state: ReviewState) -> None:
    assert review_state(TODAY + timedelta(days=shift), TODAY) is state
    assert review_state(None, TODAY) is None
