"""The numbering of a slot: continuity, wrap-around, and never two packets under one number."""

from hypothesis import given
from hypothesis import strategies as st

from media.rtp.packet import sequence_delta
from media.rtp.rewriter import Rewriter


def test_a_first_run_keeps_the_senders_numbers() -> None:
    rewriter = Rewriter(90_000)
    rewriter.start(1, 70_000, 5, 0.0)
    assert rewriter.rewrite(70_000, 5, 0.0) == (70_000 & 0xFFFF, 5)
    assert rewriter.rewrite(70_003, 95, 0.1) == (70_003 & 0xFFFF, 95)


def test_packets_from_before_the_run_or_without_one_are_dropped() -> None:
    rewriter = Rewriter(90_000)
    assert rewriter.rewrite(1, 1, 0.0) is None
    rewriter.start(1, 100, 5, 0.0)
    assert rewriter.rewrite(99, 4, 0.0) is None
    rewriter.stop()
    assert rewriter.rewrite(100, 5, 0.0) is None
    assert rewriter.shift(5) is None
    assert rewriter.source_number(100) is None


def test_reopening_the_same_source_leaves_no_gap_and_keeps_its_clock() -> None:
    rewriter = Rewriter(48_000)
    rewriter.start(1, 100, 1000, 0.0)
    rewriter.rewrite(100, 1000, 0.0)
    rewriter.stop()
    rewriter.start(1, 5000, 9_000_000, 60.0)
    assert rewriter.rewrite(5000, 9_000_000, 60.0) == (101, 9_000_000)


def test_another_source_continues_by_the_elapsed_time() -> None:
    rewriter = Rewriter(48_000)
    rewriter.start(1, 100, 0xFFFF_FFFF, 0.0)
    rewriter.rewrite(100, 0xFFFF_FFFF, 0.0)
    rewriter.stop()
    rewriter.start(2, 9, 77, 1.0)
    assert rewriter.rewrite(9, 77, 1.0) == (101, 47_999)
    assert rewriter.rewrite(10, 77 + 960, 1.02) == (102, 48_959)


def test_another_source_follows_its_senders_clock_where_that_is_known() -> None:
    rewriter = Rewriter(90_000)
    assert rewriter.last_source_timestamp() is None
    rewriter.start(1, 100, 500, 0.0)
    rewriter.rewrite(100, 500, 0.0)
    rewriter.stop()
    rewriter.start(2, 9, 77, 5.0, 0.25)
    assert rewriter.rewrite(9, 77, 5.0) == (101, 500 + 22_500)
    assert rewriter.last_source_timestamp() == 77
    rewriter.stop()
    rewriter.start(3, 9, 1000, 6.0, -1.0)
    assert rewriter.rewrite(9, 1000, 6.0) == (102, 500 + 22_500 + 90_000)


def test_only_the_newest_packet_moves_the_timeline() -> None:
    rewriter = Rewriter(90_000)
    rewriter.start(1, 100, 0, 0.0)
    rewriter.rewrite(102, 6000, 0.1)
    assert rewriter.is_newest(102)
    rewriter.rewrite(101, 3000, 0.2)
    assert not rewriter.is_newest(101)
    assert rewriter.last_source_timestamp() == 6000


def test_mapping_back_covers_this_run_only() -> None:
    rewriter = Rewriter(90_000)
    rewriter.start(1, 65_536 + 10, 0, 0.0)
    rewriter.rewrite(65_536 + 10, 0, 0.0)
    rewriter.stop()
    rewriter.start(2, 65_536 + 500, 0, 0.0)
    rewriter.rewrite(65_536 + 500, 0, 0.0)
    rewriter.rewrite(65_536 + 504, 0, 0.0)
    assert rewriter.source_number(10) is None
    assert rewriter.source_number(11) == 65_536 + 500
    assert rewriter.source_number(13) == 65_536 + 502
    assert rewriter.source_number(16) is None


_RUN = st.lists(st.integers(0, 30), min_size=1, max_size=20, unique=True)


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 0xFFFF), _RUN), min_size=1, max_size=8))
def test_no_number_is_used_twice_and_runs_follow_each_other(runs: list[tuple[int, int, list[int]]]) -> None:
    rewriter = Rewriter(90_000)
    used: set[int] = set()
    last_highest: int | None = None
    now = 0.0
    for source, base, steps in runs:
        first = 65_536 + base + steps[0]
        rewriter.stop()
        rewriter.start(source, first, base, now)
        highest: int | None = None
        for step in steps:
            now += 0.01
            numbers = rewriter.rewrite(65_536 + base + step, base + step * 3000, now)
            assert (numbers is None) == (step < steps[0])
            if numbers is None:
                continue
            sequence = numbers[0]
            if highest is None and last_highest is not None:
                assert sequence == (last_highest + 1) & 0xFFFF
            assert sequence not in used
            used.add(sequence)
            if highest is None or sequence_delta(sequence, highest) > 0:
                highest = sequence
            assert rewriter.source_number(sequence) == 65_536 + base + step
        last_highest = highest
