from datetime import time

import pytest
from pydantic import ValidationError

from app.api.clinic.people.forms import (
    NewPersonForm,
    OwnContactForm,
    PersonForm,
    changes_of,
    more_languages_of,
    named_as_typed,
    new_fields,
)
from clinic.common.errors import FieldError, Invalid
from clinic.people.contact import SafeChannel
from clinic.people.person import LIMITS, Address, EmergencyContact, PersonFields, PersonKind
from clinic.people.safe_times import SafeRange, Weekday

WIRE = {
    "display_name": "name",
    **{f"emergency.{part}": f"emergency_contact.{part}" for part in ("name", "phone", "relation")},
    "language": "languages",
}


def test_a_form_becomes_the_fields_of_a_person() -> None:
    form = NewPersonForm.model_validate(
        {
            "kind": "client",
            "name": "Ana",
            "legal_name": "Ana Lopez",
            "address": {"city": "Albany", "state": "NY"},
            "emergency_contact": {"name": "Rosa", "phone": "+12025550124", "permission": True},
            "languages": ["es", "en"],
            "reach": {"channel": "none", "safe_times": "sat 22:00-06:00"},
        }
    )
    assert new_fields(form, "America/Chicago") == PersonFields(
        PersonKind.CLIENT,
        "Ana",
        "America/Chicago",
        "es",
        "Ana Lopez",
        address=Address(city="Albany", state="NY"),
        emergency=EmergencyContact("Rosa", "+12025550124", "", True),
        safe_channel=SafeChannel.NONE,
        safe_times=(SafeRange(Weekday.SAT, time(22), time(6)),),
    )
    assert more_languages_of(form) == ["en"]


def test_what_is_not_in_a_form_is_not_changed_and_a_text_can_be_emptied() -> None:
    assert changes_of(PersonForm()) == {}
    assert more_languages_of(PersonForm()) is None
    assert changes_of(PersonForm(phone="", name=None)) == {"phone": ""}


def test_ones_own_form_has_no_field_of_the_office() -> None:
    body = {"name": "A", "languages": ["en"], "time_zone": "UTC", "reach": {"channel": "none"}}
    assert set(changes_of(OwnContactForm.model_validate(body))) == {
        "display_name", "pronouns", "language", "time_zone", "safe_channel", "safe_times",
    }  # fmt: skip
    with pytest.raises(ValidationError):
        OwnContactForm.model_validate({**body, "email": "a@example.org"})


def test_safe_times_in_another_way_are_named() -> None:
    form = PersonForm.model_validate({"reach": {"channel": "none", "safe_times": "weekdays"}})
    with pytest.raises(Invalid) as caught, named_as_typed():
        changes_of(form)
    assert caught.value.errors == (FieldError("reach.safe_times", "field.safe_times"),)


@pytest.mark.parametrize("field", [*LIMITS, "safe_channel", "safe_times", "emergency"])
def test_every_field_is_named_as_it_was_typed(field: str) -> None:
    with pytest.raises(Invalid) as caught, named_as_typed():
        raise Invalid([FieldError(field, "field.x")])
    wanted = {
        "safe_channel": "reach.channel",
        "safe_times": "reach.safe_times",
        "emergency": "emergency_contact",
    }
    assert caught.value.errors[0].field == {**WIRE, **wanted}.get(field, field)


@pytest.mark.parametrize("field", LIMITS)
def test_a_form_ends_where_the_programme_does(field: str) -> None:
    """The document of the API tells the limits that the rules have."""
    outer, _, inner = WIRE.get(field, field).partition(".")
    for length, fits in ((LIMITS[field], True), (LIMITS[field] + 1, False)):
        text = "x" * length
        value: object = {inner: text} if inner else [text] if outer == "languages" else text
        if fits:
            PersonForm.model_validate({outer: value})
            continue
        with pytest.raises(ValidationError) as caught:
            PersonForm.model_validate({outer: value})
        (error,) = caught.value.errors()
        assert (error["loc"][0], error["type"]) == (outer, "string_too_long")


def test_a_field_that_there_is_not_is_refused() -> None:
    for body in ({"diagnosis": "x"}, {"address": {"planet": "Mars"}}, {"reach": {"channel": "pigeon"}}):
        with pytest.raises(ValidationError):
            PersonForm.model_validate(body)
