import os
from collections.abc import Sequence

import pytest

from bench.figures import cpu_seconds, load_figures, median_of, open_files, percentile, rss_bytes


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, 0.0), ([3.0], 0.99, 3.0), ([3.0, 1.0, 2.0], 0.5, 2.0), (range(100), 0.99, 99)],
)
def test_a_percentile_is_one_of_the_values(values: Sequence[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_the_cost_is_of_one_forwarded_packet() -> None:
    assert load_figures(10_000, 2.0, 0.1) == {
        "forwarded_pps": 5000,
        "cpu_percent": 5.0,
        "cpu_us_per_packet": 10.0,
    }


def test_a_run_without_packets_has_figures_too() -> None:
    assert load_figures(0, 2.0, 0.0)["cpu_us_per_packet"] == 0


def test_a_process_is_read() -> None:
    assert cpu_seconds(os.getpid()) > 0
    assert rss_bytes(os.getpid()) > 1_000_000
    assert open_files(os.getpid()) > 2


def test_the_median_is_of_each_figure() -> None:
    runs = [{"relay": "a", "cost": cost, "ms": {"p50": cost / 2}} for cost in (9.0, 1.0, 3.0)]
    assert median_of(runs) == {"relay": "a", "cost": 3.0, "ms": {"p50": 1.5}}
