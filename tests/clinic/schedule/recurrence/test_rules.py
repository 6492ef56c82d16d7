from datetime import datetime
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.schedule.recurrence.rules import (
    ByDay,
    Frequency,
    SeriesRule,
    Weekday,
    fits,
    local_starts,
    nths_of,
)
from tests.clinic.clock_changes import local
from tests.clinic.schedule.recurrence.strategies import rules, times

DAILY, WEEKLY, MONTHLY = Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY
MO, WE, FR = (ByDay(Weekday(name)) for name in ("MO", "WE", "FR"))
starts = st.builds(datetime.combine, st.dates(local("2026-01-01").date(), local("2027-12-31").date()), times)


def dates(rule: SeriesRule, start: str) -> list[str]:
    return [f"{each:%m-%d}" for each in local_starts(rule, local(start))]


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        (SeriesRule(WEEKLY, by_day=(MO, WE, FR), count=4), "2026-01-05T09:00", ["01-05", "01-07", "01-09", "01-12"]),
        (SeriesRule(WEEKLY, interval=2, by_day=(MO, FR), count=4), "2026-01-09T09:00",
         ["01-09", "01-19", "01-23", "02-02"]),
        (SeriesRule(WEEKLY, count=2), "2026-01-06T09:00", ["01-06", "01-13"]),
        (SeriesRule(DAILY, interval=3, count=3), "2026-02-26T09:00", ["02-26", "03-01", "03-04"]),
        (SeriesRule(MONTHLY, by_day=(ByDay(Weekday.TU, 2),), count=3), "2026-01-13T09:00", ["01-13", "02-10", "03-10"]),
        (SeriesRule(MONTHLY, by_day=(ByDay(Weekday.FR, -1),), count=3), "2026-01-30T09:00",
         ["01-30", "02-27", "03-27"]),
        (SeriesRule(MONTHLY, by_month_day=(-1,), count=3), "2028-01-31T09:00", ["01-31", "02-29", "03-31"]),
        (SeriesRule(MONTHLY, by_day=(MO, WE, FR), by_set_pos=(-1,), count=2), "2026-01-30T09:00", ["01-30", "02-27"]),
        (SeriesRule(WEEKLY, until=local("2026-01-19").date()), "2026-01-05T23:59", ["01-05", "01-12", "01-19"]),
    ],
)  # fmt: skip
def test_a_rule_names_its_days(rule: SeriesRule, start: str, expected: list[str]) -> None:
    assert dates(rule, start) == expected


def test_a_month_without_the_day_is_left_out() -> None:
    assert dates(SeriesRule(MONTHLY, count=4), "2026-01-31T09:00") == ["01-31", "03-31", "05-31", "07-31"]
    assert dates(SeriesRule(MONTHLY, by_month_day=(29,), count=3), "2027-01-29T09:00") == [
        "01-29",
        "03-29",
        "04-29",
    ]
    assert dates(SeriesRule(MONTHLY, by_month_day=(29,), count=3), "2028-01-29T09:00") == [
        "01-29",
        "02-29",
        "03-29",
    ]


def test_a_series_may_begin_on_29_february() -> None:
    assert dates(SeriesRule(WEEKLY, count=3), "2028-02-29T09:00") == ["02-29", "03-07", "03-14"]
    assert dates(SeriesRule(MONTHLY, interval=12, count=1), "2028-02-29T09:00") == ["02-29"]


def test_a_rule_without_an_end_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        SeriesRule(WEEKLY)
    assert refused.value.code == "schedule.endless"


def test_more_sessions_than_fit_a_series_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        SeriesRule(DAILY, count=401)
    assert refused.value.code == "schedule.too_many"


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ({"interval": 0}, "interval"),
        ({"interval": 53}, "interval"),
        ({"count": 0}, "count"),
        ({"count": -1}, "count"),
        ({"until": local("2026-05-01").date()}, "count"),
        ({"by_day": (MO, MO)}, "by_day"),
        ({"by_day": (ByDay(Weekday.MO, 2),)}, "by_day"),
        ({"by_month_day": (3,)}, "by_month_day"),
        ({"by_set_pos": (1,), "by_day": (MO,)}, "by_set_pos"),
        ({"frequency": MONTHLY, "by_day": (ByDay(Weekday.MO, 6),)}, "by_day"),
        ({"frequency": MONTHLY, "by_day": (ByDay(Weekday.MO, 0),)}, "by_day"),
        ({"frequency": MONTHLY, "by_day": (MO, ByDay(Weekday.FR, 1))}, "by_day"),
        ({"frequency": MONTHLY, "by_month_day": (32,)}, "by_month_day"),
        ({"frequency": MONTHLY, "by_month_day": (3,), "by_day": (MO,)}, "by_month_day"),
        ({"frequency": MONTHLY, "by_set_pos": (1,)}, "by_set_pos"),
        ({"frequency": MONTHLY, "by_month_day": (3,), "by_set_pos": (32,)}, "by_set_pos"),
    ],
)
def test_a_part_out_of_range_is_named(parts: dict[str, object], wrong: str) -> None:
    with pytest.raises(Refused) as refused:
        SeriesRule(**({"frequency": WEEKLY, "count": 5} | parts))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.reason) == ("schedule.rule", wrong)


def test_a_day_is_counted_from_both_ends_of_its_month() -> None:
    assert nths_of(local("2026-02-01").date()) == (1, -4)
    assert nths_of(local("2026-02-28").date()) == (4, -1)
    assert nths_of(local("2026-05-29").date()) == (5, -1)
    assert nths_of(local("2026-05-25").date()) == (4, -1)
    assert nths_of(local("2026-05-24").date()) == (4, -2)


@given(rules(), starts)
def test_sessions_are_in_order_at_the_same_time_of_day_and_begin_where_the_rule_fits(
    rule: SeriesRule, start: datetime
) -> None:
    found = list(islice(local_starts(rule, start), 30))
    ends_before = rule.until is not None and rule.until < start.date()
    if not fits(rule, start.date()) or ends_before:
        assert found == []
        return
    assert found[0] == start
    assert all(one < other for one, other in pairwise(found))
    assert {each.time() for each in found} == {start.time()}
    assert all(fits(rule, each.date()) for each in found)
    assert rule.count is None or len(found) <= rule.count
    assert rule.until is None or found[-1].date() <= rule.until


def test_a_rule_that_never_fits_is_not_searched_for_until_the_end_of_time() -> None:
    """A thirtieth of February, every year."""
    rule = SeriesRule(MONTHLY, interval=12, by_month_day=(30,), count=1)
    assert dates(rule, "2026-02-01T09:00") == []
