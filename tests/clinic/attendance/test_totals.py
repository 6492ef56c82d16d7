"""A client's days and weeks."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from clinic.attendance.totals import Attendance, day_totals, week_total
from clinic.common.local_time import to_instant, to_local
from clinic.programme.minutes import Counting, TimedSession
from clinic.programme.spans import Span
from clinic.programme.tracks import Service
from tests.clinic.clock_changes import ZONES, local

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 1, 5)
GROUPS = Counting(frozenset({Service.GROUP}))


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return to_instant(local(text), zone)


def was(
    begins: str, minutes: int, present: int | None = None, service: Service = Service.GROUP
) -> Attendance:
    """A session, present from its beginning for some minutes; all of it without a number."""
    start = at(begins)
    whole = Span(start, start + timedelta(minutes=minutes))
    there = minutes if present is None else present
    spans = (Span(start, start + timedelta(minutes=there)),) if there else ()
    return Attendance(TimedSession(whole, service), spans)


def test_a_session_over_midnight_is_divided_by_the_local_day() -> None:
    days = day_totals([was("2026-01-05T23:00", 120)], NEW_YORK, GROUPS)
    assert days == {date(2026, 1, 5): timedelta(hours=1), date(2026, 1, 6): timedelta(hours=1)}


def test_a_session_over_midnight_on_sunday_belongs_to_two_weeks() -> None:
    sessions = [was("2026-01-11T23:30", 60)]
    weeks = [
        week_total(sessions, day, NEW_YORK, GROUPS, 540, at("2026-02-01T00:00"))
        for day in (MONDAY, date(2026, 1, 12))
    ]
    assert [week.present_min for week in weeks] == [30, 30]
    assert [week.planned_min for week in weeks] == [30, 30]


def test_the_hour_that_the_clocks_repeat_counts_twice_and_the_one_they_skip_not_at_all() -> None:
    for begins, hours in (("2026-11-01T00:30", 3), ("2026-03-08T01:30", 1)):
        start = at(begins)
        ends = at(begins[:11] + "02:30") if hours == 3 else at(begins[:11] + "03:30")
        one = Attendance(TimedSession(Span(start, ends), Service.GROUP), (Span(start, ends),))
        (found,) = day_totals([one], NEW_YORK, GROUPS).values()
        assert found == timedelta(hours=hours)


def test_kinds_that_do_not_count_are_apart() -> None:
    week = week_total(
        [was("2026-01-05T09:00", 60), was("2026-01-06T09:00", 20, service=Service.MEDICAL)],
        MONDAY,
        NEW_YORK,
        GROUPS,
        540,
        at("2026-01-12T00:00"),
    )
    assert (week.present_min, week.uncounted) == (60, timedelta(minutes=20))


def test_time_in_two_sessions_at_once_counts_once() -> None:
    two = [was("2026-01-05T09:00", 60), was("2026-01-05T09:30", 60)]
    assert day_totals(two, NEW_YORK, GROUPS) == {MONDAY: timedelta(minutes=90)}


def test_minutes_are_made_of_the_sum_and_not_summed_up() -> None:
    half = timedelta(seconds=30)
    sessions = []
    for day in ("2026-01-05", "2026-01-06"):
        start = at(f"{day}T09:00")
        whole = Span(start, start + timedelta(hours=1))
        sessions.append(Attendance(TimedSession(whole, Service.GROUP), (Span(start, start + half),)))
    week = week_total(sessions, MONDAY, NEW_YORK, GROUPS, 540, at("2026-01-12T00:00"))
    assert week.present_min == 1


WEEK = ("2026-01-05T09:00", "2026-01-07T09:00", "2026-01-09T09:00")


def behind(minutes: int, now: str) -> tuple[bool, int]:
    first, second, third = WEEK
    so_far = max(0, min(180, (at(now) - at(second)) // timedelta(minutes=1)))
    sessions = [was(first, 180, 180 - minutes), was(second, 180, so_far), was(third, 180, 0)]
    week = week_total(sessions, MONDAY, NEW_YORK, GROUPS, 540, at(now))
    return week.warns, week.behind_min


def test_who_is_45_minutes_behind_by_wednesday_evening_is_looked_after_and_with_44_not_yet() -> None:
    assert behind(45, "2026-01-08T00:00") == (True, 45)
    assert behind(44, "2026-01-08T00:00") == (False, 44)


def test_nobody_is_warned_of_before_the_middle_of_the_week() -> None:
    assert behind(90, "2026-01-06T12:00") == (False, 90)


def test_the_middle_is_also_when_half_of_the_programme_is_past() -> None:
    """On Wednesday at 10:30, of nine hours four and a half."""
    assert behind(90, "2026-01-07T10:29")[0] is False
    assert behind(90, "2026-01-07T10:30")[0] is True


def test_nobody_is_warned_of_once_the_week_is_over() -> None:
    assert behind(90, "2026-01-12T00:00")[0] is False


def test_who_has_nothing_planned_is_not_behind() -> None:
    week = week_total([], MONDAY, NEW_YORK, GROUPS, 540, at("2026-01-09T00:00"))
    assert (week.warns, week.behind_min, week.planned_min) == (False, 0, 0)


def test_breaks_are_no_plan_unless_they_count() -> None:
    start = at("2026-01-05T09:00")
    rest = Span(start + timedelta(minutes=60), start + timedelta(minutes=70))
    one = Attendance(TimedSession(Span(start, start + timedelta(minutes=180)), Service.GROUP, (rest,)))
    for counting, minutes in ((GROUPS, 170), (Counting(GROUPS.services, breaks=True), 180)):
        assert week_total([one], MONDAY, NEW_YORK, counting, 540, start).planned_min == minutes


@st.composite
def presences(draw: st.DrawFn) -> list[tuple[int, int]]:
    return draw(
        st.lists(st.tuples(st.integers(0, 200 * 3600), st.integers(1, 30 * 3600)), min_size=1, max_size=6)
    )


@given(st.sampled_from(ZONES), st.sampled_from(["2026-03-02", "2026-10-26", "2026-04-01"]), presences())
def test_days_agree_with_asking_the_clock_of_every_ten_minutes(
    name: str, first: str, found: list[tuple[int, int]]
) -> None:
    zone = ZoneInfo(name)
    start = at(f"{first}T00:00", zone)
    step = timedelta(minutes=10)
    spans = [
        Span(start + step * (since // 600), start + step * (since // 600 + length // 600 + 1))
        for since, length in found
    ]
    sessions = [Attendance(TimedSession(span, Service.GROUP), (span,)) for span in spans]
    plain: dict[date, timedelta] = {}
    moment = start
    while moment < max(span.ends for span in spans):
        if any(span.begins <= moment < span.ends for span in spans):
            day = to_local(moment, zone).date()
            plain[day] = plain.get(day, timedelta()) + step
        moment += step
    assert day_totals(sessions, zone, GROUPS) == plain
