"""Cohorts and memberships from CSV files. Pure.

Cohorts: ``name, program, track, admission, capacity``, and if need be ``starts_on, ends_on, part2``. Memberships:
``email, cohort, since``, and if need be ``last_day``. Programmes and cohorts are called as in the clinic, in upper or
lower case.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol, TypeVar

from clinic.common.errors import FieldError, Refused
from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.people.csv_cells import Cells, Columns, whole_number, word, yes_or_no
from clinic.people.csv_import import DryRun, Problem, dry_run, key_of_address, once
from clinic.people.fields.email import email_problem, tidy_email
from clinic.people.fields.text import tidy
from clinic.programme.cohorts import Admission, Cohort, Membership, check_cohort, join
from clinic.programme.programs import LONGEST_NAME
from clinic.programme.tracks import Track

__all__ = [
    "COHORTS",
    "MEMBERSHIPS",
    "Clients",
    "CohortToAdd",
    "Roster",
    "by_name",
    "import_cohorts",
    "import_memberships",
    "name_key",
]

COHORTS: Final = Columns(
    ("name", "program", "track", "admission", "capacity", "starts_on", "ends_on", "part2"),
    frozenset({"name", "program", "track", "admission", "capacity"}),
)
MEMBERSHIPS: Final = Columns(
    ("email", "cohort", "since", "last_day"), frozenset({"email", "cohort", "since"})
)
_DAY = timedelta(days=1)
_NO_COHORT, _NO_PERSON = CohortId(""), PersonId("")
_CODES = {"name": "field.control", "capacity": "field.number"}
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class CohortToAdd:
    """A cohort that has no id yet, and the day on which it is expected to end."""

    cohort: Cohort
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """A cohort of the clinic, and all its memberships."""

    cohort: Cohort
    memberships: tuple[Membership, ...] = ()


class Clients(Protocol):
    """The clinic's clients, by `email_key`."""

    def get(self, key: str, /) -> PersonId | None:
        """Return who has this address, or None."""
        ...


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common."""
    return tidy(name).casefold()


def by_name(things: Iterable[tuple[str, _Thing]]) -> dict[str, _Thing | None]:
    """Return things by `name_key`; None stands for several that have one name."""
    found: dict[str, _Thing | None] = {}
    for name, thing in things:
        key = name_key(name)
        found[key] = None if key in found else thing
    return found


def import_cohorts(
    data: bytes, programs: Mapping[str, ProgramId | None], known_cohorts: AbstractSet[str]
) -> DryRun[CohortToAdd]:
    """Read a file of cohorts.

    Args:
        programs: Those that can be chosen, as `by_name` returns them.
        known_cohorts: `name_key` of every cohort of the clinic.

    Raises:
        Refused: The file as a whole is refused, as `clinic.people.csv_table.read_table` says.
    """
    rows_of: dict[str, int] = {}

    def read(cells: Mapping[str, str]) -> tuple[CohortToAdd, list[FieldError]]:
        return _cohort_from(Cells(cells), programs)

    def check(number: int, asked: CohortToAdd) -> list[Problem]:
        return once(number, "name", name_key(asked.cohort.name), rows_of, known_cohorts, "cohort")

    return dry_run(data, COHORTS, read, check)


def import_memberships(
    data: bytes, clients: Clients, rosters: Mapping[str, Roster | None]
) -> DryRun[Membership]:
    """Read a file of memberships, whose clients and cohorts are already in the clinic.

    A row is checked as joining is, with the rows before it.

    Args:
        rosters: The clinic's cohorts, as `by_name` returns them.

    Raises:
        Refused: The file as a whole is refused, as `clinic.people.csv_table.read_table` says.
    """
    of_cohort = {one.cohort.id: one for one in rosters.values() if one is not None}
    joined: dict[CohortId, list[Membership]] = {
        cohort: list(one.memberships) for cohort, one in of_cohort.items()
    }
    rows_of: dict[tuple[CohortId, PersonId], int] = {}

    def read(cells: Mapping[str, str]) -> tuple[Membership, list[FieldError]]:
        return _membership_from(Cells(cells), clients, rosters)

    def check(number: int, asked: Membership) -> list[Problem]:
        if asked.cohort == _NO_COHORT or asked.person == _NO_PERSON or asked.since == date.min:
            return []
        try:
            join(of_cohort[asked.cohort].cohort, joined[asked.cohort], asked)
        except Refused as refused:
            first = rows_of.get((asked.cohort, asked.person))
            if refused.code == "programme.already_member" and first is not None:
                return [Problem(number, None, "import.membership_twice", first)]
            # That it ends before it begins is told of its column.
            return [Problem(number, None, refused.code)] if refused.code != "programme.period" else []
        joined[asked.cohort].append(asked)
        rows_of.setdefault((asked.cohort, asked.person), number)
        return []

    return dry_run(data, MEMBERSHIPS, read, check)


def _cohort_from(
    row: Cells, programs: Mapping[str, ProgramId | None]
) -> tuple[CohortToAdd, list[FieldError]]:
    name = row.short_text("name", LONGEST_NAME)
    program = _named(row, "program", programs, "import.no_such_program")
    track = row.read("track", word(Track), Track.GROUP, required=True)
    admission = row.read("admission", word(Admission), Admission.CLOSED, required=True)
    capacity = row.read("capacity", whole_number, 1, "field.number", required=True)
    starts, ends = _days(row, "starts_on", "ends_on")
    part2 = row.read("part2", yes_or_no, False)
    cohort = Cohort(_NO_COHORT, program or ProgramId(""), track, name, admission, capacity, starts, part2)
    told = {error.field for error in row.errors}
    row.errors += [
        FieldError(error.field, _CODES[error.field])
        for error in check_cohort(cohort)
        if error.field not in told
    ]
    return CohortToAdd(cohort, ends), row.errors


def _membership_from(
    row: Cells, clients: Clients, rosters: Mapping[str, Roster | None]
) -> tuple[Membership, list[FieldError]]:
    address = tidy_email(row.text("email"))
    person = clients.get(key) if (key := key_of_address(address)) else None
    code = (email_problem(address) if address else "field.required") or (
        None if person else "import.no_such_person"
    )
    if code is not None:
        row.errors.append(FieldError("email", code))
    roster = _named(row, "cohort", rosters, "import.no_such_cohort")
    since, last = _days(row, "since", "last_day", required=True)
    asked = Membership(
        roster.cohort.id if roster else _NO_COHORT,
        person or _NO_PERSON,
        since or date.min,
        last and last + _DAY,
    )
    return asked, row.errors


def _named(row: Cells, column: str, known: Mapping[str, _Thing | None], missing: str) -> _Thing | None:
    """Return what a cell names; ``missing`` is the code if there is no such thing."""
    name = row.short_text(column, LONGEST_NAME)
    if not name:
        return None
    key = name_key(name)
    if (found := known.get(key)) is None:
        code = "import.name_of_several" if key in known else missing
        row.errors.append(FieldError(column, code))
    return found


def _days(
    row: Cells, first_column: str, last_column: str, *, required: bool = False
) -> tuple[date | None, date | None]:
    first, last = row.day(first_column, required=required), row.day(last_column)
    if first is not None and last is not None and last < first:
        row.errors.append(FieldError(last_column, "field.order"))
    return first, last
