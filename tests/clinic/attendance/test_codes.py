"""Which code some minutes meet, and tables that contradict themselves."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.attendance.codes import (
    DEFAULT_TABLE,
    CodeRow,
    CodeTable,
    Match,
    Minutes,
    Reason,
    check_table,
    find_code,
)
from clinic.common.errors import Invalid
from clinic.programme.coverage import Billed

ROW = CodeRow("90834", "Individual", Billed.INDIVIDUAL, Minutes.TIMED, 38, 52, ("95",))
DAY = CodeRow("S9480", "Day", Billed.DAY, Minutes.PER_DIEM)
MINUTES = st.integers(0, 300)


def problems(*rows: CodeRow) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as wrong:
        check_table(rows)
    return [(error.field, error.code) for error in wrong.value.errors]


def code_of(match: Match) -> str | None:
    return match.row.code if match.row else None


def test_the_releases_table_is_sound() -> None:
    assert check_table(DEFAULT_TABLE.rows) == DEFAULT_TABLE.rows
    assert all(row.charge is None for row in DEFAULT_TABLE.rows)


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(16, "90832"), (37, "90832"), (38, "90834"), (52, "90834"), (53, "90837"), (200, "90837")],
)
def test_minutes_of_a_session_alone_meet_the_range_they_lie_in(minutes: int, code: str) -> None:
    assert code_of(find_code(DEFAULT_TABLE, Billed.INDIVIDUAL, minutes)) == code


def test_too_few_minutes_say_how_many_would_have_met_a_code() -> None:
    assert find_code(DEFAULT_TABLE, Billed.INDIVIDUAL, 15) == Match(None, Reason.TOO_SHORT, 16)
    assert find_code(DEFAULT_TABLE, Billed.COUPLES, 25) == Match(None, Reason.TOO_SHORT, 26)


def test_minutes_between_two_ranges_and_above_all_of_them_are_told_apart() -> None:
    table = CodeTable(
        "clinic", 1, (replace(ROW, high_min=45), replace(ROW, code="90837", low_min=53, high_min=60))
    )
    assert find_code(table, Billed.INDIVIDUAL, 50) == Match(None, Reason.BETWEEN, 53)
    assert find_code(table, Billed.INDIVIDUAL, 61) == Match(None, Reason.TOO_LONG)


def test_a_group_meets_its_code_with_any_minute() -> None:
    assert code_of(find_code(DEFAULT_TABLE, Billed.GROUP, 1)) == "90853"
    assert find_code(DEFAULT_TABLE, Billed.GROUP, 0) == Match(None, Reason.TOO_SHORT, 1)


def test_a_day_is_met_at_the_payers_minimum_and_not_a_minute_before() -> None:
    assert code_of(find_code(DEFAULT_TABLE, Billed.DAY, 180, 180)) == "S9480"
    assert find_code(DEFAULT_TABLE, Billed.DAY, 171, 180) == Match(None, Reason.BELOW_MINIMUM, 180)


def test_a_day_without_a_minimum_is_not_guessed() -> None:
    assert find_code(DEFAULT_TABLE, Billed.DAY, 200) == Match(None, Reason.NO_MINIMUM)
    table = CodeTable("clinic", 1, (replace(DAY, low_min=150),))
    assert code_of(find_code(table, Billed.DAY, 150)) == "S9480"
    assert find_code(table, Billed.DAY, 150, 180).reason is Reason.BELOW_MINIMUM, "the coverage goes first"


def test_a_service_without_a_code_has_none() -> None:
    assert find_code(DEFAULT_TABLE, Billed.PSYCHOEDUCATION, 50) == Match(None, Reason.NO_CODE)


@given(
    st.lists(st.tuples(st.integers(1, 120), st.none() | st.integers(1, 120)), min_size=1, max_size=5), MINUTES
)
def test_in_a_table_that_is_accepted_minutes_never_meet_two_codes(
    ranges: list[tuple[int, int | None]], minutes: int
) -> None:
    rows = tuple(
        replace(ROW, code=f"C{index:02}", low_min=low, high_min=high)
        for index, (low, high) in enumerate(ranges)
    )
    met = [row for row in rows if row.low_min <= minutes <= (row.high_min or 1440)]  # type: ignore[operator]
    try:
        kept = check_table(rows)
    except Invalid:
        return
    assert len(met) <= 1
    assert find_code(CodeTable("clinic", 1, kept), Billed.INDIVIDUAL, minutes).row == (
        met[0] if met else None
    )


@given(MINUTES, st.sampled_from(Billed), st.none() | st.integers(1, 300))
def test_there_is_always_a_code_or_a_reason_and_never_both(
    minutes: int, billed: Billed, minimum: int | None
) -> None:
    found = find_code(DEFAULT_TABLE, billed, minutes, minimum)
    assert (found.row is None) is (found.reason is not None)


@pytest.mark.parametrize(
    ("rows", "second"),
    [
        ((ROW, replace(ROW, code="90837", low_min=52, high_min=None)), "rows.1.minutes"),
        ((ROW, replace(ROW, code="90837", low_min=1, high_min=None)), "rows.1.minutes"),
        (
            (ROW, replace(ROW, code="90000", minutes=Minutes.UNTIMED, low_min=None, high_min=None)),
            "rows.1.minutes",
        ),
        ((DAY, replace(DAY, code="H0015", low_min=180)), "rows.1.minutes"),
    ],
    ids=["ranges that meet", "a range in another", "timed and untimed", "two of a day"],
)
def test_rows_that_contradict_each_other_are_refused(rows: tuple[CodeRow, ...], second: str) -> None:
    assert problems(*rows) == [(second, "codes.overlap")]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"code": "9"}, "code", "codes.code"),
        ({"code": "=1+1"}, "code", "codes.code"),
        ({"label": " "}, "label", "field.required"),
        ({"modifiers": ("955",)}, "modifiers", "codes.modifier"),
        ({"modifiers": ("95",) * 5}, "modifiers", "codes.modifier"),
        ({"pos_home": "1"}, "pos", "codes.pos"),
        ({"revenue": "95"}, "revenue", "codes.revenue"),
        ({"charge": -1}, "charge", "codes.charge"),
        ({"low_min": None}, "minutes", "codes.minutes"),
        ({"low_min": 53}, "minutes", "codes.minutes"),
        ({"high_min": 1441}, "minutes", "codes.minutes"),
        ({"minutes": Minutes.PER_DIEM}, "minutes", "codes.minutes"),
        ({"billed": Billed.DAY}, "minutes", "codes.minutes"),
        ({"minutes": Minutes.UNTIMED}, "minutes", "codes.minutes"),
    ],
)
def test_what_is_wrong_with_a_row_is_named(change: dict[str, object], field: str, code: str) -> None:
    assert problems(replace(ROW, **change)) == [(f"rows.0.{field}", code)]  # type: ignore[arg-type]


def test_a_table_has_an_end() -> None:
    assert problems(*[ROW] * 61) == [("rows", "codes.many")]


def test_codes_are_kept_in_capitals() -> None:
    kept = check_table([replace(DAY, code=" s9480 ", modifiers=("hq",))])
    assert (kept[0].code, kept[0].modifiers) == ("S9480", ("HQ",))
