"""A statement as rows for programs and spreadsheets."""

import csv
import io
from datetime import timedelta

import pytest

from app.exports.printing.csv_file import COLUMNS, write_csv
from clinic.attendance.codes import DEFAULT_TABLE, CodeTable
from clinic.attendance.statements import Leader, Statement
from clinic.consents.recipients import REDISCLOSURE_NOTICE
from clinic.people.csv_cells import original
from clinic.programme.tracks import Service
from tests.support.schedule.afterwards.statements import COVERAGE, DANA, MORNING, PAYER, sitting, statement


def rows(made: Statement) -> list[dict[str, str]]:
    data = write_csv(made)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_session_has_whole_minutes_exact_seconds_and_its_code() -> None:
    (row,) = rows(statement(sitting(service=Service.INDIVIDUAL, minutes=52.99)))
    assert tuple(row) == COLUMNS
    assert (row["row"], row["date"], row["service"]) == ("session", "2026-03-02", "individual")
    assert (row["present_minutes"], row["present_seconds"]) == ("52", "3179.4")
    assert (row["code"], row["modifiers"], row["place_of_service"]) == ("90834", "95", "10")
    assert row["session_start"] == "2026-03-02T09:00:00-05:00"
    assert (row["facilitators"], row["licences"], row["head_count"]) == ("Dana Therapist", "NY 081234", "")


def test_a_day_below_the_payers_minimum_has_its_reason_and_no_code() -> None:
    session, day = rows(statement(sitting(minutes=171.5), coverages=(COVERAGE,)))
    assert (day["row"], day["present_minutes"], day["payer_minimum"]) == ("day", "171", "180")
    assert (day["code"], day["reason"]) == ("", "below_minimum")
    assert (session["code"], session["reason"], session["head_count"]) == ("", "part_of_day", "9")


def test_a_charge_is_written_in_dollars() -> None:
    priced = CodeTable(
        "clinic", 1, tuple(row.__class__(**{**_fields(row), "charge": 15050}) for row in DEFAULT_TABLE.rows)
    )
    (row,) = rows(statement(sitting(), table=priced))
    assert row["charge"] == "150.50"


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "  =1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(name: str) -> None:
    made = statement(sitting(leaders=(Leader(DANA.person, name),)), client=name)
    (row,) = rows(made)
    for cell in (row["client"], row["facilitators"]):
        assert cell.startswith("'")
        assert original(cell) == name


def test_each_row_of_protected_sessions_carries_the_notice() -> None:
    some = (sitting("1", protected=True), sitting("2", begins=MORNING + timedelta(hours=4)))
    assert {row["notice"] for row in rows(statement(*some, recipient=PAYER))} == {REDISCLOSURE_NOTICE}
    assert {row["notice"] for row in rows(statement(some[1]))} == {""}
