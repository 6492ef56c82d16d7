"""Random rules, series and overrides."""

from datetime import date, datetime, time, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import PersonId, SeriesId
from clinic.schedule.attendees import Attendee
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday, fits
from clinic.schedule.recurrence.series import Override, Series, starts_of
from tests.clinic.clock_changes import ZONES

__all__ = ["PEOPLE", "days", "plans", "rules", "series", "times"]

PEOPLE = tuple(PersonId(f"pt_{name}") for name in ("ana", "ben", "carl", "dana"))

T = TypeVar("T")

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
_weekdays = st.sampled_from(Weekday)
_month_days = st.integers(-31, 31).filter(bool)


def _some(values: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    return st.lists(values, min_size=1, max_size=3, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> SeriesRule:
    """Rules of every frequency, some of which hardly ever have a session."""
    frequency = draw(st.sampled_from(Frequency))
    parts: dict[str, object] = {"interval": draw(st.integers(1, 4))}
    if frequency is Frequency.MONTHLY:
        nths = draw(st.sampled_from([st.none(), st.integers(-5, 5).filter(bool)]))
        choice = draw(st.sampled_from(["none", "by_day", "by_month_day"]))
        if choice == "by_day":
            parts["by_day"] = tuple(draw(_some(st.builds(ByDay, _weekdays, nths))))
        if choice == "by_month_day":
            parts["by_month_day"] = tuple(draw(_some(_month_days)))
        if choice != "none":
            parts["by_set_pos"] = tuple(
                draw(st.lists(st.integers(-4, 4).filter(bool), max_size=2, unique=True))
            )
    else:
        parts["by_day"] = tuple(map(ByDay, draw(st.lists(_weekdays, max_size=4, unique=True))))
    if draw(st.booleans()):
        parts["count"] = draw(st.integers(1, 20))
    else:
        parts["until"] = draw(days)
    return SeriesRule(frequency, **parts)  # type: ignore[arg-type]


@st.composite
def series(draw: st.DrawFn) -> Series:
    """Series of random rules that have their first session on their first day, in every zone of the table."""
    rule = draw(rules())
    day = next((day for number in range(62) if fits(rule, day := draw(days) + timedelta(days=number))), None)
    start = datetime.combine(day or draw(days), draw(times))
    people = tuple(Attendee(each) for each in draw(st.sets(st.sampled_from(PEOPLE))))
    made = Series(
        SeriesId("sr_1"), start, draw(st.sampled_from(ZONES)), draw(st.integers(5, 720)), rule, people=people
    )
    try:
        starts_of(made)
    except Refused:
        made = Series(
            made.id, start, made.zone, made.length_min, SeriesRule(Frequency.WEEKLY, count=10), people=people
        )
    return made


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Series of which some sessions were moved, shortened or cancelled by hand, or have other people."""
    made = draw(series())
    keys = starts_of(made)[:40]
    chosen = draw(st.lists(st.sampled_from(keys), max_size=4, unique=True))
    return Plan(made, tuple(draw(_overrides(key)) for key in chosen))


@st.composite
def _overrides(draw: st.DrawFn, key: datetime) -> Override:
    moved = draw(st.none() | st.integers(-20 * 24, 20 * 24))
    return Override(
        key,
        start=None if moved is None else key + timedelta(hours=moved),
        length_min=draw(st.none() | st.integers(5, 720)),
        cancelled=draw(st.booleans()),
        added=tuple(Attendee(each) for each in draw(st.sets(st.sampled_from(PEOPLE[2:])))),
        removed=draw(st.frozensets(st.sampled_from(PEOPLE[:2]))),
    )
