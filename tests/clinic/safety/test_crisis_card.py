import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.people.person import EmergencyContact
from clinic.safety.crisis_card import CRISIS_LINE, POISON_CONTROL, is_partner

NOBODY: frozenset[str] = frozenset()


def contact(name: str = "Rosa", phone: str = "+12025550123", relation: str = "sister") -> EmergencyContact:
    return EmergencyContact(name, phone, relation, permission=True)


def test_the_numbers_are_those_of_the_united_states() -> None:
    assert (CRISIS_LINE, POISON_CONTROL) == ("988", "1-800-222-1222")


@pytest.mark.parametrize("relation", ["Husband", "my wife", "life-partner", "esposo", "Pareja", "novia"])
def test_a_relation_that_names_a_partner_warns(relation: str) -> None:
    assert is_partner(contact(relation=relation), NOBODY, "")


@pytest.mark.parametrize("relation", ["sister", "mamá", "", "ex-husband", "roommate"])
def test_another_relation_does_not(relation: str) -> None:
    assert not is_partner(contact(relation=relation), NOBODY, "")


def test_the_partner_is_known_by_telephone_or_name_whatever_the_relation_says() -> None:
    assert is_partner(contact(), NOBODY, "(202) 555-0123")
    assert is_partner(contact(name=" ben  Ruiz"), frozenset({"Ben R.", "Ben Ruiz"}), "")
    assert not is_partner(contact(name="Ben"), frozenset({"Ben Ruiz", ""}), "+12025550199")


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_without_a_contact_there_is_nobody_to_warn_of(name: str, phone: str, relation: str) -> None:
    assert not is_partner(EmergencyContact("", phone, relation), frozenset({name}), phone)
