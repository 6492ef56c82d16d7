import pytest

from clinic.people.fields.states import STATES, tidy_state


def test_there_are_fifty_states_a_district_and_five_territories() -> None:
    assert len(STATES) == 56
    assert len(set(STATES.values())) == 56
    assert all(len(code) == 2 and code.isupper() for code in STATES)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" ca", "CA"), ("new york", "NY"), ("District of  Columbia", "DC"), ("Ontario", "Ontario")],
)
def test_names_and_codes_in_any_case_become_codes(typed: str, kept: str) -> None:
    assert tidy_state(typed) == kept
