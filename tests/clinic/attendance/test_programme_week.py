import csv
import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.attendance.programme_week import (
    COLUMNS,
    ClientOfWeek,
    Row,
    Standing,
    add_up,
    client_of_week,
    standing,
    write_file,
)
from clinic.attendance.totals import Attendance
from clinic.common.ids import PersonId
from clinic.programme.minutes import Counting, TimedSession
from clinic.programme.spans import Span
from clinic.programme.tracks import Service

ZONE = ZoneInfo("America/New_York")
MONDAY = date(2026, 3, 9)
COUNTING = Counting(frozenset({Service.GROUP}))
ANA = PersonId("pt_ana")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a time of the week, Monday being day 0."""
    return datetime(2026, 3, 9, hour, minute, tzinfo=ZONE).astimezone(UTC) + timedelta(days=day)


def morning(day: int, present_min: int = 0, service: Service = Service.GROUP) -> Attendance:
    """Return three hours with a break of ten minutes, of which somebody was there from the beginning on."""
    begins = at(day, 9)
    there = (Span(begins, begins + timedelta(minutes=present_min)),) if present_min else ()
    pause = Span(begins + timedelta(minutes=80), begins + timedelta(minutes=90))
    return Attendance(TimedSession(Span(begins, begins + timedelta(hours=3)), service, (pause,)), there)


def week(now: datetime, *sessions: Attendance, target: int = 340) -> ClientOfWeek:
    return client_of_week(ANA, sessions, MONDAY, ZONE, COUNTING, target, now)


def test_without_a_target_nobody_is_measured_against_one() -> None:
    assert standing(week(at(3, 8), morning(0), target=0)) is None


def test_who_has_reached_the_target_has_whatever_comes() -> None:
    sessions = [morning(0, 180), morning(1, 180), morning(4)]
    assert standing(week(at(3, 8), *sessions)) is Standing.MET
    assert standing(week(at(9, 8), *sessions)) is Standing.MET


@pytest.mark.parametrize(
    ("present", "expected"), [(126, Standing.ON_COURSE), (125, Standing.BEHIND), (0, Standing.BEHIND)]
)
def test_by_the_middle_of_the_week_45_minutes_behind_are_too_many(present: int, expected: Standing) -> None:
    sessions = [morning(0, present), morning(4), morning(5)]
    assert standing(week(at(1, 8), *sessions)) is Standing.ON_COURSE, "on Tuesday it is early"
    assert standing(week(at(3, 8), *sessions)) is expected


def test_a_plan_that_cannot_reach_the_target_is_told_at_once() -> None:
    assert standing(week(at(0, 8), morning(0), target=540)) is Standing.SHORT
    assert standing(week(at(0, 8), target=540)) is Standing.SHORT, "also one with nothing in it"


def test_when_the_week_is_over_it_was_missed() -> None:
    assert standing(week(at(7, 0), morning(0, 30))) is Standing.MISSED
    assert standing(week(at(6, 23), morning(0, 30))) is not Standing.MISSED


def test_days_are_everybodys_hours_without_breaks_and_without_what_does_not_count() -> None:
    clients = [
        week(at(3, 8), morning(0, 60), morning(1)),
        week(at(3, 8), morning(0, 90), morning(2, 180, Service.INDIVIDUAL)),
    ]
    days = add_up(clients, MONDAY)
    assert [(one.planned_min, one.present_min) for one in days[:3]] == [(340, 150), (170, 0), (0, 0)]
    assert [one.day for one in days] == [MONDAY + timedelta(days=number) for number in range(7)]


@given(
    st.lists(
        st.tuples(st.integers(-2, 8), st.integers(0, 180)), max_size=8, unique_by=lambda session: session[0]
    ),
    st.integers(-1, 8),
)
def test_days_add_up_to_the_weeks_of_the_clients(sessions: list[tuple[int, int]], today: int) -> None:
    clients = [week(at(today, 12), *(morning(day, present) for day, present in sessions))] * 2
    days = add_up(clients, MONDAY)
    assert sum((one.planned for one in days), timedelta()) == 2 * clients[0].total.planned
    assert sum((one.present for one in days), timedelta()) == 2 * clients[0].total.present


def test_a_week_in_which_the_clocks_change_adds_up() -> None:
    monday = date(2026, 3, 2)
    begins = datetime(2026, 3, 8, 1, 30, tzinfo=ZONE).astimezone(UTC)
    span = Span(begins, begins + timedelta(hours=2))
    one = client_of_week(
        ANA,
        [Attendance(TimedSession(span, Service.GROUP), (span,))],
        monday,
        ZONE,
        COUNTING,
        120,
        begins + timedelta(hours=3),
    )
    assert (one.total.planned_min, one.total.present_min) == (120, 120)
    assert add_up([one], monday)[6].planned_min == 120


def test_the_file_has_a_line_for_each_row_and_runs_nothing() -> None:
    data = write_file(
        [
            Row("hours", "", MONDAY, 340, 150),
            Row("client", "=cmd()", None, 340, 150, 540, Standing.BEHIND),
            Row("consent", "Ana L.", MONDAY, documents=("agreement", "group")),
            Row("pulse", "Mornings", MONDAY, item=1, average=7.5, people=6),
        ]
    )
    header, hours, client, consent, pulse = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert tuple(header) == COLUMNS
    assert hours == ["hours", "", "2026-03-09", "340", "150", *[""] * 8]
    assert client == ["client", "'=cmd()", "", "340", "150", "540", "behind", *[""] * 6]
    assert consent == ["consent", "Ana L.", "2026-03-09", "", "", "", "", "agreement group", *[""] * 5]
    assert pulse == ["pulse", "Mornings", "2026-03-09", *[""] * 7, "1", "7.5", "6"]
