"""Instruments: what is asked, how it can be answered, and what the answers come to. Pure.

An instrument is data. Its texts come from files (`clinic.measures.files`): those that anybody may copy are in
``library/``, those that need a licence a clinic supplies itself (`clinic.measures.slots`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

__all__ = [
    "PULSE",
    "Answers",
    "Band",
    "Instrument",
    "Item",
    "Option",
    "Scoring",
    "Slider",
    "answers_problem",
    "is_alert",
]

PULSE: Final = "pulse"
"""The key of our own four sliders after a session."""

Answers = tuple[int | None, ...]
"""One for each item, in order; None for one that was skipped."""
Words = Mapping[str, str]
"""A text by language."""


class Scoring(StrEnum):
    """How answers become one number."""

    SUM = "sum"
    MEAN = "mean"
    NONE = "none"
    """Each item stands for itself."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. The answer to a ``reverse`` one counts from the other end."""

    text: Words = field(repr=False)
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    value: int
    text: Words = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slider:
    """A line between two ends, instead of options."""

    lowest: int
    highest: int
    low: Words = field(repr=False)
    high: Words = field(repr=False)


@dataclass(frozen=True, slots=True)
class Band:
    """What scores from this one on are called, in its authors' words."""

    begins: int
    name: Words


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument in one version, in every language.

    Attributes:
        key: Its name in plans and answers.
        validated: Whether somebody has studied what its numbers mean.
        may_miss: How many items may be skipped for there still to be a score.
        alert_item: The item, counted from 1, of which any answer above the lowest has staff told at once.
    """

    key: str
    version: int
    validated: bool
    title: Words
    lead: Words = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)
    options: tuple[Option, ...] = field(repr=False)
    slider: Slider | None
    scoring: Scoring
    may_miss: int = 0
    alert_item: int | None = None
    bands: tuple[Band, ...] = ()

    @property
    def lowest(self) -> int:
        """The lowest answer to an item."""
        return self.slider.lowest if self.slider else min(each.value for each in self.options)

    @property
    def highest(self) -> int:
        """The highest answer to an item."""
        return self.slider.highest if self.slider else max(each.value for each in self.options)


def answers_problem(instrument: Instrument, answers: Sequence[int | None]) -> str | None:
    """Return the code of what is wrong with answers, or None: one for each item, among those that can be chosen."""
    if len(answers) != len(instrument.items):
        return "measures.answers"
    if instrument.slider:
        allowed = set(range(instrument.lowest, instrument.highest + 1))
    else:
        allowed = {each.value for each in instrument.options}
    return None if all(each is None or each in allowed for each in answers) else "measures.answers"


def is_alert(instrument: Instrument, answers: Answers) -> bool:
    """Return whether staff have to be told of these answers at once."""
    if instrument.alert_item is None:
        return False
    answer = answers[instrument.alert_item - 1]
    return answer is not None and answer > instrument.lowest
