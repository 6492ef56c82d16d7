from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import FieldError
from clinic.people.csv_cells import Cells, is_formula, neutral, original, whole_number, word, yes_or_no
from clinic.people.person import PersonKind

cells = st.text(st.sampled_from("'=+-@\t\r ab") | st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        "\u00a0=1",
    ],
)
def test_what_a_spreadsheet_may_run_is_found_and_made_harmless(cell: str) -> None:
    assert is_formula(cell)
    assert neutral(cell) == f"'{cell}"
    assert not is_formula(neutral(cell))


@pytest.mark.parametrize("cell", ["", "Ana", "a=b", "'t Hooft", "O'Brien", "12", "ana@example.org", "''"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert not is_formula(cell)
    assert neutral(cell) == original(cell) == cell


@given(cells)
def test_no_cell_is_a_formula_on_the_way_out_and_every_one_comes_back(cell: str) -> None:
    written = neutral(cell)
    assert not is_formula(written)
    assert original(written) == cell


@pytest.mark.parametrize(
    ("cell", "found", "code"),
    [
        ("2028-02-29", date(2028, 2, 29), None),
        ("", None, None),
        ("3/1/2026", None, "field.date"),
        ("2026-W09-1", None, "field.date"),
        ("2026-02-29", None, "field.date"),
        ("1999-12-31", None, "field.date"),
        ("9999-12-31", None, "field.date"),
    ],
)
def test_a_day_is_written_in_one_way(cell: str, found: date | None, code: str | None) -> None:
    row = Cells({"since": cell})
    assert row.day("since") == found
    assert row.errors == ([FieldError("since", code)] if code else [])


def test_what_has_to_be_there_is_missed() -> None:
    row = Cells({"name": " "})
    assert (row.short_text("name", 10), row.day("since", required=True)) == ("", None)
    assert row.errors == [FieldError("name", "field.required"), FieldError("since", "field.required")]


def test_words_numbers_and_permission_are_read_or_refused() -> None:
    row = Cells({"kind": "STAFF", "capacity": "12", "part2": "Yes"})
    assert row.read("kind", word(PersonKind), PersonKind.CLIENT) is PersonKind.STAFF
    assert row.read("capacity", whole_number, 0) == 12
    assert row.read("part2", yes_or_no, False) is True
    assert row.errors == []
    wrong = Cells({"kind": "friend", "capacity": "-1", "part2": "1"})
    assert wrong.read("kind", word(PersonKind), PersonKind.CLIENT) is PersonKind.CLIENT
    assert wrong.read("capacity", whole_number, 0, "field.number") == 0
    assert wrong.read("part2", yes_or_no, False) is False
    assert [error.code for error in wrong.errors] == ["field.choice", "field.number", "field.choice"]
