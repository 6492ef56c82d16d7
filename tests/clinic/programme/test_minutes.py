from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.local_time import monday_of, to_instant, week_bounds
from clinic.programme.minutes import Counting, TimedSession, week_minutes
from clinic.programme.spans import Span
from clinic.programme.tracks import Service
from tests.clinic.clock_changes import ZONES, local

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 1, 5)
GROUPS = Counting(frozenset({Service.GROUP}))


def session(
    begins: datetime,
    minutes: int,
    *breaks: tuple[int, int],
    service: Service = Service.GROUP,
    zone: ZoneInfo = NEW_YORK,
) -> TimedSession:
    """A session at a local time; breaks as minutes after its beginning and their length."""
    start = to_instant(begins, zone)
    return TimedSession(
        Span(start, start + timedelta(minutes=minutes)),
        service,
        tuple(
            Span(start + timedelta(minutes=after), start + timedelta(minutes=after + length))
            for after, length in breaks
        ),
    )


def mornings(minutes: int, *breaks: tuple[int, int]) -> list[TimedSession]:
    return [session(local(f"2026-01-0{day}T09:00"), minutes, *breaks) for day in (5, 7, 9)]


def test_three_mornings_of_three_hours_with_breaks_are_eight_and_a_half_hours() -> None:
    week = week_minutes(mornings(180, (70, 10)), MONDAY, NEW_YORK, GROUPS, 540)
    assert (week.gross_min, week.net_min, week.missing_min) == (540, 510, 30)
    assert week.only_looks_enough


def test_ten_minutes_more_a_day_are_enough() -> None:
    week = week_minutes(mornings(190, (70, 10)), MONDAY, NEW_YORK, GROUPS, 540)
    assert (week.gross_min, week.net_min, week.missing_min) == (570, 540, 0)
    assert not week.only_looks_enough


def test_breaks_count_for_a_payer_that_says_so() -> None:
    counting = Counting(GROUPS.services, breaks=True)
    assert week_minutes(mornings(180, (70, 10)), MONDAY, NEW_YORK, counting, 540).net_min == 540


def test_a_week_that_is_short_on_the_calendar_too_does_not_look_enough() -> None:
    assert not week_minutes(mornings(100), MONDAY, NEW_YORK, GROUPS, 540).only_looks_enough


@pytest.mark.parametrize(
    ("counts", "net", "uncounted"),
    [({Service.GROUP}, 510, 100), ({Service.GROUP, Service.INDIVIDUAL}, 560, 50), (set(Service), 610, 0)],
)
def test_the_payer_says_whether_individual_and_couples_sessions_count(
    counts: set[Service], net: int, uncounted: int
) -> None:
    sessions = [
        *mornings(180, (70, 10)),
        session(local("2026-01-06T10:00"), 50, service=Service.INDIVIDUAL),
        session(local("2026-01-08T10:00"), 50, service=Service.COUPLES),
    ]
    week = week_minutes(sessions, MONDAY, NEW_YORK, Counting(frozenset(counts)), 540)
    assert (week.net_min, week.uncounted_min) == (net, uncounted)


def test_a_session_over_sunday_midnight_is_divided_between_the_weeks() -> None:
    late = [session(local("2026-01-11T23:30"), 90)]
    first, second = (
        week_minutes(late, day, NEW_YORK, GROUPS, 0).net_min for day in (MONDAY, date(2026, 1, 12))
    )
    assert (first, second) == (30, 60)


def test_an_hour_over_a_change_of_the_clocks_is_an_hour() -> None:
    """From 01:30 to 03:30 in the night of the change in spring is one hour; in autumn 01:30 to 02:30 is two."""
    spring, autumn = session(local("2026-03-08T01:30"), 60), session(local("2026-11-01T01:30"), 120)
    for each, minutes in ((spring, 60), (autumn, 120)):
        day = each.span.begins.astimezone(NEW_YORK).date()
        assert week_minutes([each], day, NEW_YORK, GROUPS, 0).net_min == minutes


def test_time_in_two_sessions_counts_once_and_a_break_of_one_in_the_other_counts() -> None:
    both = [session(local("2026-01-05T09:00"), 60, (30, 30)), session(local("2026-01-05T09:30"), 60)]
    week = week_minutes(both, MONDAY, NEW_YORK, GROUPS, 0)
    assert (week.gross_min, week.net_min) == (90, 90)


def test_breaks_outside_a_session_and_overlapping_ones_take_nothing_twice() -> None:
    odd = [session(local("2026-01-05T09:00"), 60, (10, 10), (15, 10), (50, 30), (90, 10))]
    assert week_minutes(odd, MONDAY, NEW_YORK, GROUPS, 0).net_min == 60 - 15 - 10


starts = st.datetimes(local("2026-01-01"), local("2027-12-31")).map(
    lambda each: each.replace(second=0, microsecond=0)
)
plans = st.lists(st.tuples(starts, st.integers(5, 720), st.integers(0, 60)), max_size=8)


@given(plans, st.sampled_from(ZONES).map(ZoneInfo))
def test_all_weeks_together_hold_every_minute_once(
    plan: list[tuple[datetime, int, int]], zone: ZoneInfo
) -> None:
    sessions = [session(begins, minutes, (0, pause), zone=zone) for begins, minutes, pause in plan]
    mondays = {
        monday_of(instant.astimezone(zone).date())
        for each in sessions
        for instant in (each.span.begins, each.span.ends)
    }
    weeks = [week_minutes(sessions, monday, zone, GROUPS, 540) for monday in mondays]
    covered = {
        each.span.begins + timedelta(minutes=minute)
        for each in sessions
        for minute in range((each.span.ends - each.span.begins) // timedelta(minutes=1))
    }
    assert sum(week.gross_min for week in weeks) == len(covered)
    for week, monday in zip(weeks, mondays, strict=True):
        begins, ends = week_bounds(monday, zone)
        assert 0 <= week.net_min <= week.gross_min <= (ends - begins) // timedelta(minutes=1)
