from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId, SeriesId
from clinic.common.local_time import Clock, clock_at, to_local
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday
from clinic.schedule.recurrence.series import (
    OccurrenceState,
    Override,
    Series,
    check_length,
    check_series,
    check_single,
    is_start,
    occurrences,
    starts_of,
    zone_of,
)
from tests.clinic.clock_changes import CHANGES, ClockChange, local
from tests.clinic.schedule.recurrence.strategies import plans

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANA, DANA = PersonId("pt_ana"), PersonId("pt_dana")
WEEKLY = Series(
    SeriesId("sr_1"),
    local("2026-01-05T09:00"),
    "America/New_York",
    90,
    SeriesRule(Frequency.WEEKLY, count=52),
)
SINGLE = replace(WEEKLY, rule=None)


def codes(series: Series, now: datetime = NOW) -> list[tuple[str, str]]:
    try:
        check_series(series, now)
    except Invalid as invalid:
        return [(error.field, error.code) for error in invalid.errors]
    return []


def test_a_weekly_session_keeps_its_time_on_the_wall_all_year() -> None:
    found = occurrences(WEEKLY)
    zone = ZoneInfo("America/New_York")
    assert {to_local(each.begins, zone).time() for each in found} == {WEEKLY.start.time()}
    assert {each.begins.hour for each in found} == {13, 14}, "nine is another hour of UTC in summer"
    assert {each.ends - each.begins for each in found} == {timedelta(minutes=90)}


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_series_over_a_change_of_the_clocks(change: ClockChange) -> None:
    """Skipped times move forward, repeated ones are the first, and the day before and after nothing changes."""
    start = change.local - timedelta(days=1)
    rule = SeriesRule(Frequency.DAILY, count=3)
    found = occurrences(replace(WEEKLY, start=start, zone=change.zone, rule=rule))
    shown = [to_local(each.begins, ZoneInfo(change.zone)) for each in found]
    assert shown == [start, change.shown, start + timedelta(days=2)]
    assert found[1].begins == change.instant
    assert found[1].key == change.local, "its identity is where the rule puts it"


def test_a_session_lasts_as_long_as_planned_in_the_night_of_a_change() -> None:
    night = replace(WEEKLY, start=local("2026-03-08T01:30"), rule=SeriesRule(Frequency.WEEKLY, count=1))
    (session,) = occurrences(night)
    assert session.ends - session.begins == timedelta(minutes=90)
    assert to_local(session.ends, ZoneInfo("America/New_York")) == local("2026-03-08T04:00")


def test_no_session_of_a_series_is_on_a_holiday_unless_it_was_moved_there() -> None:
    holidays = [date(2026, 1, 12), date(2026, 1, 20)]
    moved = Override(local("2026-01-19T09:00"), start=local("2026-01-20T09:00"))
    states = [each.state for each in occurrences(WEEKLY, holidays, [moved])]
    assert states[:3] == [OccurrenceState.PLANNED, OccurrenceState.HOLIDAY, OccurrenceState.PLANNED]
    assert occurrences(SINGLE, [date(2026, 1, 5)])[0].state is OccurrenceState.PLANNED


def test_one_session_may_differ_and_keeps_its_identity() -> None:
    key = local("2026-01-12T09:00")
    elsewhere = Override(
        key,
        start=local("2026-01-13T10:00"),
        length_min=50,
        added=(Attendee(DANA, Role.CO_FACILITATOR),),
        removed=frozenset({ANA}),
    )
    series = replace(WEEKLY, people=(Attendee(ANA), Attendee(DANA, Role.FACILITATOR)))
    first, second, *_ = occurrences(series, (), [elsewhere])
    assert first.people == series.people
    assert second.key == key
    assert second.begins == datetime(2026, 1, 13, 15, tzinfo=UTC)
    assert second.ends - second.begins == timedelta(minutes=50)
    assert second.people == (Attendee(DANA, Role.CO_FACILITATOR),)
    assert second.removed == {ANA}


def test_a_cancelled_session_is_listed_as_such() -> None:
    states = [each.state for each in occurrences(WEEKLY, (), [Override(WEEKLY.start, cancelled=True)])]
    assert states[:2] == [OccurrenceState.CANCELLED, OccurrenceState.PLANNED]


