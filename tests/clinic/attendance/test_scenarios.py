"""Situations of whole sessions, as attendance: splits, private rooms, restarts, midnight, and changes of the clocks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clinic.attendance.corrections import Correction, CorrectionReason, with_corrections
from clinic.attendance.presence import Attended, Interval, SessionTime, attended
from clinic.attendance.totals import Attendance, day_totals
from clinic.common.ids import AppointmentId, PersonId
from clinic.common.local_time import to_instant
from clinic.programme.minutes import Counting, TimedSession
from clinic.programme.spans import Span
from clinic.programme.tracks import Service
from tests.clinic.clock_changes import local

ZONE = ZoneInfo("America/New_York")
COUNTING = Counting(frozenset({Service.GROUP}))
ANA, BEN = PersonId("pt_ana"), PersonId("pt_ben")


def at(text: str) -> datetime:
    return to_instant(local(text), ZONE)


NINE = at("2026-03-02T09:00")


def span(since: float, until: float, begins: datetime = NINE) -> Span:
    """Minutes after the beginning."""
    return Span(begins + timedelta(minutes=since), begins + timedelta(minutes=until))


def there(*times: tuple[float, float], private: bool = False) -> list[Interval]:
    return [Interval(span(*each), private) for each in times]


def test_scenario_14_a_split_and_a_merge_leave_no_gap_and_count_nothing_twice() -> None:
    """Ben leaves the shared camera at 60, is on both for 20 seconds, and comes back to it at 120."""
    time = SessionTime(span(0, 180))
    ben = attended(BEN, there((0, 60 + 20 / 60), (60, 120), (120, 180)), time)
    assert (ben.spans, ben.present_min) == ((span(0, 180),), 180)
    assert attended(ANA, there((0, 180)), time).present == ben.present


def test_scenario_21_minutes_in_a_private_room_are_apart() -> None:
    time = SessionTime(span(0, 180))
    one = attended(ANA, [*there((0, 60), (75, 180)), *there((60, 75), private=True)], time)
    assert (one.present_min, one.private_min) == (165, 15)


def test_a_restart_in_the_middle_is_no_presence_if_it_took_longer_than_a_minute() -> None:
    """The service was away from 60 to 65, and everybody came back by themselves; at 100 only for 40 seconds."""
    away = (span(60, 65), span(100, 100 + 40 / 60))
    time = SessionTime(span(0, 180), pauses=away)
    one = attended(ANA, there((0, 60), (65, 100), (100 + 40 / 60, 180)), time)
    assert (one.present_min, len(one.spans)) == (175, 2)


def test_a_change_of_the_clocks_inside_a_session_over_midnight_is_counted_by_the_hour_that_passes() -> None:
    """From Saturday at 23:30 until Sunday at 02:30 standard time: four hours, half an hour of them on Saturday."""
    begins, ends = at("2026-10-31T23:30"), to_instant(local("2026-11-01T02:30"), ZONE)
    whole = Span(begins, ends)
    one = attended(ANA, [Interval(whole)], SessionTime(whole))
    days = day_totals([Attendance(TimedSession(whole, Service.GROUP), one.spans)], ZONE, COUNTING)
    assert list(days.values()) == [timedelta(minutes=30), timedelta(hours=3, minutes=30)]


def correction(number: int, *spans: Span) -> Correction:
    return Correction(
        f"at_{number}",
        AppointmentId("ss_1"),
        ANA,
        spans,
        CorrectionReason.MISTAKE,
        BEN,
        NINE,
        f"at_{number - 1}" if number > 1 else None,
    )


def test_of_corrections_of_corrections_the_last_counts_whole() -> None:
    recorded = attended(ANA, there((0, 30)), SessionTime(span(0, 180)))
    made = [correction(1, span(0, 180)), correction(2), correction(3, span(0, 90))]
    one: Attended = with_corrections(recorded, made)
    assert (one.present_min, one.recorded) == (90, (span(0, 30),))
