import pytest

from clinic.common.errors import FieldError
from clinic.people.person import PersonFields, PersonKind
from clinic.support.pseudonyms import check_pseudonym

ANA = PersonFields(
    PersonKind.CLIENT,
    "Ana",
    "America/New_York",
    legal_name="Ana María López-Ruiz",
    email="ruiz.writes@example.org",
)


@pytest.mark.parametrize("name", ["Sparrow", "Blue Heron", "Río", "A. N. Other", "Robin 7"])
def test_a_name_that_gives_nothing_away_is_fine(name: str) -> None:
    assert check_pseudonym(name, ANA) == []


@pytest.mark.parametrize("name", ["Lopez", "maria", "Ana", "RUIZ!", "López the Great", "Writes"])
def test_no_word_of_the_legal_name_or_the_address(name: str) -> None:
    assert check_pseudonym(name, ANA) == [FieldError("name", "peer.name_own")]


@pytest.mark.parametrize(
    "name", ["a@b.org", "www.me", "me.example.com", "202 555 0123", "https://x", "5/5/1985"]
)
def test_nothing_by_which_somebody_is_reached(name: str) -> None:
    assert check_pseudonym(name, ANA) == [FieldError("name", "peer.name_contact")]


def test_it_says_something_and_is_short() -> None:
    assert check_pseudonym("", ANA) == [FieldError("name", "field.required")]
    assert check_pseudonym("x" * 31, ANA) == [FieldError("name", "field.too_long")]
