"""Where what payers wrote contradicts itself or does not fit together. Pure.

Nothing is refused or mended: it is what the clinic has in writing, and somebody has to call the payer. Each one
is named with what it is about.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise

from clinic.programme.authorisations import Authorisation
from clinic.programme.coverage import Benefit, Billed, Coverage, Covered

__all__ = ["Contradiction", "ContradictionKind", "contradictions"]


class ContradictionKind(StrEnum):
    """What does not fit."""

    COVERAGE_DATES = "coverage_dates"
    """Its last day is before its first."""
    COVERAGE_OVERLAP = "coverage_overlap"
    """Two coverages of one payer hold on the same day."""
    COVERAGE_GAP = "coverage_gap"
    """Between a coverage and the next one lie days without any."""
    MINIMUM = "minimum"
    """It asks for more minutes a day than the client's longest day has."""
    REVIEW = "review"
    """Its review lies outside its dates."""
    AUTHORISATION_DATES = "authorisation_dates"
    """Its last day is before its first."""
    AUTHORISATION_OUTSIDE = "authorisation_outside"
    """It holds on days on which the coverage does not."""
    AUTHORISATION_OVERLAP = "authorisation_overlap"
    """Two authorisations of the same hold on the same day."""
    NOT_COVERED = "not_covered"
    """What is authorised is noted as not covered."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One of them.

    Attributes:
        about: Ids of the coverages or authorisations that do not fit.
    """

    kind: ContradictionKind
    about: tuple[str, ...]


_BENEFITS = {
    Billed.GROUP: Benefit.GROUP,
    Billed.PSYCHOEDUCATION: Benefit.GROUP,
    Billed.DAY: Benefit.GROUP,
    Billed.SUD_DAY: Benefit.GROUP,
    Billed.INDIVIDUAL: Benefit.INDIVIDUAL,
    Billed.COUPLES: Benefit.COUPLES,
    Billed.MEDICAL: Benefit.MEDICAL,
}


def contradictions(
    coverages: Sequence[Coverage], authorisations: Sequence[Authorisation], longest_day_min: Mapping[str, int]
) -> list[Contradiction]:
    """Return everything that does not fit together, in the order of the kinds.

    Args:
        longest_day_min: By coverage, the minutes that count of the client's longest planned day; without a planned day
            nothing is said of its length.
    """
    found = [
        *_of_coverages(coverages, longest_day_min),
        *_between_coverages(coverages),
        *_of_authorisations(coverages, authorisations),
    ]
    order = list(ContradictionKind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.about))


def _of_coverages(
    coverages: Iterable[Coverage], longest_day_min: Mapping[str, int]
) -> Iterable[Contradiction]:
    for one in coverages:
        if one.last_on is not None and one.last_on < one.from_on:
            yield Contradiction(ContradictionKind.COVERAGE_DATES, (one.id,))
        elif one.review_on is not None and not one.holds(one.review_on):
            yield Contradiction(ContradictionKind.REVIEW, (one.id,))
        longest = longest_day_min.get(one.id)
        if longest is not None and one.minimum_min is not None and one.minimum_min > longest:
            yield Contradiction(ContradictionKind.MINIMUM, (one.id,))


def _between_coverages(coverages: Iterable[Coverage]) -> Iterable[Contradiction]:
    fitting = [one for one in coverages if one.last_on is None or one.from_on <= one.last_on]
    for first, second in combinations(sorted(fitting, key=lambda one: (one.from_on, one.id)), 2):
        if first.payer == second.payer and first.holds(second.from_on):
            yield Contradiction(ContradictionKind.COVERAGE_OVERLAP, (first.id, second.id))
    for first, second in pairwise(sorted(fitting, key=lambda one: (one.from_on, one.id))):
        # The last days before it: another, longer coverage may reach over the hole.
        ends = [one.last_on for one in fitting if one.from_on < second.from_on]
        if ends and all(last is not None and (second.from_on - last).days > 1 for last in ends):
            yield Contradiction(ContradictionKind.COVERAGE_GAP, (first.id, second.id))


def _of_authorisations(
    coverages: Iterable[Coverage], authorisations: Iterable[Authorisation]
) -> Iterable[Contradiction]:
    by_id = {one.id: one for one in coverages}
    fitting = []
    for one in authorisations:
        coverage = by_id[one.coverage]
        if coverage.item(_BENEFITS[one.billed]).covered is Covered.NO:
            yield Contradiction(ContradictionKind.NOT_COVERED, (one.id,))
        if one.last_on < one.from_on:
            yield Contradiction(ContradictionKind.AUTHORISATION_DATES, (one.id,))
            continue
        fitting.append(one)
        if not (coverage.holds(one.from_on) and coverage.holds(one.last_on)):
            yield Contradiction(ContradictionKind.AUTHORISATION_OUTSIDE, (one.id,))
    for first, second in combinations(sorted(fitting, key=lambda one: (one.from_on, one.id)), 2):
        same = (first.coverage, first.billed) == (second.coverage, second.billed)
        if same and first.holds(second.from_on):
            yield Contradiction(ContradictionKind.AUTHORISATION_OVERLAP, (first.id, second.id))
