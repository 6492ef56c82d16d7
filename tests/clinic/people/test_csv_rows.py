from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given

from clinic.errors import FieldError
from clinic.people.contact import SafeChannel
from clinic.people.csv_rows import (
    COLUMNS,
    REQUIRED,
    CohortMembership,
    CohortRow,
    MembershipRow,
    TableKind,
    cohort_cells,
    cohort_from,
    membership_cells,
    membership_from,
    person_cells,
    person_from,
)
from clinic.people.person import LIMITS, PersonFields, PersonKind
from clinic.people.safe_times import SafeRange, Weekday
from tests.clinic.people.drafts import ANA, people

COHORT = CohortRow("Tuesday evening", CohortMembership.ROLLING, date(2026, 3, 1), date(2026, 6, 1))
MEMBERSHIP = MembershipRow("ana@example.org", "Tuesday evening", date(2026, 3, 1))


def by_column(kind: TableKind, cells: list[str]) -> dict[str, str]:
    return dict(zip(COLUMNS[kind], cells, strict=True))


def test_every_required_column_is_one_of_the_columns() -> None:
    for kind in TableKind:
        assert set(COLUMNS[kind]) > REQUIRED[kind] > set()
    assert len(COLUMNS[TableKind.PEOPLE]) == len(LIMITS) + len(["kind", "permission", "channel", "times"])


@given(people())
def test_a_person_comes_back_from_their_cells(person: PersonFields) -> None:
    assert person_from(by_column(TableKind.PEOPLE, person_cells(person))) == (person, [])


def test_a_cohort_and_a_membership_come_back_from_their_cells() -> None:
    assert cohort_from(by_column(TableKind.COHORTS, cohort_cells(COHORT))) == (COHORT, [])
    assert membership_from(by_column(TableKind.MEMBERSHIPS, membership_cells(MEMBERSHIP))) == (MEMBERSHIP, [])


def test_columns_that_are_not_there_have_defaults() -> None:
    person, errors = person_from({"display_name": "Ana", "time_zone": "UTC"})
    assert errors == []
    assert person == PersonFields(PersonKind.CLIENT, "Ana", "UTC")


def test_an_empty_channel_is_mail_where_there_is_an_address() -> None:
    person, _ = person_from({"display_name": "Ana", "time_zone": "UTC", "email": "ana@example.org"})
    assert person.safe_channel is SafeChannel.EMAIL


def test_cells_are_read_as_people_write_them() -> None:
    person, errors = person_from(
        {
            "display_name": " Ana ",
            "time_zone": "UTC",
            "kind": "Client",
            "phone": "202 555 0123",
            "state": "Illinois",
            "emergency_name": "Rosa",
            "emergency_phone": "202 555 0199",
            "emergency_permission": "YES",
            "safe_channel": "None",
            "safe_times": "Mon 09:00-17:00",
        }
    )
    assert errors == []
    assert (person.phone, person.address.state, person.emergency.permission) == ("+12025550123", "IL", True)
    assert person.safe_times == (SafeRange(Weekday.MON, time(9), time(17)),)


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("kind", "therapist", "field.choice"),
        ("emergency_permission", "maybe", "field.choice"),
        ("safe_channel", "sms", "field.choice"),
        ("safe_times", "mornings", "field.safe_times"),
        ("address_line_1", "x" * 121, "field.too_long"),
        ("state", "Ontario", "field.state"),
        ("emergency_phone", "12", "field.phone"),
        ("city", "A\nB", "field.control"),
    ],
)
def test_an_error_names_the_column_of_the_file(column: str, cell: str, code: str) -> None:
    cells = by_column(TableKind.PEOPLE, person_cells(ANA)) | {column: cell}
    assert person_from(cells)[1] == [FieldError(column, code)]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"starts": ""}, [FieldError("starts", "field.required")]),
        ({"starts": "3/1/2026"}, [FieldError("starts", "field.date")]),
        ({"starts": "2026-W09-1"}, [FieldError("starts", "field.date")]),
        ({"starts": "2026-02-29"}, [FieldError("starts", "field.date")]),
        ({"ends": "2026-02-28"}, [FieldError("ends", "field.order")]),
        ({"membership": ""}, [FieldError("membership", "field.required")]),
        ({"membership": "open"}, [FieldError("membership", "field.choice")]),
        ({"name": "x" * 121}, [FieldError("name", "field.too_long")]),
        ({"name": ""}, [FieldError("name", "field.required")]),
        ({"starts": "2028-02-29", "ends": ""}, []),
    ],
)
def test_a_cohort_has_a_name_and_days_in_order(changes: dict[str, str], errors: list[FieldError]) -> None:
    cells = by_column(TableKind.COHORTS, cohort_cells(COHORT)) | changes
    assert cohort_from(cells)[1] == errors


def test_a_membership_needs_an_address() -> None:
    cells = by_column(TableKind.MEMBERSHIPS, membership_cells(MEMBERSHIP))
    assert membership_from(cells | {"email": ""})[1] == [FieldError("email", "field.required")]
    assert membership_from(cells | {"email": "ana"})[1] == [FieldError("email", "field.email")]
    assert membership_from(cells | {"email": "ANA@Example.org"})[0] == replace(
        MEMBERSHIP, email="ANA@example.org"
    )
