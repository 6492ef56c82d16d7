"""Attendance as files."""

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clinic.attendance.csv_file import CLIENT_COLUMNS, SESSION_COLUMNS, Line, client_file, session_file
from clinic.attendance.presence import Attended, Interval, SessionTime, attended
from clinic.common.ids import PersonId
from clinic.programme.spans import Span
from clinic.programme.tracks import Service

NEW_YORK = ZoneInfo("America/New_York")
START = datetime(2026, 3, 2, 14, tzinfo=UTC)
TIME = SessionTime(Span(START, START + timedelta(hours=3)))
ANA = PersonId("pt_ana")


def line(name: str, was: Attended, participants: int | None = 9) -> Line:
    return Line(name, TIME, Service.GROUP, participants, was)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_session_s_file_has_times_of_the_clinic_and_whole_minutes() -> None:
    there = Interval(Span(START + timedelta(seconds=30), START + timedelta(minutes=90)))
    (row,) = rows(session_file([line("Ana L.", attended(ANA, [there], TIME))], NEW_YORK))
    assert tuple(row) == SESSION_COLUMNS
    assert row == {
        "session_start": "2026-03-02T09:00:00-05:00",
        "session_end": "2026-03-02T12:00:00-05:00",
        "service": "group",
        "participants": "9",
        "name": "Ana L.",
        "first": "2026-03-02T09:00:30-05:00",
        "last": "2026-03-02T10:30:00-05:00",
        "present_minutes": "89",
        "private_minutes": "0",
        "corrected": "no",
    }


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    (row,) = rows(session_file([line('=HYPERLINK("http://evil.example")', Attended(ANA))], NEW_YORK))
    assert row["name"].startswith("'=")


def test_who_never_came_has_no_times_and_no_minutes() -> None:
    (row,) = rows(session_file([line("Ana L.", Attended(ANA))], NEW_YORK))
    assert (row["first"], row["last"], row["present_minutes"]) == ("", "", "0")


def test_a_client_s_file_has_no_name_and_no_number_that_its_reader_may_not_know() -> None:
    (row,) = rows(client_file([line("Ana L.", Attended(ANA), None)], NEW_YORK))
    assert tuple(row) == CLIENT_COLUMNS
    assert "Ana L." not in row.values()
    assert (row["participants"], row["counts"]) == ("", "yes")
