"""A dry run of importing a CSV file: either every change it would make, or every problem with where and how to mend it.

Nothing is half done: a file with one problem changes nothing. Pure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from clinic.errors import FieldError
from clinic.people.csv_cells import is_formula, original
from clinic.people.csv_rows import (
    COLUMNS,
    REQUIRED,
    CohortRow,
    MembershipRow,
    TableKind,
    cohort_from,
    membership_from,
    person_from,
)
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
    "cohort_key",
    "import_cohorts",
    "import_memberships",
    "import_people",
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
    }
)
"""Every code of a problem, with its mend."""


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
        return MENDS[self.code]


@dataclass(frozen=True, slots=True)
class DryRun(Generic[_Change]):
    """What importing the file would do: changes, or problems, never both."""

    encoding: Encoding
    separator: str
    rows: int
    """Rows below the header that say something."""
    changes: tuple[_Change, ...]
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
        return _once(number, "email", _email_key(person.email), rows_of, known_emails, "email")

    return _dry_run(data, TableKind.PEOPLE, person_from, check)


def import_cohorts(data: bytes, known_cohorts: AbstractSet[str] = frozenset()) -> DryRun[CohortRow]:
    """Read a file of cohorts.

    Args:
        known_cohorts: `cohort_key` of every cohort that the clinic has.

    Raises:
        Refused: The file as a whole is refused, as `read_table` says.
    """
    rows_of: dict[str, int] = {}

    def check(number: int, cohort: CohortRow) -> list[Problem]:
        return _once(number, "name", cohort_key(cohort.name), rows_of, known_cohorts, "cohort")

    return _dry_run(data, TableKind.COHORTS, cohort_from, check)


def import_memberships(
    data: bytes, known_emails: AbstractSet[str], known_cohorts: AbstractSet[str]
) -> DryRun[MembershipRow]:
    """Read a file of memberships, whose people and cohorts are already in the clinic.

    Args:
        known_emails: `email_key` of every client of the clinic.
        known_cohorts: `cohort_key` of every cohort.

    Raises:
        Refused: The file as a whole is refused, as `read_table` says.
    """
    rows_of: dict[tuple[str, str], int] = {}

    def check(number: int, membership: MembershipRow) -> list[Problem]:
        email, cohort = _email_key(membership.email), cohort_key(membership.cohort)
        found = []
        if email and email not in known_emails:
            found.append(Problem(number, "email", "import.no_such_person"))
        if cohort and cohort not in known_cohorts:
            found.append(Problem(number, "cohort", "import.no_such_cohort"))
        if email and cohort and (first := rows_of.setdefault((email, cohort), number)) != number:
            found.append(Problem(number, None, "import.membership_twice", first))
        return found

    return _dry_run(data, TableKind.MEMBERSHIPS, membership_from, check)


def cohort_key(name: str) -> str:
    """Return what two spellings of one cohort's name have in common."""
    return tidy(name).casefold()


def _dry_run(data: bytes, kind: TableKind, read: _Reader[_Change], check: _Check[_Change]) -> DryRun[_Change]:
    table = read_table(data)
    columns = [_column(cell) for cell in table.header.cells]
    problems = list(_header_problems(table.header, columns, kind))
    changes: list[_Change] = []
    if not problems:
        for row in table.rows:
            if len(row.cells) != len(columns):
                problems.append(Problem(row.number, None, "import.cell_count"))
                continue
            change, found = _read_row(row, columns, read)
            problems.extend(found + check(row.number, change))
            changes.append(change)
    if table.malformed_row is not None:
        problems.append(Problem(table.malformed_row, None, "import.malformed"))
    return _result(table, changes, problems)


def _result(table: CsvTable, changes: list[_Change], problems: list[Problem]) -> DryRun[_Change]:
    return DryRun(
        encoding=table.encoding,
        separator=table.separator,
        rows=len(table.rows),
        changes=() if problems else tuple(changes),
        problems=tuple(problems[:SHOWN_PROBLEMS]),
        left_out=max(0, len(problems) - SHOWN_PROBLEMS),
    )


def _column(cell: str) -> str:
    """Return a header as columns are named: ``Display name`` and ``display-name`` are ``display_name``."""
    return tidy(cell).lower().replace(" ", "_").replace("-", "_")


def _header_problems(header: Row, columns: Sequence[str], kind: TableKind) -> Iterator[Problem]:
    for index, (cell, column) in enumerate(zip(header.cells, columns, strict=True)):
        if column not in COLUMNS[kind]:
            yield Problem(header.number, tidy(cell)[:60], "import.unknown_column")
        elif column in columns[:index]:
            yield Problem(header.number, column, "import.column_twice")
    for column in COLUMNS[kind]:
        if column in REQUIRED[kind] and column not in columns:
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


def _email_key(address: str) -> str:
    """Return the key of an address, or nothing for one that is empty or wrong, which is a problem of its own."""
    return email_key(address) if address and email_problem(address) is None else ""


def _once(
    number: int, column: str, key: str, rows_of: dict[str, int], known: AbstractSet[str], thing: str
) -> list[Problem]:
    if not key:
        return []
    if (first := rows_of.setdefault(key, number)) != number:
        return [Problem(number, column, f"import.{thing}_twice", first)]
    return [Problem(number, column, f"import.{thing}_exists")] if key in known else []
