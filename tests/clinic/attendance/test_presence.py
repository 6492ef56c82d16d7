"""How long somebody was present: gaps, devices, private rooms, breaks and pauses."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clinic.attendance.presence import TOLERANCE, Attended, Interval, SessionTime, attended
from clinic.common.ids import PersonId
from clinic.programme.spans import Span, length

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
MEMBER = PersonId("pt_3")


def at(text: str) -> datetime:
    """A time of the morning, such as ``10:31:20``."""
    hours, minutes, *seconds = map(int, text.split(":"))
    return NINE.replace(hour=hours, minute=minutes, second=seconds[0] if seconds else 0)


def there(begins: str, ends: str, *, private: bool = False) -> Interval:
    return Interval(Span(at(begins), at(ends)), private)


MORNING = SessionTime(Span(at("9:00"), at("12:00")))


def count(*intervals: Interval, session: SessionTime = MORNING) -> Attended:
    return attended(MEMBER, intervals, session)


def test_short_drops_are_merged_and_a_longer_absence_is_not() -> None:
    found = count(
        there("9:00", "9:20"),
        there("9:20:20", "10:31"),
        there("10:36", "11:10"),
        there("11:10:20", "12:00"),
    )
    assert found.present_min == 175
    assert found.spans == (Span(at("9:00"), at("10:31")), Span(at("10:36"), at("12:00")))
    assert (found.first_at, found.last_at) == (at("9:00"), at("12:00"))


def test_a_gap_of_just_the_tolerance_is_merged_and_one_second_more_is_not() -> None:
    assert count(there("9:00", "9:10"), there("9:11", "9:20")).present == timedelta(minutes=20)
    assert count(there("9:00", "9:10"), there("9:11:01", "9:20")).present == timedelta(minutes=18, seconds=59)


def test_seconds_are_kept_and_whole_minutes_are_shown() -> None:
    found = count(there("9:00", "9:59:59"))
    assert (found.present, found.present_min) == (timedelta(minutes=59, seconds=59), 59)


def test_two_devices_at_once_count_once() -> None:
    assert count(there("9:00", "10:00"), there("9:30", "10:30")).present_min == 90


def test_time_in_a_private_room_is_counted_apart() -> None:
    found = count(there("9:00", "9:30"), there("9:30", "9:45", private=True), there("9:45", "10:00"))
    assert (found.present_min, found.private_min) == (45, 15)
    assert (found.first_at, found.last_at) == (at("9:00"), at("10:00"))


def test_what_lies_before_the_session_does_not_count() -> None:
    assert count(there("8:50", "9:10")).present_min == 10


def test_a_break_is_taken_out_where_the_policy_says_so() -> None:
    session = SessionTime(MORNING.span, breaks=(Span(at("10:25"), at("10:35")),))
    assert count(there("9:00", "12:00"), session=session).present_min == 170
    assert count(there("9:00", "12:00")).present_min == 180


def test_time_that_nobody_led_does_not_count_unless_it_was_short() -> None:
    long = SessionTime(MORNING.span, pauses=(Span(at("10:00"), at("10:05")),))
    short = SessionTime(MORNING.span, pauses=(Span(at("10:00"), at("10:01")),))
    assert count(there("9:00", "12:00"), session=long).present_min == 175
    assert count(there("9:00", "12:00"), session=short).present_min == 180


def test_pauses_that_follow_each_other_are_one() -> None:
    pauses = (Span(at("10:00"), at("10:00:50")), Span(at("10:00:50"), at("10:01:40")))
    found = count(there("9:00", "12:00"), session=SessionTime(MORNING.span, pauses=pauses))
    assert found.present == timedelta(hours=3) - timedelta(seconds=100)


def test_the_hour_that_the_clocks_show_twice_counts_twice() -> None:
    began = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 01:30 in New York, before the clocks go back.
    whole = Span(began, began + timedelta(hours=2))
    assert attended(MEMBER, [Interval(whole)], SessionTime(whole)).present_min == 120


def test_who_never_came_has_no_times() -> None:
    found = count()
    assert (found.present, found.first_at, found.last_at) == (timedelta(), None, None)


seconds = st.integers(0, 4000)
intervals = st.lists(
    st.builds(
        lambda begins, takes, private: Interval(
            Span(NINE + timedelta(seconds=begins), NINE + timedelta(seconds=begins + takes)), private
        ),
        seconds,
        st.integers(0, 900),
        st.booleans(),
    ),
    max_size=10,
)


@given(intervals, st.lists(st.tuples(seconds, st.integers(0, 400)), max_size=4))
def test_it_agrees_with_counting_second_by_second(
    some: list[Interval], pauses: list[tuple[int, int]]
) -> None:
    ends = NINE + timedelta(seconds=3600)
    session = SessionTime(
        Span(NINE, ends),
        pauses=tuple(
            Span(NINE + timedelta(seconds=begins), NINE + timedelta(seconds=begins + takes))
            for begins, takes in pauses
        ),
    )
    found = attended(MEMBER, some, session)

    def is_in(second: int, spans: list[Span]) -> bool:
        return any(one.begins <= NINE + timedelta(seconds=second) < one.ends for one in spans)

    group = [is_in(second, [one.span for one in some if not one.private]) for second in range(5000)]
    alone = [is_in(second, [one.span for one in some if one.private]) for second in range(3600)]
    seen = [second for second, here in enumerate(group) if here]
    for before, after in pairwise(seen):
        if after - before - 1 <= TOLERANCE.total_seconds():
            group[before : after + 1] = [True] * (after - before + 1)
    holes = [is_in(second, session.uncounted) for second in range(3600)]
    counted = sum(here and not hole for here, hole in zip(group[:3600], holes, strict=True))
    assert found.present == timedelta(seconds=counted)
    apart = sum(here and not there for here, there in zip(alone, group[:3600], strict=True))
    assert length(found.private) == timedelta(seconds=apart)
