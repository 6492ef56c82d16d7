"""A dry run of importing a CSV file: either every change it would make, or every problem with where and how to mend it.

Nothing is half done: a file with one problem changes nothing. Pure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from clinic.common.errors import FieldError
from clinic.people.csv_cells import Columns, is_formula, original
from clinic.people.csv_rows import PEOPLE, person_from
from clinic.people.csv_table import CsvTable, Encoding, Row, read_table
from clinic.people.fields.email import email_key, email_problem
from clinic.people.fields.text import tidy
from clinic.people.person import PersonFields

__all__ = [
    "MENDS",
    "SHOWN_PROBLEMS",
    "DryRun",
    "Mend",
    "Problem",
    "dry_run",
    "import_people",
    "key_of_address",
    "once",
]

SHOWN_PROBLEMS = 500
"""The most problems of one dry run; the others are only counted."""

_Change = TypeVar("_Change")
_Reader = Callable[[Mapping[str, str]], tuple[_Change, list[FieldError]]]
_Check = Callable[[int, _Change], list["Problem"]]


class Mend(StrEnum):
    """What to do about a problem; screens have the words."""

    FILL_IN = "fill_in"
    SHORTEN = "shorten"
    TYPE_AGAIN = "type_again"
    CHOOSE_LISTED = "choose_listed"
    WRITE_DATE = "write_date"
    REMOVE_SIGN = "remove_sign"
    RENAME_COLUMN = "rename_column"
    ADD_COLUMN = "add_column"
    REMOVE_COLUMN = "remove_column"
    CHECK_ROW = "check_row"
    REMOVE_ROW = "remove_row"
    IMPORT_FIRST = "import_first"


MENDS: Mapping[str, Mend] = MappingProxyType(
    {
        "field.required": Mend.FILL_IN,
        "field.too_long": Mend.SHORTEN,
        "field.too_many": Mend.SHORTEN,
        "field.control": Mend.TYPE_AGAIN,
        "field.bidi": Mend.TYPE_AGAIN,
        "field.email": Mend.TYPE_AGAIN,
        "field.phone": Mend.TYPE_AGAIN,
        "field.safe_times": Mend.TYPE_AGAIN,
        "field.time_zone": Mend.CHOOSE_LISTED,
        "field.language": Mend.CHOOSE_LISTED,
        "field.country": Mend.CHOOSE_LISTED,
        "field.state": Mend.CHOOSE_LISTED,
        "field.choice": Mend.CHOOSE_LISTED,
        "field.number": Mend.TYPE_AGAIN,
        "field.date": Mend.WRITE_DATE,
        "field.order": Mend.WRITE_DATE,
        "import.formula": Mend.REMOVE_SIGN,
        "import.unknown_column": Mend.RENAME_COLUMN,
        "import.missing_column": Mend.ADD_COLUMN,
        "import.column_twice": Mend.REMOVE_COLUMN,
        "import.cell_count": Mend.CHECK_ROW,
        "import.malformed": Mend.CHECK_ROW,
        "import.email_twice": Mend.REMOVE_ROW,
        "import.email_exists": Mend.REMOVE_ROW,
        "import.cohort_twice": Mend.REMOVE_ROW,
        "import.cohort_exists": Mend.REMOVE_ROW,
        "import.membership_twice": Mend.REMOVE_ROW,
        "import.no_such_person": Mend.IMPORT_FIRST,
        "import.no_such_cohort": Mend.IMPORT_FIRST,
        "import.no_such_program": Mend.CHOOSE_LISTED,
        "import.name_of_several": Mend.CHOOSE_LISTED,
        "programme.already_member": Mend.REMOVE_ROW,
        "programme.cohort_closed": Mend.CHECK_ROW,
        "programme.cohort_full": Mend.CHECK_ROW,
    }
)
"""Every code of a problem, with its mend; what is not here speaks against a session that a member would come to."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where."""

    row: int
    """As spreadsheets count: the header is row 1."""
    column: str | None
    """Its name in the file's header, or as it should be there; None if the whole row is meant."""
    code: str
    other_row: int | None = None
    """The row that says the same."""

    @property
    def mend(self) -> Mend:
        """What to do about it."""
        return MENDS.get(self.code, Mend.CHECK_ROW)


