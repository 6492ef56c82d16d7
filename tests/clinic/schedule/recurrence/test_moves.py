from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.schedule.recurrence.moves import moved_rule
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday, local_starts
from tests.clinic.clock_changes import local

MONDAY = date(2026, 1, 5)


def weekly(*names: str, interval: int = 1) -> SeriesRule:
    days = tuple(ByDay(Weekday(name)) for name in names)
    return SeriesRule(Frequency.WEEKLY, interval=interval, by_day=days, count=6)


def monthly(*by_day: ByDay, on: tuple[int, ...] = ()) -> SeriesRule:
    return SeriesRule(Frequency.MONTHLY, by_day=by_day, by_month_day=on, count=6)


def day(text: str) -> date:
    return local(text).date()


@pytest.mark.parametrize(
    ("rule", "old", "new", "first", "expected", "begins"),
    [
        (weekly("MO"), "2026-01-12", "2026-01-13", "2026-01-05", weekly("TU"), "2026-01-06"),
        (weekly(), "2026-01-12", "2026-01-10", "2026-01-05", weekly(), "2026-01-03"),
        (weekly("MO", interval=2), "2026-01-05", "2026-01-13", "2026-01-05", weekly("TU", interval=2), "2026-01-13"),
        (weekly("MO", "WE", "FR"), "2026-01-07", "2026-01-08", "2026-01-07", weekly("MO", "TH", "FR"), "2026-01-08"),
        (weekly("MO", "WE", "FR"), "2026-01-07", "2026-01-06", "2026-01-05", weekly("MO", "TU", "FR"), "2026-01-05"),
        (weekly("MO", "WE", "FR"), "2026-01-07", "2026-01-06", "2026-01-07", weekly("MO", "TU", "FR"), "2026-01-06"),
        (monthly(on=(15,)), "2026-03-15", "2026-03-20", "2026-01-15", monthly(on=(20,)), "2026-01-20"),
        (monthly(on=(15,)), "2026-03-15", "2026-03-02", "2026-01-15", monthly(on=(2,)), "2026-01-02"),
        (monthly(), "2026-03-15", "2026-03-31", "2026-04-15", monthly(on=(31,)), "2026-05-31"),
        (monthly(ByDay(Weekday.TU, 2)), "2026-02-10", "2026-02-11", "2026-01-13", monthly(ByDay(Weekday.WE, 2)),
         "2026-01-14"),
        (monthly(ByDay(Weekday.FR, -1)), "2026-01-30", "2026-01-29", "2026-01-30", monthly(ByDay(Weekday.TH, -1)),
         "2026-01-29"),
    ],
)  # fmt: skip
def test_a_session_moves_the_day_it_stands_for(
    rule: SeriesRule, old: str, new: str, first: str, expected: SeriesRule, begins: str
) -> None:
    assert moved_rule(rule, day(old), day(new), day(first)) == (expected, day(begins))


def test_every_third_day_stays_every_third_day() -> None:
    rule = SeriesRule(Frequency.DAILY, interval=3, count=5)
    assert moved_rule(rule, MONDAY, MONDAY + timedelta(days=1), MONDAY) == (rule, MONDAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        (weekly("MO", "FR"), "2026-01-09", "2026-01-12"),
        (SeriesRule(Frequency.DAILY, by_day=(ByDay(Weekday.MO),), count=5), "2026-01-05", "2026-01-06"),
        (monthly(on=(-1,)), "2026-01-31", "2026-01-30"),
        (monthly(on=(15,)), "2026-01-15", "2026-02-01"),
        (monthly(ByDay(Weekday.MO)), "2026-01-12", "2026-01-13"),
        (SeriesRule(Frequency.MONTHLY, by_day=(ByDay(Weekday.MO),), by_set_pos=(-1,), count=5), "2026-01-26",
         "2026-01-27"),
    ],
)  # fmt: skip
def test_where_no_rule_says_what_is_meant_the_move_is_refused(rule: SeriesRule, old: str, new: str) -> None:
    with pytest.raises(Refused) as refused:
        moved_rule(rule, day(old), day(new), day(old))
    assert refused.value.code == "schedule.move_rule"


@given(st.sets(st.sampled_from(Weekday), min_size=2), st.integers(0, 12), st.integers(0, 6))
def test_moving_one_weekday_leaves_the_others_where_they_are(
    names: set[Weekday], place: int, to: int
) -> None:
    """A week's sessions change by the moved one alone, whichever session it is that moves."""
    rule = SeriesRule(
        Frequency.WEEKLY, by_day=tuple(ByDay(each) for each in Weekday if each in names), count=30
    )
    start = local("2026-01-05T09:00") + timedelta(days=min(each.number for each in names))
    before = [each.date() for each in local_starts(rule, start)]
    old = before[place + 1]
    new = old + timedelta(days=to - old.weekday())
    if not before[place] < new < before[place + 2]:
        return
    moved, first = moved_rule(rule, old, new, before[0])
    after = [each.date() for each in islice(local_starts(moved, local(f"{first}T09:00")), len(before))]
    assert [one for one, other in zip(before, after, strict=True) if one != other] == [
        each for each in before if each.weekday() == old.weekday() and new != old
    ]
    assert after[place + 1] == new
