"""Contradictions in what payers wrote are named, and nothing of it is lost."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import PersonId, RecipientId
from clinic.programme.authorisations import Authorisation, Unit
from clinic.programme.coverage import Benefit, Billed, Coverage, Covered, Item
from clinic.programme.payer_rules import Contradiction, ContradictionKind, contradictions

PAYER, OTHER = RecipientId("rc_payer"), RecipientId("rc_other")
COVERAGE = Coverage(
    "cv_1", PersonId("pt_ana"), PAYER, "PPO", "M-1", date(2026, 1, 1), date(2026, 6, 30), minimum_min=180
)
AUTHORISATION = Authorisation(
    "az_1", "cv_1", "A-1", Billed.DAY, Unit.DAYS, 10, date(2026, 3, 1), date(2026, 3, 31)
)
DATES = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def kinds(
    coverages: list[Coverage], authorisations: list[Authorisation], longest_day_min: int | None = None
) -> list[ContradictionKind]:
    longest = {} if longest_day_min is None else {one.id: longest_day_min for one in coverages}
    return [one.kind for one in contradictions(coverages, authorisations, longest)]


def test_what_fits_together_is_not_named() -> None:
    assert not kinds([COVERAGE], [AUTHORISATION], 180)


def test_a_minimum_above_the_length_of_the_day_is_named() -> None:
    assert kinds([COVERAGE], [], 171) == [ContradictionKind.MINIMUM]
    assert not kinds([COVERAGE], [], None)


def test_days_in_a_wrong_order_are_named_once() -> None:
    wrong = replace(COVERAGE, last_on=date(2025, 1, 1), review_on=date(2026, 2, 1))
    assert kinds([wrong], []) == [ContradictionKind.COVERAGE_DATES]
    late = replace(AUTHORISATION, last_on=date(2026, 2, 1))
    assert kinds([COVERAGE], [late]) == [ContradictionKind.AUTHORISATION_DATES]


def test_a_review_outside_the_dates_is_named() -> None:
    assert kinds([replace(COVERAGE, review_on=date(2026, 7, 1))], []) == [ContradictionKind.REVIEW]


def test_two_coverages_of_one_payer_on_one_day_are_named_and_of_two_payers_are_not() -> None:
    second = replace(COVERAGE, id="cv_2", from_on=date(2026, 6, 30), last_on=None)
    assert contradictions([second, COVERAGE], [], {}) == [
        Contradiction(ContradictionKind.COVERAGE_OVERLAP, ("cv_1", "cv_2"))
    ]
    assert not kinds([COVERAGE, replace(second, payer=OTHER)], [])


def test_days_between_two_coverages_are_named() -> None:
    later = replace(COVERAGE, id="cv_2", from_on=date(2026, 7, 2), last_on=None)
    assert kinds([COVERAGE, later], []) == [ContradictionKind.COVERAGE_GAP]
    assert not kinds([COVERAGE, replace(later, from_on=date(2026, 7, 1))], [])
    over_the_hole = replace(COVERAGE, id="cv_3", payer=OTHER, from_on=date(2025, 1, 1), last_on=None)
    assert not kinds([over_the_hole, COVERAGE, later], [])


def test_an_authorisation_outside_its_coverage_is_named() -> None:
    assert kinds([COVERAGE], [replace(AUTHORISATION, last_on=date(2026, 7, 1))]) == [
        ContradictionKind.AUTHORISATION_OUTSIDE
    ]


def test_two_authorisations_of_the_same_on_one_day_are_named() -> None:
    second = replace(AUTHORISATION, id="az_2", from_on=date(2026, 3, 31), last_on=date(2026, 4, 9))
    assert contradictions([COVERAGE], [second, AUTHORISATION], {}) == [
        Contradiction(ContradictionKind.AUTHORISATION_OVERLAP, ("az_1", "az_2"))
    ]
    assert not kinds([COVERAGE], [AUTHORISATION, replace(second, billed=Billed.INDIVIDUAL)])


def test_what_is_authorised_and_noted_as_not_covered_is_named() -> None:
    noted = replace(COVERAGE, items={Benefit.GROUP: Item(Covered.NO)})
    assert kinds([noted], [AUTHORISATION]) == [ContradictionKind.NOT_COVERED]


@given(
    st.lists(st.tuples(DATES, st.none() | DATES, st.none() | DATES), max_size=5),
    st.none() | st.integers(0, 300),
)
def test_whatever_is_entered_each_contradiction_names_what_it_is_about(
    some: list[tuple[date, date | None, date | None]], longest: int | None
) -> None:
    coverages = [
        replace(COVERAGE, id=f"cv_{index}", from_on=first, last_on=last, review_on=review)
        for index, (first, last, review) in enumerate(some)
    ]
    authorisations = [
        replace(AUTHORISATION, id=f"az_{one.id}", coverage=one.id, last_on=one.from_on) for one in coverages
    ]
    known = {one.id for one in coverages} | {one.id for one in authorisations}
    days = {} if longest is None else {one.id: longest for one in coverages}
    found = contradictions(coverages, authorisations, days)
    assert all(one.about and set(one.about) <= known for one in found)
    assert found == contradictions(coverages[::-1], authorisations[::-1], days)
