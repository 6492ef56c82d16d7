"""What a payer covers for a client, as the clinic has it in writing. Pure.

These are facts to look at, never a verdict whether anything will be paid. What contradicts itself is kept and named
(`payer_rules`), because it is what the payer wrote.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from clinic.common.errors import FieldError, Invalid
from clinic.common.ids import PersonId, RecipientId
from clinic.people.fields.text import text_problem, tidy
from clinic.programme.tracks import Service

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_TEXT",
    "MOST_MINUTES",
    "REVIEW_SOON_DAYS",
    "Benefit",
    "Billed",
    "Coverage",
    "Covered",
    "Item",
    "ReviewState",
    "check_coverage",
    "coverage_on",
    "is_counted",
    "review_state",
]

LONGEST_TEXT: Final = 80
"""Characters of a plan's name, and of a member's id."""
LONGEST_NOTE: Final = 200
MOST_MINUTES: Final = 1440
"""A payer's minimum is one of a day. One that is longer than the day's sessions is kept, and named."""
REVIEW_SOON_DAYS: Final = 3


class Benefit(StrEnum):
    """What somebody asks of a coverage."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    COUPLES = "couples"
    MEDICAL = "medical"
    MEDICATION = "medication"
    ACTIVITIES = "activities"
    MEALS = "meals"


class Covered(StrEnum):
    """What the payer has said about it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Billed(StrEnum):
    """What is authorised or has a code: a programme day as a whole, or one session."""

    DAY = "day"
    SUD_DAY = "sud_day"
    """A programme day with sessions of a track that 42 CFR Part 2 protects."""
    GROUP = "group"
    PSYCHOEDUCATION = "psychoeducation"
    INDIVIDUAL = "individual"
    COUPLES = "couples"
    MEDICAL = "medical"


@dataclass(frozen=True, slots=True)
class Item:
    """What is known about one benefit."""

    covered: Covered = Covered.UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One payer's coverage of one client.

    Attributes:
        from_on: Its first day.
        last_on: Its last day; None while none is known.
        minimum_min: Minutes that the payer asks of a programme day; None if it names none.
        counts_individual: Whether sessions alone count towards these minutes.
        counts_couples: Whether couple sessions do.
        review_on: When the payer reviews next whether care goes on.
    """

    id: str
    client: PersonId
    payer: RecipientId
    plan: str
    member: str = field(repr=False)
    from_on: date
    last_on: date | None = None
    items: Mapping[Benefit, Item] = field(default_factory=dict)
    minimum_min: int | None = None
    counts_individual: bool = False
    counts_couples: bool = False
    review_on: date | None = None
    version: int = 1

    def holds(self, day: date) -> bool:
        """Return whether the day lies within it."""
        return self.from_on <= day and (self.last_on is None or day <= self.last_on)

    def item(self, benefit: Benefit) -> Item:
        """Return what is known about a benefit; nothing said is not known."""
        return self.items.get(benefit, Item())


class ReviewState(StrEnum):
    """How near the next review is."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


def check_coverage(coverage: Coverage) -> Coverage:
    """Return a coverage as it is kept, with texts tidied.

    Raises:
        Invalid: What texts may have; ``coverage.minimum`` outside a day.
    """
    kept = replace(
        coverage,
        plan=tidy(coverage.plan),
        member=tidy(coverage.member),
        items={
            benefit: replace(coverage.item(benefit), note=tidy(coverage.item(benefit).note))
            for benefit in Benefit
        },
    )
    texts = {"plan": (kept.plan, LONGEST_TEXT, True), "member": (kept.member, LONGEST_TEXT, False)}
    texts |= {f"items.{benefit}": (item.note, LONGEST_NOTE, False) for benefit, item in kept.items.items()}
    errors = [
        FieldError(name, code)
        for name, (text, limit, required) in texts.items()
        if (code := text_problem(text, limit, required=required))
    ]
    if kept.minimum_min is not None and not 1 <= kept.minimum_min <= MOST_MINUTES:
        errors.append(FieldError("minimum_min", "coverage.minimum"))
    if errors:
        raise Invalid(errors)
    return kept


def is_counted(service: Service, coverage: Coverage | None) -> bool:
    """Return whether a session of this service is part of a programme day, as this payer counts it."""
    if service in (Service.GROUP, Service.PSYCHOEDUCATION):
        return True
    if coverage is None:
        return False
    return (service is Service.INDIVIDUAL and coverage.counts_individual) or (
        service is Service.COUPLES and coverage.counts_couples
    )


def coverage_on(
    coverages: Iterable[Coverage], day: date, payer: RecipientId | None = None
) -> Coverage | None:
    """Return the coverage of a day: of this payer, if one is named; of several the one that began last."""
    found = [one for one in coverages if one.holds(day) and payer in (None, one.payer)]
    return max(found, key=lambda one: (one.from_on, one.id), default=None)


def review_state(review_on: date | None, today: date) -> ReviewState | None:
    """Return how near a review is; None if none is known."""
    if review_on is None:
        return None
    if review_on < today:
        return ReviewState.OVERDUE
    return ReviewState.SOON if (review_on - today).days <= REVIEW_SOON_DAYS else ReviewState.LATER