def test_the_second_of_two_equal_times_is_taken_when_it_is_said() -> None:
    repeated = local("2026-11-01T01:30")
    first, second = (
        occurrences(replace(SINGLE, start=repeated, second=second))[0].begins for second in (False, True)
    )
    assert second - first == timedelta(hours=1)
    moved = Override(WEEKLY.start, start=repeated, second=True)
    assert occurrences(WEEKLY, (), [moved])[0].begins == second


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"zone": "America/Gotham", "length_min": 0}, [("zone", "schedule.zone"), ("length_min", "schedule.length")]),
        ({"length_min": 0}, [("length_min", "schedule.length")]),
        ({"length_min": -60}, [("length_min", "schedule.length")]),
        ({"length_min": 4}, [("length_min", "schedule.length")]),
        ({"length_min": 30 * 60}, [("length_min", "schedule.length")]),
        ({"start": local("2025-12-31T09:00")}, [("start", "schedule.past")]),
        ({"start": local("2028-02-29T09:00")}, [("start", "schedule.too_far")]),
        ({"start": local("2026-01-05T09:00:01")}, [("start", "schedule.start")]),
        ({"start": datetime.max.replace(second=0, microsecond=0)}, [("start", "schedule.start")]),  # noqa: DTZ901
        ({"start": datetime(2026, 1, 5, 9, tzinfo=UTC)}, [("start", "schedule.start")]),
        ({"start": local("2025-12-31T09:00"), "length_min": 721},
         [("start", "schedule.past"), ("length_min", "schedule.length")]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_a_form_is_listed(
    changed: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert codes(replace(SINGLE, **changed)) == expected  # type: ignore[arg-type]
    assert codes(replace(WEEKLY, **changed)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (SeriesRule(Frequency.DAILY, until=date(2027, 12, 1)), "schedule.too_many"),
        (SeriesRule(Frequency.WEEKLY, until=date(2028, 6, 1)), "schedule.too_far"),
        (SeriesRule(Frequency.WEEKLY, count=200), "schedule.too_far"),
        (SeriesRule(Frequency.WEEKLY, by_day=(ByDay(Weekday.TU),), count=3), "schedule.start_off_rule"),
        (SeriesRule(Frequency.WEEKLY, until=date(2026, 1, 4)), "schedule.rule"),
    ],
)
def test_a_series_has_an_end_in_sight_and_begins_where_its_rule_does(rule: SeriesRule, code: str) -> None:
    assert codes(replace(WEEKLY, rule=rule)) == [("rule", code)]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_single_session_at_a_skipped_time_is_refused_and_at_a_repeated_one_asked_about(
    change: ClockChange,
) -> None:
    single = replace(SINGLE, start=change.local, zone=change.zone)
    expected = {
        Clock.ONCE: [],
        Clock.NEVER: [("start", "schedule.time_skipped")],
        Clock.TWICE: [("start", "schedule.time_repeated")],
    }
    assert codes(single) == expected[change.clock]
    if change.clock is Clock.TWICE:
        assert codes(replace(single, second=False)) == codes(replace(single, second=True)) == []
    assert codes(replace(single, rule=WEEKLY.rule)) == [], "a series may pass over such a time"


def test_a_session_may_be_planned_for_this_minute() -> None:
    at = local("2026-01-05T09:00")
    instant = datetime(2026, 1, 5, 14, tzinfo=UTC)
    assert check_single(at, None, 50, ZoneInfo("America/New_York"), instant + timedelta(seconds=59)) == []
    late = check_single(at, None, 50, ZoneInfo("America/New_York"), instant + timedelta(seconds=60))
    assert late == [FieldError("start", "schedule.past")]


@pytest.mark.parametrize(("length", "good"), [(4, False), (5, True), (720, True), (721, False)])
def test_a_session_lasts_five_minutes_to_twelve_hours(length: int, good: bool) -> None:
    assert (check_length(length) == []) is good


def test_a_session_begins_at_a_local_time_in_whole_minutes() -> None:
    assert is_start(local("2026-01-05T09:00"))
    assert not is_start(local("2026-01-05T09:00:30"))
    assert not is_start(local("1901-01-05T09:00"))


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        zone_of(replace(WEEKLY, zone="Mars/Olympus_Mons"))
    assert refused.value.code == "schedule.zone"


@given(plans(), st.sets(st.dates(date(2026, 1, 1), date(2028, 1, 1)), max_size=5))
def test_every_session_has_its_own_key_and_the_time_on_the_wall_that_was_planned(
    plan: Plan, holidays: set[date]
) -> None:
    zone, by_key = ZoneInfo(plan.series.zone), {each.key: each for each in plan.overrides}
    found = occurrences(plan.series, holidays, plan.overrides)
    assert [each.key for each in found] == starts_of(plan.series)
    assert len({each.key for each in found}) == len(found) <= 400
    for each in found:
        override = by_key.get(each.key, Override(each.key))
        planned = override.start or each.key
        shown = to_local(each.begins, zone)
        assert shown == planned or clock_at(planned, zone) is Clock.NEVER
        assert each.ends - each.begins == timedelta(minutes=override.length_min or plan.series.length_min)
        assert (each.state is OccurrenceState.CANCELLED) is override.cancelled
        people = [attendee.person for attendee in each.people]
        assert len(set(people)) == len(people)
        assert override.removed.isdisjoint(people) or override.removed & {a.person for a in override.added}
