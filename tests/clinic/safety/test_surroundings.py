from hypothesis import given

from clinic.common.errors import FieldError
from clinic.safety.surroundings import Company, Surroundings, check_surroundings
from tests.clinic.safety.people_there import surroundings


@given(surroundings)
def test_alone_at_a_screen_any_company_can_be_named(said: Surroundings) -> None:
    assert check_surroundings(said, shared=False) == []


@given(surroundings)
def test_on_a_shared_screen_nobody_is_asked_about_the_partner(said: Surroundings) -> None:
    wrong = [FieldError("company", "field.choice")] if Company.PARTNER in said.company else []
    assert check_surroundings(said, shared=True) == wrong
