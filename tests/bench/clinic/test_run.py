"""A tiny run from end to end."""

import os
from collections.abc import Iterator

import pytest

from bench.clinic.run import ClinicOptions, measure_clinic, yardstick_ms


@pytest.fixture(autouse=True)
def on_all_cores_afterwards() -> Iterator[None]:
    cores = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, cores)


@pytest.mark.slow
def test_a_tiny_run_prints_a_row_for_each_request() -> None:
    told: list[str] = []
    head, titles, names, *rows = measure_clinic(ClinicOptions(clients=50, calls=1), told.append).splitlines()
    assert head.startswith("sqlite, ")
    assert titles.split() == ["50", "clients"]
    assert names.split()[:3] == ["ms", "goal", "queries"]
    assert [row.split()[0] for row in rows][:2] == ["Today", "one"]
    assert len(rows) == 12
    assert told[0].startswith("50 clients, 4 staff, 3 groups")


def test_the_yardstick_is_a_measured_time() -> None:
    assert 0 < yardstick_ms() < 10_000
