from datetime import time

import pytest
from hypothesis import given

from clinic.common.errors import FieldError
from clinic.people.contact import SafeChannel
from clinic.people.csv_rows import PEOPLE, person_cells, person_from
from clinic.people.person import LIMITS, PersonFields, PersonKind
from clinic.people.safe_times import SafeRange, Weekday
from tests.clinic.people.drafts import ANA, people


def by_column(cells: list[str]) -> dict[str, str]:
    return dict(zip(PEOPLE.names, cells, strict=True))


def test_every_required_column_is_one_of_the_columns() -> None:
    assert set(PEOPLE.names) > PEOPLE.required > set()
    assert len(PEOPLE.names) == len(LIMITS) + len(["kind", "permission", "channel", "times"])


@given(people())
def test_a_person_comes_back_from_their_cells(person: PersonFields) -> None:
    assert person_from(by_column(person_cells(person))) == (person, [])


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
    cells = by_column(person_cells(ANA)) | {column: cell}
    assert person_from(cells)[1] == [FieldError(column, code)]
