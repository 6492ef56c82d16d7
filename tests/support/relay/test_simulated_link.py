"""The simulated link does what it says."""

import pytest

from tests.support.relay.simulated_link import SimulatedLink


def through(
    link: SimulatedLink[int], count: int = 1000, size: int = 500, gap_s: float = 0.01
) -> list[tuple[float, int]]:
    """Send numbered packets at an even pace; returns what arrived, and when."""
    for number in range(count):
        link.send(number, size, number * gap_s)
    return link.arrived(float("inf"))


def test_everything_arrives_after_the_delay_and_in_order() -> None:
    came = through(SimulatedLink(1, delay_s=0.05, jitter_s=0.02))
    assert [number for _, number in came] == list(range(1000))
    assert all(0.05 <= at - number * 0.01 < 0.0701 for at, number in came)


def test_a_link_carries_its_rate_and_the_queue_is_bounded() -> None:
    link = SimulatedLink[int](1, rate_bps=200_000, queue_bytes=5000, delay_s=0.0)
    came = through(link)
    assert len(came) == pytest.approx(500, abs=15)
    assert link.overflowed == 1000 - len(came)
    # The last packet that fits waits for the whole queue and itself.
    assert max(at - number * 0.01 for at, number in came) <= (5000 + 500) * 8 / 200_000 + 1e-9


def test_loss_duplicates_and_reordering_are_about_as_configured() -> None:
    link = SimulatedLink[int](3, loss=0.1, duplicate=0.1, reorder=0.1)
    came = through(link)
    numbers = [number for _, number in came]
    assert link.lost == 1000 - len(set(numbers)) == pytest.approx(100, abs=30)
    assert len(numbers) - len(set(numbers)) == pytest.approx(90, abs=30)
    assert numbers != sorted(numbers)
    assert came == sorted(came, key=lambda one: one[0])


def test_the_same_seed_gives_the_same_link() -> None:
    links = [SimulatedLink[int](seed, loss=0.2, jitter_s=0.01) for seed in (7, 7, 8)]
    first, again, other = (through(link) for link in links)
    assert first == again != other


def test_packets_are_returned_when_they_are_due() -> None:
    link = SimulatedLink[int](1, delay_s=0.1)
    assert link.next_at() is None
    link.send(1, 100, 0.0)
    assert link.next_at() == 0.1
    assert link.arrived(0.09) == []
    assert link.arrived(0.1) == [(0.1, 1)]
    assert link.arrived(9.0) == []
