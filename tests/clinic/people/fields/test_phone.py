import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.people.fields.phone import phone_problem, tidy_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("(202) 555-0123", "+12025550123"),
        ("202.555.0123", "+12025550123"),
        ("1 202 555 0123", "+12025550123"),
        ("+1 (202) 555‑0123", "+12025550123"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        ("011 52 55 1234 5678", "+525512345678"),
        ("+٢٠١٠١٢٣٤٥٦٧٨", "+201012345678"),
    ],
)
def test_usual_spellings_become_one(typed: str, kept: str) -> None:
    assert tidy_phone(typed) == kept
    assert phone_problem(kept) is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "555-0123",
        "+1 202 555 012",
        "+1 102 555 0123",
        "call Ana",
        "+12345",
        "+0123456789",
        "+" + "1" * 16,
    ],
)
def test_what_cannot_be_dialled_is_refused(typed: str) -> None:
    assert phone_problem(tidy_phone(typed)) == "field.phone"


@given(st.text(alphabet="0123456789+-() .x", max_size=24))
def test_tidying_twice_changes_nothing(typed: str) -> None:
    once = tidy_phone(typed)
    if phone_problem(once) is None:
        assert tidy_phone(once) == once
