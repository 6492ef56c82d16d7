import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.people.fields.text import is_blank, text_problem, tidy


@pytest.mark.parametrize(
    "name",
    [
        "Ana",
        "فاطمة الزهراء بنت محمد",
        "می‌خواهم",  # a Persian word with a non-joiner
        "Ngô Thị Bích Ngọc",
        "👩‍👩‍👧‍👦",
        "O’Brien-D’Angelo Jr.",
        "😀" * 100,
        "\u200fאבי\u200f",
    ],
)
def test_names_of_every_script_are_fine(name: str) -> None:
    assert text_problem(tidy(name), 100, required=True) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "field.required"),
        ("   ", "field.required"),
        ("\u200d\u200b", "field.required"),
        ("\u3164", "field.required"),
        ("\u0301", "field.required"),
        ("a" * 101, "field.too_long"),
        ("A\x00na", "field.control"),
        ("A\nna", "field.control"),
        ("A\tna", "field.control"),
        ("A\u2028na", "field.control"),
        ("A\ud800na", "field.control"),
        ("A\ufeffna", "field.control"),
        ("Ana \u202eneB", "field.bidi"),
        ("Ana \u2066Ben", "field.bidi"),
    ],
)
def test_what_hides_or_reorders_text_is_refused(text: str, code: str) -> None:
    assert text_problem(tidy(text), 100, required=True) == code


def test_an_optional_text_may_be_empty_but_not_invisible() -> None:
    assert text_problem("", 10) is None
    assert text_problem("\u200d", 10) == "field.control"


def test_lengths_are_counted_in_characters_of_normal_form_c() -> None:
    assert text_problem(tidy("e\u0301" * 100), 100) is None
    assert text_problem("é" * 101, 100) == "field.too_long"


def test_spaces_of_every_kind_become_one() -> None:
    assert tidy(" Ana\u00a0\u2003 Lopez\u3000\n") == "Ana Lopez"


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(max_size=60))
def test_a_text_that_passes_holds_neither_controls_nor_overrides(text: str) -> None:
    kept = tidy(text)
    if text_problem(kept, 60, required=True) is None:
        kinds = {unicodedata.category(sign) for sign in kept}
        directions = {unicodedata.bidirectional(sign) for sign in kept}
        assert kinds.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
        assert directions.isdisjoint({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
        assert not is_blank(kept)
