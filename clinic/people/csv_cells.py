"""The cells of a row: read as texts, words, days and numbers; and those that a spreadsheet would run. Pure.

A formula is refused in what comes in and made harmless in what goes out (OWASP, CSV Injection). A cell is harmless with
an apostrophe before it, and that apostrophe is taken off again when the file comes back, so that nothing changes on the
way out and in. Days are written ``2026-03-01``.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from clinic.common.errors import FieldError
from clinic.people.fields.text import text_problem, tidy

__all__ = [
    "Cells",
    "Columns",
    "is_formula",
    "neutral",
    "original",
    "whole_number",
    "word",
    "write_table",
    "yes_or_no",
]

_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NEUTRAL = re.compile(rf"'+\s*{_FORMULA.pattern}")


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet may run the cell; spaces before it do not stop every one of them."""
    return _FORMULA.match(cell) is not None or _FORMULA.match(cell.strip()) is not None


def neutral(cell: str) -> str:
    """Return the cell as it is written: with one more apostrophe if it is a formula, or looks like one made harmless."""
    return f"'{cell}" if is_formula(cell) or _NEUTRAL.match(cell) else cell


def original(cell: str) -> str:
    """Return the cell as it was before `neutral`."""
    return cell[1:] if _NEUTRAL.match(cell) else cell


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file (RFC 4180): UTF-8 with a mark, so that Excel knows it, and no cell that it would run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
_NUMBER = re.compile(r"[0-9]{1,4}")
_Value = TypeVar("_Value")
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a file are called, and which it has to have."""

    names: tuple[str, ...]
    required: frozenset[str]


class Cells:
    """The cells of one row, and what was wrong with those that were read, by column."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.errors: list[FieldError] = []

    def text(self, column: str) -> str:
        """Return a cell in normal form, trimmed."""
        return tidy(self._cells.get(column, ""))

    def short_text(self, column: str, limit: int) -> str:
        """Return the text of a cell that has to say something."""
        text = self.text(column)
        if code := text_problem(text, limit, required=True):
            self.errors.append(FieldError(column, code))
        return text

    def read(
        self,
        column: str,
        read: Callable[[str], _Value],
        empty: _Value,
        code: str = "field.choice",
        *,
        required: bool = False,
    ) -> _Value:
        """Return what the reader makes of a cell, or ``empty``; a reader raises `ValueError`."""
        text = self.text(column)
        if text:
            try:
                return read(text)
            except ValueError:
                self.errors.append(FieldError(column, code))
        elif required:
            self.errors.append(FieldError(column, "field.required"))
        return empty

    def day(self, column: str, *, required: bool = False) -> date | None:
        """Return the day that a cell says, if it says one."""
        found: date | None = self.read(column, _day, None, "field.date", required=required)
        return found


def word(words: type[_Word]) -> Callable[[str], _Word]:
    """Return what reads one of these words."""
    return lambda text: words(text.lower())


def yes_or_no(text: str) -> bool:
    """Read ``yes`` or ``no``. Raises ValueError."""
    if text.lower() not in ("yes", "no"):
        raise ValueError("neither yes nor no")
    return text.lower() == "yes"


def _day(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError("another way to write a date")
    day = date.fromisoformat(text)
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise ValueError("a day of another time")
    return day


def whole_number(text: str) -> int:
    """Read a number of at most four digits. Raises ValueError."""
    if not _NUMBER.fullmatch(text):
        raise ValueError("another way to write a number")
    return int(text)
