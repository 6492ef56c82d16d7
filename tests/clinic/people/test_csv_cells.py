import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.people.csv_cells import is_formula, neutral, original

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
