from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import FieldError
from clinic.people.person import Address
from clinic.safety.places import ELSEWHERE, LIMITS, Place, PlaceKind, check_place, place_of, tidy_place
from tests.clinic.safety.people_there import OAK_STREET

typed = st.builds(
    Place, st.text(), st.text(), st.text(), st.text(), st.text(), st.text(), st.sampled_from(PlaceKind)
)


def test_a_whole_place_is_right_as_it_is() -> None:
    assert tidy_place(OAK_STREET) == OAK_STREET
    assert check_place(OAK_STREET) == []


def test_what_people_type_is_tidied() -> None:
    place = Place("  12  Oak Street ", "Sacramento", "california", "(916) 555-0123", " Apt 3", "95814 ")
    assert tidy_place(place) == OAK_STREET


def test_a_place_abroad_has_a_word_of_its_own_for_the_state() -> None:
    place = tidy_place(replace(OAK_STREET, state=" Other "))
    assert place.state == ELSEWHERE
    assert check_place(place) == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("address", "", "field.required"),
        ("city", "", "field.required"),
        ("state", "", "field.state"),
        ("state", "XX", "field.state"),
        ("phone", "", "field.phone"),
        ("phone", "12", "field.phone"),
        ("unit", "\u202e3", "field.bidi"),
        *(
            (field, "1" * (limit + 1), "field.too_long")
            for field, limit in LIMITS.items()
            if field != "phone"
        ),
    ],
)
def test_what_is_wrong_is_said_by_field(field: str, value: str, code: str) -> None:
    assert FieldError(field, code) in check_place(replace(OAK_STREET, **{field: value}))


@given(typed)
def test_tidying_twice_changes_nothing(place: Place) -> None:
    assert tidy_place(tidy_place(place)) == tidy_place(place)


def test_another_phone_is_the_same_address_and_another_flat_is_not() -> None:
    assert OAK_STREET.is_at(replace(OAK_STREET, phone="+12125550100", address="12 OAK street"))
    assert not OAK_STREET.is_at(replace(OAK_STREET, unit="Apt 4"))


def test_the_address_the_clinic_has_can_be_offered_if_it_is_whole() -> None:
    address = Address("12 Oak Street", "Apt 3", "Sacramento", "CA", "95814")
    assert place_of(address, "+19165550123") == OAK_STREET
    assert place_of(address, "") == replace(OAK_STREET, phone="")
    assert place_of(Address(), "+19165550123") is None
    assert place_of(replace(address, country="MX"), "+19165550123") is None
