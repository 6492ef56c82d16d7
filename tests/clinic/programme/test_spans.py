"""Spans of time against a plain way to work with them: minute by minute."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clinic.programme.spans import Span, clip, length, union, without

ZERO = datetime(2026, 3, 2, 9, tzinfo=UTC)


def span(begins: int, ends: int) -> Span:
    """A span in minutes from nine o'clock."""
    return Span(ZERO + timedelta(minutes=begins), ZERO + timedelta(minutes=ends))


minutes = st.integers(0, 60)
spans = st.lists(st.builds(span, minutes, minutes), max_size=8)


def minutes_of(some: list[Span]) -> set[int]:
    """The minutes that lie in any of the spans."""
    return {
        minute
        for minute in range(61)
        for one in some
        if one.begins <= ZERO + timedelta(minutes=minute) < one.ends
    }


def is_tidy(some: list[Span]) -> bool:
    """Whether spans are in order, apart and none empty."""
    return all(one.begins < one.ends for one in some) and all(
        before.ends < after.begins for before, after in pairwise(some)
    )


@given(spans)
def test_a_union_is_the_same_time_in_order_and_apart(some: list[Span]) -> None:
    joined = union(some)
    assert is_tidy(joined)
    assert minutes_of(joined) == minutes_of(some)
    assert length(some) == timedelta(minutes=len(minutes_of(some)))


@given(spans, st.integers(0, 10))
def test_a_tolerance_closes_gaps_of_at_most_so_much(some: list[Span], tolerance: int) -> None:
    joined = union(some, timedelta(minutes=tolerance))
    assert minutes_of(some) <= minutes_of(joined)
    for before, after in pairwise(joined):
        assert after.begins - before.ends > timedelta(minutes=tolerance)
    longest = timedelta(minutes=tolerance)
    assert all(gap.ends - gap.begins <= longest for gap in without(joined, some))


@given(spans, spans)
def test_taking_away_leaves_what_is_in_none_of_the_others(some: list[Span], taken: list[Span]) -> None:
    left = without(some, taken)
    assert is_tidy(left)
    assert minutes_of(left) == minutes_of(some) - minutes_of(taken)


@given(spans, st.builds(span, minutes, minutes))
def test_clipping_keeps_what_lies_within(some: list[Span], within: Span) -> None:
    assert minutes_of(clip(some, within)) == minutes_of(some) & minutes_of([within])