@dataclass(frozen=True, slots=True)
class DryRun(Generic[_Change]):
    """What importing the file would do: changes, or problems, never both."""

    encoding: Encoding
    separator: str
    rows: int
    """Rows below the header that say something."""
    changes: tuple[_Change, ...]
    numbers: tuple[int, ...]
    """The row of each change."""
    problems: tuple[Problem, ...]
    """The first ones, in the order of the rows."""
    left_out: int = 0
    """How many more problems there are."""


def import_people(data: bytes, known_emails: AbstractSet[str] = frozenset()) -> DryRun[PersonFields]:
    """Read a file of people.

    Args:
        known_emails: `email_key` of everybody in the clinic.

    Raises:
        Refused: The file as a whole is refused, as `read_table` says.
    """
    rows_of: dict[str, int] = {}

    def check(number: int, person: PersonFields) -> list[Problem]:
        return once(number, "email", key_of_address(person.email), rows_of, known_emails, "email")

    return dry_run(data, PEOPLE, person_from, check)


def dry_run(data: bytes, known: Columns, read: _Reader[_Change], check: _Check[_Change]) -> DryRun[_Change]:
    """Read a file.

    Args:
        known: The columns of such files.
        read: Returns the change that a row asks for, and what is wrong with it, by column.
        check: Returns what is wrong with a row beside the others; it is given its number.

    Raises:
        Refused: The file as a whole is refused, as `read_table` says.
    """
    table = read_table(data)
    columns = [_column(cell) for cell in table.header.cells]
    problems = list(_header_problems(table.header, columns, known))
    changes: list[_Change] = []
    numbers: list[int] = []
    if not problems:
        for row in table.rows:
            if len(row.cells) != len(columns):
                problems.append(Problem(row.number, None, "import.cell_count"))
                continue
            change, found = _read_row(row, columns, read)
            problems.extend(found + check(row.number, change))
            changes.append(change)
            numbers.append(row.number)
    if table.malformed_row is not None:
        problems.append(Problem(table.malformed_row, None, "import.malformed"))
    return _result(table, changes, numbers, problems)


def _result(
    table: CsvTable, changes: list[_Change], numbers: list[int], problems: list[Problem]
) -> DryRun[_Change]:
    return DryRun(
        encoding=table.encoding,
        separator=table.separator,
        rows=len(table.rows),
        changes=() if problems else tuple(changes),
        numbers=() if problems else tuple(numbers),
        problems=tuple(problems[:SHOWN_PROBLEMS]),
        left_out=max(0, len(problems) - SHOWN_PROBLEMS),
    )


def _column(cell: str) -> str:
    """Return a header as columns are named: ``Display name`` and ``display-name`` are ``display_name``."""
    return tidy(cell).lower().replace(" ", "_").replace("-", "_")


def _header_problems(header: Row, columns: Sequence[str], known: Columns) -> Iterator[Problem]:
    for index, (cell, column) in enumerate(zip(header.cells, columns, strict=True)):
        if column not in known.names:
            yield Problem(header.number, tidy(cell)[:60], "import.unknown_column")
        elif column in columns[:index]:
            yield Problem(header.number, column, "import.column_twice")
    for column in known.names:
        if column in known.required and column not in columns:
            yield Problem(header.number, column, "import.missing_column")


def _read_row(row: Row, columns: Sequence[str], read: _Reader[_Change]) -> tuple[_Change, list[Problem]]:
    change, errors = read({column: original(cell) for column, cell in zip(columns, row.cells, strict=True)})
    formulas = [
        Problem(row.number, column, "import.formula")
        for column, cell in zip(columns, row.cells, strict=True)
        if is_formula(cell.lstrip("+ ") if column in _PHONES else cell)
    ]
    told = {problem.column for problem in formulas}
    others = [Problem(row.number, error.field, error.code) for error in errors if error.field not in told]
    return change, formulas + others


_PHONES = frozenset({"phone", "emergency_phone"})
"""Their plus begins a country code."""


def key_of_address(address: str) -> str:
    """Return the key of an address, or nothing for one that is empty or wrong, which is a problem of its own."""
    return email_key(address) if address and email_problem(address) is None else ""


def once(
    number: int, column: str, key: str, rows_of: dict[str, int], known: AbstractSet[str], thing: str
) -> list[Problem]:
    """Return the problem of what is in the file twice, or in the clinic already.

    Args:
        rows_of: The rows that had each key so far.
        thing: As the codes have it.
    """
    if not key:
        return []
    if (first := rows_of.setdefault(key, number)) != number:
        return [Problem(number, column, f"import.{thing}_twice", first)]
    return [Problem(number, column, f"import.{thing}_exists")] if key in known else []
