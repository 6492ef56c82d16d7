"""The codes of services, and which one the minutes of somebody's presence meet. Pure.

A table is a clinic's own, for all payers or for one of them: payers differ, and what holds is what they have put in
writing. The release's table is a careful default. Matching says which row is met or why none is; whether it is paid for
is not ours to say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import Final

from clinic.common.errors import FieldError, Invalid
from clinic.people.fields.text import text_problem, tidy
from clinic.programme.coverage import MOST_MINUTES, Billed

__all__ = [
    "DEFAULT_TABLE",
    "LONGEST_LABEL",
    "MOST_CHARGE",
    "MOST_MODIFIERS",
    "MOST_ROWS",
    "POS_HOME",
    "POS_OTHER",
    "CodeRow",
    "CodeTable",
    "Match",
    "Minutes",
    "Reason",
    "check_table",
    "find_code",
]

MOST_ROWS: Final = 60
LONGEST_LABEL: Final = 80
MOST_MODIFIERS: Final = 4
"""As many as a claim's line has (SV101-3 to 6)."""
MOST_CHARGE: Final = 10_000_00
"""Cents."""
POS_HOME, POS_OTHER = "10", "02"
"""Places of service for care by video: the client is at home, or somewhere else."""

_CODE: Final = re.compile(r"[A-Z0-9]{3,8}")
_MODIFIER: Final = re.compile(r"[A-Z0-9]{2}")
_POS: Final = re.compile(r"[0-9]{2}")
_REVENUE: Final = re.compile(r"[0-9]{4}")
_DAYS: Final = frozenset({Billed.DAY, Billed.SUD_DAY})


