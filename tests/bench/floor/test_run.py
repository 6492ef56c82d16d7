"""The floor benchmark: its arithmetic, and a tiny end-to-end run."""

import pytest

from bench.floor.run import FloorOptions, arrivals, latency_figures, machine, measure_floor, speed_figures


def test_the_speed_is_per_second_of_cpu_time() -> None:
    assert speed_figures(done=1_000, told=11_000, cpu_s=0.5, elapsed_s=2.0) == {
        "commands_per_cpu_s": 2_000,
        "cpu_us_per_command": 500.0,
        "commands_per_s": 500,
        "told_per_command": 11.0,
    }


def test_the_high_percentiles_are_reported() -> None:
    assert latency_figures([1.0] * 99 + [9.0]) == {"p50_ms": 1.0, "p99_ms": 9.0, "max_ms": 9.0}
    assert latency_figures([])["max_ms"] == 0.0


def test_commands_arrive_at_random() -> None:
    assert list(arrivals(10.0, rate=4.0, seconds=1.0)) == [10.0, 10.25, 10.5, 10.75]


@pytest.mark.parametrize("rooms", [3])
def test_a_tiny_run_works_end_to_end(rooms: int) -> None:
    figures = measure_floor(FloorOptions(rooms=rooms, seconds=0.2, rate=50.0))
    assert figures["rooms"] == rooms
    assert figures["people"] == 12
    assert isinstance(figures["commands_per_cpu_s"], int)
    assert figures["commands_per_cpu_s"] > 0
    assert isinstance(figures["paced"], dict)
    assert figures["paced"]["p99_ms"] > 0
    assert machine() == figures["machine"]
