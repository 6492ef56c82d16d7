"""Which worker gets the next room."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from media.counters import WorkerStats
from media.pool.placement import (
    SETTLE_S,
    Candidate,
    WorkerLoad,
    WorkerReading,
    choose_worker,
    count_fresh,
    measure,
)

IDLE = WorkerStats(0, 0, 0, 0, 0, 0, 0, 0, 0, {}, 0.0, 0, 0.0)
loads = st.none() | st.builds(
    WorkerLoad,
    core_share=st.floats(0, 1.2),
    packets_out_per_s=st.floats(0, 100_000),
    rooms=st.integers(0, 50),
    peers=st.integers(0, 400),
    lag_ms=st.floats(0, 500),
)
one_candidate = st.builds(
    Candidate,
    index=st.just(0),
    rooms=st.integers(0, 50),
    fresh=st.integers(0, 10),
    load=loads,
    draining=st.booleans(),
)
candidates = st.lists(one_candidate, max_size=8).map(
    lambda many: [replace(candidate, index=index) for index, candidate in enumerate(many)]
)


def reading(at: float, cpu_s: float = 0.0, packets_out: int = 0) -> WorkerReading:
    return WorkerReading(
        at, WorkerStats(2, 9, 0, 0, packets_out, 0, 0, 0, 0, {}, cpu_s=cpu_s, rss_bytes=0, lag_ms=4.0)
    )


def idle(index: int, rooms: int = 0, share: float = 0.0) -> Candidate:
    return Candidate(index, rooms, 0, WorkerLoad(share, 0, rooms, 0, 0), False)


def test_a_load_is_what_lies_between_two_readings() -> None:
    load = measure(reading(10.0, 1.0, 1000), reading(12.0, 1.5, 5000))
    assert load == WorkerLoad(core_share=0.25, packets_out_per_s=2000.0, rooms=2, peers=9, lag_ms=4.0)


def test_without_two_readings_there_is_no_load() -> None:
    assert measure(None, None) is None
    assert measure(None, reading(1.0)) is None
    assert measure(reading(1.0), reading(1.0)) is None


def test_the_least_loaded_worker_is_chosen_though_it_has_more_rooms() -> None:
    assert choose_worker([idle(0, rooms=1, share=0.5), idle(1, rooms=4, share=0.1)]) == 1


def test_between_equals_the_one_with_fewer_rooms_and_then_the_first_is_chosen() -> None:
    assert choose_worker([idle(0, rooms=2, share=0.101), idle(1, rooms=1, share=0.105)]) == 1
    assert choose_worker([idle(0), idle(1)]) == 0


def test_a_worker_whose_timers_are_late_is_avoided() -> None:
    late = Candidate(0, 1, 0, WorkerLoad(0.1, 0, 1, 8, lag_ms=150.0), False)
    assert choose_worker([late, idle(1, rooms=3, share=0.3)]) == 1


def test_a_room_is_fresh_until_the_load_has_had_the_time_to_show_it() -> None:
    assert count_fresh([0.0, 50.0], None) == 2
    assert count_fresh([0.0, 50.0], reading(SETTLE_S + 1)) == 1
    assert count_fresh([0.0, 50.0], reading(SETTLE_S + 51)) == 0


@given(candidates)
def test_the_chosen_worker_takes_rooms_and_none_is_clearly_better(many: list[Candidate]) -> None:
    chosen = choose_worker(many)
    takers = [candidate for candidate in many if not candidate.draining]
    if not takers:
        assert chosen is None
        return
    best = next(candidate for candidate in takers if candidate.index == chosen)
    assert all(best.expected <= other.expected + 0.02 + 1e-9 for other in takers)


@given(candidates, st.integers(0, 7))
def test_draining_a_worker_never_brings_it_a_room(many: list[Candidate], which: int) -> None:
    drained = [replace(c, draining=True) if c.index == which else c for c in many]
    assert choose_worker(drained) != which


@given(st.integers(1, 8), st.integers(1, 40))
def test_rooms_that_open_at_once_spread_evenly(workers: int, rooms: int) -> None:
    placed: Counter[int] = Counter()
    for _ in range(rooms):
        index = choose_worker(
            [
                Candidate(i, placed[i], placed[i], measure(reading(0), reading(2)), False)
                for i in range(workers)
            ]
        )
        assert index is not None
        placed[index] += 1
    counts = [placed[i] for i in range(workers)]
    assert max(counts) - min(counts) <= 1


@given(st.lists(st.floats(0, 0.9), min_size=2, max_size=6), st.integers(1, 60))
def test_a_burst_of_rooms_evens_out_what_was_uneven(shares: list[float], rooms: int) -> None:
    placed: Counter[int] = Counter()
    expected = list(shares)
    for _ in range(rooms):
        many = [
            Candidate(i, placed[i], placed[i], WorkerLoad(share, 0, 0, 0, 0), False)
            for i, share in enumerate(shares)
        ]
        index = choose_worker(many)
        assert index is not None
        placed[index] += 1
        expected[index] = replace(many[index], fresh=placed[index]).expected
    took = [expected[i] for i in placed]
    # No worker that got a room is more than one room ahead of any other.
    assert max(took) <= min(expected) + 0.1 + 0.02 + 1e-9