class Minutes(StrEnum):
    """What a code asks of the minutes."""

    TIMED = "timed"
    """From some minutes to, and with, others; without an end if it names none."""
    UNTIMED = "untimed"
    PER_DIEM = "per_diem"
    """Of a programme day: at least the payer's minimum, or the row's own."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code.

    Attributes:
        label: What it is, in the clinic's words.
        low_min: The least minutes of a timed code, or a day's minimum where the coverage names none.
        high_min: The most minutes of a timed code; None without an end.
        pos_home: Place of service where the client is at home.
        pos_other: Place of service where they are elsewhere.
        revenue: Revenue code; empty if there is none.
        charge: In cents; None if the clinic names none.
    """

    code: str
    label: str
    billed: Billed
    minutes: Minutes
    low_min: int | None = None
    high_min: int | None = None
    modifiers: tuple[str, ...] = ()
    pos_home: str = POS_HOME
    pos_other: str = POS_OTHER
    revenue: str = ""
    charge: int | None = None

    def overlaps(self, other: "CodeRow") -> bool:
        """Return whether some minutes of one thing would meet both rows."""
        if self.billed is not other.billed:
            return False
        if Minutes.TIMED not in (self.minutes, other.minutes) or self.minutes is not other.minutes:
            return True
        first, second = sorted((self, other), key=lambda row: row.low_min or 0)
        return first.high_min is None or (second.low_min or 0) <= first.high_min


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One version of a table.

    Attributes:
        scope: A payer's id, or ``clinic``.
        number: Counts the versions of this scope from 1; 0 is the release's.
    """

    scope: str
    number: int
    rows: tuple[CodeRow, ...]


class Reason(StrEnum):
    """Why no code is met."""

    NO_CODE = "no_code"
    """The table has none for this service."""
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    BETWEEN = "between"
    """The minutes lie between two ranges."""
    BELOW_MINIMUM = "below_minimum"
    NO_MINIMUM = "no_minimum"
    """Neither the coverage nor the table names a minimum."""
    PART_OF_DAY = "part_of_day"
    """The session is part of a programme day, which is what has a code."""


@dataclass(frozen=True, slots=True)
class Match:
    """A code, or why there is none.

    Attributes:
        needed_min: The least minutes that would have met a code, where that is the reason; for a day its minimum.
    """

    row: CodeRow | None
    reason: Reason | None = None
    needed_min: int | None = None


def find_code(table: CodeTable, billed: Billed, present_min: int, minimum_min: int | None = None) -> Match:
    """Return which row some minutes meet, or why none is met.

    Args:
        minimum_min: What the payer asks of a programme day; it goes before the row's own.
    """
    rows = [row for row in table.rows if row.billed is billed]
    if not rows:
        return Match(None, Reason.NO_CODE)
    if billed in _DAYS:
        return _day(rows[0], present_min, minimum_min)
    if rows[0].minutes is Minutes.UNTIMED:
        return Match(rows[0]) if present_min > 0 else Match(None, Reason.TOO_SHORT, 1)
    for row in rows:
        low, high = row.low_min or 0, row.high_min
        if low <= present_min and (high is None or present_min <= high):
            return Match(row)
    above = [row.low_min or 0 for row in rows if (row.low_min or 0) > present_min]
    if not above:
        return Match(None, Reason.TOO_LONG)
    is_below_all = len(above) == len(rows)
    return Match(None, Reason.TOO_SHORT if is_below_all else Reason.BETWEEN, min(above))


def _day(row: CodeRow, present_min: int, minimum_min: int | None) -> Match:
    needed = row.low_min if minimum_min is None else minimum_min
    if needed is None:
        return Match(None, Reason.NO_MINIMUM)
    if present_min < needed:
        return Match(None, Reason.BELOW_MINIMUM, needed)
    return Match(row, needed_min=needed)


def check_table(rows: Sequence[CodeRow]) -> tuple[CodeRow, ...]:
    """Return rows as they are kept: texts tidied, codes in capitals.

    Raises:
        Invalid: by ``rows.N.field``: ``codes.code``, ``codes.modifier``, ``codes.pos``, ``codes.revenue``,
            ``codes.charge``, ``codes.minutes``, what texts may have; ``codes.overlap`` for a row whose minutes another
            row of the same service has, too; ``codes.many`` for too many rows.
    """
    if len(rows) > MOST_ROWS:
        raise Invalid([FieldError("rows", "codes.many")])
    kept = tuple(_tidy(row) for row in rows)
    errors = [
        FieldError(f"rows.{index}.{error.field}", error.code)
        for index, row in enumerate(kept)
        for error in _errors(row)
    ]
    if not errors:
        errors = [FieldError(f"rows.{index}.minutes", "codes.overlap") for index in _overlapping(kept)]
    if errors:
        raise Invalid(errors)
    return kept


def _overlapping(rows: Sequence[CodeRow]) -> list[int]:
    by_service: dict[Billed, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        by_service[row.billed].append(index)
    return sorted(
        {
            second
            for indexes in by_service.values()
            for first, second in combinations(indexes, 2)
            if rows[first].overlaps(rows[second])
        }
    )


def _tidy(row: CodeRow) -> CodeRow:
    return replace(
        row,
        code=tidy(row.code).upper(),
        label=tidy(row.label),
        modifiers=tuple(tidy(each).upper() for each in row.modifiers),
        pos_home=tidy(row.pos_home),
        pos_other=tidy(row.pos_other),
        revenue=tidy(row.revenue),
    )


def _errors(row: CodeRow) -> Iterable[FieldError]:
    if not _CODE.fullmatch(row.code):
        yield FieldError("code", "codes.code")
    if code := text_problem(row.label, LONGEST_LABEL, required=True):
        yield FieldError("label", code)
    if len(row.modifiers) > MOST_MODIFIERS or not all(map(_MODIFIER.fullmatch, row.modifiers)):
        yield FieldError("modifiers", "codes.modifier")
    if not (_POS.fullmatch(row.pos_home) and _POS.fullmatch(row.pos_other)):
        yield FieldError("pos", "codes.pos")
    if row.revenue and not _REVENUE.fullmatch(row.revenue):
        yield FieldError("revenue", "codes.revenue")
    if row.charge is not None and not 0 <= row.charge <= MOST_CHARGE:
        yield FieldError("charge", "codes.charge")
    if not _has_fitting_minutes(row):
        yield FieldError("minutes", "codes.minutes")


def _has_fitting_minutes(row: CodeRow) -> bool:
    """Return whether the minutes are those of the rule: a range, none, or a day's minimum."""
    if (row.minutes is Minutes.PER_DIEM) != (row.billed in _DAYS):
        return False
    low, high = row.low_min, row.high_min
    if any(one is not None and not 1 <= one <= MOST_MINUTES for one in (low, high)):
        return False
    if row.minutes is Minutes.UNTIMED:
        return low is None and high is None
    if row.minutes is Minutes.PER_DIEM:
        return high is None
    return low is not None and (high is None or low <= high)


def _timed(code: str, label: str, billed: Billed, low: int, high: int | None) -> CodeRow:
    return CodeRow(code, label, billed, Minutes.TIMED, low, high, ("95",))


DEFAULT_TABLE: Final = CodeTable(
    "clinic",
    0,
    (
        _timed("90832", "Individual psychotherapy, 30 minutes", Billed.INDIVIDUAL, 16, 37),
        _timed("90834", "Individual psychotherapy, 45 minutes", Billed.INDIVIDUAL, 38, 52),
        _timed("90837", "Individual psychotherapy, 60 minutes", Billed.INDIVIDUAL, 53, None),
        _timed("90847", "Couple psychotherapy with the patient present", Billed.COUPLES, 26, None),
        CodeRow("90853", "Group psychotherapy", Billed.GROUP, Minutes.UNTIMED, modifiers=("95",)),
        CodeRow(
            "S9480", "Intensive outpatient day, mental health", Billed.DAY, Minutes.PER_DIEM, revenue="0905"
        ),
        CodeRow(
            "H0015",
            "Intensive outpatient day, substance use",
            Billed.SUD_DAY,
            Minutes.PER_DIEM,
            revenue="0906",
        ),
    ),
)
"""The release's table. It names no charge, and no minimum of a day: each payer has its own."""
