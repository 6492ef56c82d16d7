from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import FieldError
from clinic.people.contact import SafeChannel
from clinic.people.person import (
    LIMITS,
    Address,
    EmergencyContact,
    PersonFields,
    PersonKind,
    check_person,
    tidy_person,
)
from clinic.people.safe_times import SafeRange, Weekday
from tests.clinic.people.drafts import ANA, people


def with_field(person: PersonFields, field: str, value: str) -> PersonFields:
    outer, _, inner = field.partition(".")
    return replace(person, **{outer: replace(getattr(person, outer), **{inner: value}) if inner else value})


def test_a_person_in_order_has_no_errors() -> None:
    assert check_person(ANA) == []
    assert tidy_person(ANA) == ANA


def test_a_name_and_a_time_zone_are_enough_for_a_client() -> None:
    assert check_person(PersonFields(PersonKind.CLIENT, "😀", "UTC")) == []


def test_staff_need_an_address_to_sign_in() -> None:
    staff = PersonFields(PersonKind.STAFF, "Dana", "UTC")
    assert check_person(staff) == [FieldError("email", "field.required")]


def test_a_safe_channel_needs_its_address() -> None:
    client = PersonFields(PersonKind.CLIENT, "Ana", "UTC", safe_channel=SafeChannel.EMAIL)
    assert check_person(client) == [FieldError("email", "field.required")]


@pytest.mark.parametrize(
    ("emergency", "fields"),
    [
        (EmergencyContact(relation="mother"), ["emergency.name", "emergency.phone"]),
        (EmergencyContact(permission=True), ["emergency.name", "emergency.phone"]),
        (EmergencyContact(name="Rosa"), ["emergency.phone"]),
        (EmergencyContact(phone="+12025550199"), ["emergency.name"]),
    ],
)
def test_an_emergency_contact_is_whole_or_not_there(emergency: EmergencyContact, fields: list[str]) -> None:
    errors = check_person(replace(ANA, emergency=emergency))
    assert errors == [FieldError(field, "field.required") for field in fields]


@pytest.mark.parametrize("field", LIMITS)
def test_every_text_has_a_limit_that_names_its_field(field: str) -> None:
    errors = check_person(with_field(ANA, field, "x" * (LIMITS[field] + 1)))
    assert FieldError(field, "field.too_long") in errors
    assert {error.field for error in errors} == {field}


@pytest.mark.parametrize("field", LIMITS)
def test_no_text_turns_a_line_around(field: str) -> None:
    errors = check_person(with_field(ANA, field, "\u202e"))
    assert [error.field for error in errors] == [field]
    assert errors[0].code in {"field.bidi", "field.too_long"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("language", "english", "field.language"),
        ("time_zone", "Mars/Base", "field.time_zone"),
        ("email", "ana", "field.email"),
        ("phone", "12", "field.phone"),
        ("emergency.phone", "12", "field.phone"),
        ("address.country", "U1", "field.country"),
        ("address.state", "Ontario", "field.state"),
        ("display_name", "", "field.required"),
        ("time_zone", "", "field.required"),
    ],
)
def test_each_format_has_its_code(field: str, value: str, code: str) -> None:
    assert check_person(with_field(ANA, field, value)) == [FieldError(field, code)]


def test_states_are_checked_in_the_united_states_only() -> None:
    assert check_person(replace(ANA, address=Address(state="Ontario", country="CA"))) == []


def test_everything_that_is_wrong_shows_at_once() -> None:
    wrong = replace(
        ANA,
        display_name=" ",
        email="ana",
        address=Address(state="XX"),
        safe_times=(SafeRange(Weekday.MON, time(9, 0, 1), time(17)),),
    )
    assert [error.field for error in check_person(wrong)] == [
        "display_name", "email", "address.state", "safe_times",
    ]  # fmt: skip


def test_fields_are_tidied_before_they_are_kept() -> None:
    typed = replace(
        ANA,
        display_name="  Ana\u00a0 ",
        language="ES_mx",
        email=" ana@EXAMPLE.org",
        phone="(202) 555-0123",
        address=Address(" 12  Main St ", state="illinois", country="us"),
        safe_times=ANA.safe_times * 2,
    )
    kept = tidy_person(typed)
    assert (kept.display_name, kept.language, kept.email) == ("Ana", "es-MX", "ana@example.org")
    assert (kept.phone, kept.address) == ("+12025550123", Address("12 Main St", state="IL"))
    assert kept.safe_times == ANA.safe_times


@given(people())
def test_tidying_twice_changes_nothing_and_keeps_a_person_in_order(person: PersonFields) -> None:
    assert tidy_person(person) == person
    assert check_person(person) == []


@given(st.sampled_from(sorted(LIMITS)), st.text(max_size=300))
def test_no_text_whatever_breaks_the_check(field: str, value: str) -> None:
    for error in check_person(with_field(ANA, field, value)):
        assert error.code.startswith("field.")
        assert error.field == field or error.field.startswith(("email", "emergency", "address"))
