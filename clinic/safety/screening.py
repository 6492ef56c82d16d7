"""Private screening for violence and coercion: the instrument a clinic uses, and how its answers are counted. Pure.

The HITS tool's scoring is here: four items from 1 to 5, so 4 to 20, and more than 10 counts as positive in the published
scoring. Its text is not: that needs its authors' permission, so a clinic that has it enters the items itself. A clinic
may use an instrument of its own instead. No score decides anything: a clinician does (`clinic.safety.clearance`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from clinic.common.errors import FieldError
from clinic.common.ids import PersonId
from clinic.people.fields.text import text_problem

__all__ = [
    "HITS",
    "LONGEST_ITEM",
    "LONGEST_TITLE",
    "MOST_ITEMS",
    "SCALE",
    "Instrument",
    "InstrumentKind",
    "Score",
    "Screening",
    "answer_problem",
    "check_instrument",
    "score",
]

LONGEST_TITLE: Final = 100
LONGEST_ITEM: Final = 300
MOST_ITEMS: Final = 30
SCALE: Final = (0, 10)
"""Between which numbers the answers of a clinic's own instrument lie at most."""

_HITS_ITEMS: Final = 4
_HITS_SCALE: Final = (1, 5)
_HITS_POSITIVE_ABOVE: Final = 10


class InstrumentKind(StrEnum):
    """Whose instrument it is."""

    HITS = "hits"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Instrument:
    """What is asked, in the clinic's own words, and how it is counted.

    Attributes:
        items: What is asked, item by item; empty where the clinic has not entered an item's text.
        lowest: The lowest answer to an item, as ``highest``.
        positive_above: A sum above this counts as positive; None where the instrument has no such number.
    """

    kind: InstrumentKind
    title: str
    items: tuple[str, ...] = field(repr=False)
    lowest: int
    highest: int
    positive_above: int | None


HITS: Final = Instrument(
    InstrumentKind.HITS, "HITS", ("",) * _HITS_ITEMS, *_HITS_SCALE, positive_above=_HITS_POSITIVE_ABOVE
)
"""What a clinic has that has chosen nothing."""


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers come to.

    Attributes:
        most: The highest sum there could be.
        is_positive: None where the instrument does not say.
    """

    total: int
    most: int
    is_positive: bool | None


@dataclass(frozen=True, slots=True)
class Screening:
    """One screening of one person, with the instrument as it was then.

    Attributes:
        by: The clinician who asked.
    """

    id: str
    person: PersonId
    by: PersonId
    at: datetime
    instrument: Instrument
    answers: tuple[int, ...] = field(repr=False)


def check_instrument(found: Instrument) -> list[FieldError]:
    """Return everything that is wrong with an instrument as somebody wants to keep it."""
    errors = (
        [FieldError("title", code)]
        if (code := text_problem(found.title, LONGEST_TITLE, required=True))
        else []
    )
    is_own = found.kind is InstrumentKind.OWN
    problems = (text_problem(item, LONGEST_ITEM, required=is_own) for item in found.items)
    if is_own and not 1 <= len(found.items) <= MOST_ITEMS:
        errors.append(FieldError("items", "screening.items"))
    elif code := next((each for each in problems if each), None):
        errors.append(FieldError("items", code))
    return errors + (_check_scale(found) if is_own else _check_hits(found))


def _check_scale(found: Instrument) -> list[FieldError]:
    if not SCALE[0] <= found.lowest < found.highest <= SCALE[1]:
        return [FieldError("highest", "screening.scale")]
    return _check_limit(found)


def _check_hits(found: Instrument) -> list[FieldError]:
    if len(found.items) != _HITS_ITEMS:
        return [FieldError("items", "screening.items")]
    if (found.lowest, found.highest) != _HITS_SCALE:
        return [FieldError("highest", "screening.scale")]
    return _check_limit(found)


def _check_limit(found: Instrument) -> list[FieldError]:
    limit = found.positive_above
    count = len(found.items)
    if limit is None or count * found.lowest <= limit < count * found.highest:
        return []
    return [FieldError("positive_above", "screening.limit")]


def answer_problem(instrument: Instrument, answers: Sequence[int]) -> str | None:
    """Return the code of what is wrong with the answers, or None: each item has one, on its scale."""
    if len(answers) != len(instrument.items):
        return "screening.unanswered"
    in_range = all(instrument.lowest <= each <= instrument.highest for each in answers)
    return None if in_range else "screening.scale"


def score(instrument: Instrument, answers: Sequence[int]) -> Score:
    """Return what answers come to that have no problem."""
    total = sum(answers)
    limit = instrument.positive_above
    most = len(instrument.items) * instrument.highest
    return Score(total, most, None if limit is None else total > limit)
