"""People, cohorts and memberships as CSV files that `csv_import` reads back unchanged. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

from clinic.people.csv_cells import neutral
from clinic.people.csv_rows import (
    COLUMNS,
    CohortRow,
    MembershipRow,
    TableKind,
    cohort_cells,
    membership_cells,
    person_cells,
)
from clinic.people.person import PersonFields

__all__ = ["export_cohorts", "export_memberships", "export_people"]


def export_people(people: Iterable[PersonFields]) -> bytes:
    """Return the file of these people: UTF-8 with a mark, so that Excel knows it, and no cell that it would run."""
    return _file(TableKind.PEOPLE, map(person_cells, people))


def export_cohorts(cohorts: Iterable[CohortRow]) -> bytes:
    """Return the file of these cohorts, written like that of people."""
    return _file(TableKind.COHORTS, map(cohort_cells, cohorts))


def export_memberships(memberships: Iterable[MembershipRow]) -> bytes:
    """Return the file of these memberships, written like that of people."""
    return _file(TableKind.MEMBERSHIPS, map(membership_cells, memberships))


def _file(kind: TableKind, rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS[kind])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
