"""A tiny end-to-end run of both measurements: real processes, real sockets."""

import os
from collections.abc import Iterator

import pytest

from bench.arrivals.people import PEOPLE
from bench.arrivals.run import ArrivalOptions, RoomOptions, delay_figures, measure_arrivals, measure_rooms


@pytest.fixture(autouse=True)
def cores_as_before() -> Iterator[None]:
    """Restore the CPU affinity: a measurement pins the process to one core."""
    cores = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, cores)


def test_delays_have_a_median_and_a_high_percentile() -> None:
    took = [float(number) for number in range(1, 101)]
    assert delay_figures(took) == {"count": 100, "p50_ms": 51, "p95_ms": 96, "p99_ms": 100, "max_ms": 100}


@pytest.mark.slow
def test_everybody_joins_while_others_take_turns() -> None:
    figures = measure_arrivals(ArrivalOptions(rooms=2, running=1, every_s=0.1))
    assert figures["people"] == 2 * PEOPLE
    assert figures["refused"] == {}
    assert figures["unseen"] == 0
    assert figures["before"]["count"] > 0  # type: ignore[index]
    assert figures["entering"]["count"] == 2 * PEOPLE  # type: ignore[index]


@pytest.mark.slow
def test_the_cost_of_running_rooms_is_measured() -> None:
    figures = measure_rooms(RoomOptions(rooms=1, every_s=0.1, seconds=1))
    assert figures["people"] == PEOPLE
    assert figures["unseen"] == 0
    assert figures["command_to_last_screen"]["count"] > 0  # type: ignore[index]
    assert figures["active_core_percent_per_room"] > 0  # type: ignore[operator]
