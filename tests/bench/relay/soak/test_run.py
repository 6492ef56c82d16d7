import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.relay.soak.crowd import SoakOptions
from bench.relay.soak.run import MAX_GROWTH_BYTES, Held, find_faults, run_soak, settled_bytes

SOUND = {"memory_bytes": MAX_GROWTH_BYTES, "files": 0, "rooms": 0, "peers": 0}


def test_memory_is_compared_after_the_warm_up() -> None:
    assert settled_bytes([0, 0, 10, 12, 50, 50, 50, 50, 20, 30]) == (11, 25)


@given(samples=st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_both_are_within_the_samples(samples: list[int]) -> None:
    assert all(min(samples) <= value <= max(samples) for value in settled_bytes(samples))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"memory_bytes": MAX_GROWTH_BYTES + 1}, "memory_grew"),
        ({"files": 1}, "files_grew"),
        ({"rooms": 1}, "rooms_left"),
        ({"peers": 1}, "peers_left"),
    ],
)
def test_anything_left_is_a_fault(change: dict[str, int], fault: str) -> None:
    assert find_faults(Held(**SOUND), 5, 0) == []
    assert find_faults(Held(**(SOUND | change)), 5, 0) == [fault]


def test_a_soak_without_joins_is_a_fault() -> None:
    assert find_faults(Held(**SOUND), 0, 3) == ["nobody_joined", "joins_failed"]


def test_anything_that_passes_a_closed_gate_is_a_fault() -> None:
    assert find_faults(Held(**SOUND), 5, 0, 1) == ["gates_leaked"]


@pytest.mark.alone
def test_three_seconds_leak_nothing() -> None:
    figures = run_soak(SoakOptions(seconds=3, rooms=1, seats=2, seed=1))
    assert figures["faults"] == []
    assert (figures["rooms_left"], figures["peers_left"], figures["failures"]) == (0, 0, {})
    joins = figures["joins"]
    assert isinstance(joins, int)
    assert joins > 1
