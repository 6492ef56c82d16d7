"""What a payer has authorised: days or sessions within dates, what of them is used, and when they run out. Pure.

What is used is counted from attendance. It is what the clinic sees, not the payer's own count: whoever was there for a
minute has used the day, so that a warning comes rather too early than too late.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from clinic.common.errors import FieldError, Invalid
from clinic.people.fields.text import text_problem, tidy
from clinic.programme.coverage import LONGEST_TEXT, Billed, Coverage, is_counted
from clinic.programme.tracks import Service

__all__ = [
    "ENDS_SOON_DAYS",
    "FEW_LEFT",
    "MOST_AMOUNT",
    "Authorisation",
    "Balance",
    "Unit",
    "Visit",
    "Warning",
    "balance",
    "check_authorisation",
    "counts_for",
    "needs_attention",
]

FEW_LEFT: Final = 3
ENDS_SOON_DAYS: Final = 7
MOST_AMOUNT: Final = 400


class Unit(StrEnum):
    """In what a payer counts."""

    DAYS = "days"
    SESSIONS = "sessions"


class Warning(StrEnum):
    """What staff should know about an authorisation, the most urgent first."""

    EXCEEDED = "exceeded"
    """More was used than is authorised."""
    ENDED = "ended"
    FEW_LEFT = "few_left"
    ENDS_SOON = "ends_soon"


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What a payer has authorised under one coverage.

    Attributes:
        number: As the payer's letter has it.
        from_on: Its first day.
        last_on: Its last day.
    """

    id: str
    coverage: str
    number: str = field(repr=False)
    billed: Billed
    unit: Unit
    amount: int
    from_on: date
    last_on: date
    version: int = 1

    def holds(self, day: date) -> bool:
        """Return whether the day lies within it."""
        return self.from_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Visit:
    """A session in which a client was present.

    Attributes:
        is_protected: It is of a track that 42 CFR Part 2 protects.
    """

    on: date
    service: Service
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """What of an authorisation is used and left.

    Attributes:
        days_left: Days from today until, and with, its last one; 0 once it has ended.
    """

    used: int
    left: int
    days_left: int
    warnings: tuple[Warning, ...]


def check_authorisation(asked: Authorisation) -> Authorisation:
    """Return an authorisation as it is kept. Raises Invalid: ``authorisation.amount``, and what texts may have."""
    kept = replace(asked, number=tidy(asked.number))
    errors = []
    if code := text_problem(kept.number, LONGEST_TEXT):
        errors.append(FieldError("number", code))
    if not 1 <= kept.amount <= MOST_AMOUNT:
        errors.append(FieldError("amount", "authorisation.amount"))
    if errors:
        raise Invalid(errors)
    return kept


def counts_for(billed: Billed, visit: Visit, coverage: Coverage | None) -> bool:
    """Return whether a visit is of what is billed, as this payer counts it."""
    if billed in (Billed.DAY, Billed.SUD_DAY):
        return is_counted(visit.service, coverage) and visit.is_protected is (billed is Billed.SUD_DAY)
    return visit.service.value == billed.value


def balance(
    authorisation: Authorisation, coverage: Coverage | None, visits: Iterable[Visit], today: date
) -> Balance:
    """Return what of an authorisation is used up to now.

    Args:
        visits: The client's; those outside its dates are ignored.
    """
    days = [
        visit.on
        for visit in visits
        if authorisation.holds(visit.on) and counts_for(authorisation.billed, visit, coverage)
    ]
    used = len(set(days)) if authorisation.unit is Unit.DAYS else len(days)
    left = max(0, authorisation.amount - used)
    days_left = max(0, (authorisation.last_on - today).days + 1)
    return Balance(used, left, days_left, tuple(_warnings(authorisation, used, left, days_left, today)))


def needs_attention(warnings: Iterable[Warning]) -> bool:
    """Return whether somebody should ask the payer for more; what has ended by its dates needs nothing any more."""
    found = set(warnings)
    return bool(found) and Warning.ENDED not in found


def _warnings(
    authorisation: Authorisation, used: int, left: int, days_left: int, today: date
) -> Iterable[Warning]:
    if used > authorisation.amount:
        yield Warning.EXCEEDED
    if days_left == 0:
        yield Warning.ENDED
        return
    if today < authorisation.from_on:
        return
    if left <= min(FEW_LEFT, authorisation.amount - 1):
        yield Warning.FEW_LEFT
    if days_left <= ENDS_SOON_DAYS:
        yield Warning.ENDS_SOON
