"""What arrives, and how long it waits."""

import pytest

from media.rates.link.arrivals import BASE_S, Arrivals


def test_the_rate_is_of_the_last_half_second_or_less() -> None:
    arrivals = Arrivals()
    assert arrivals.bps() == 0.0
    for step in range(100):
        arrivals.add([(step * 0.01, 1000 if step < 75 else 2000, step * 0.01, step * 0.01)])
    assert arrivals.bps() == pytest.approx(1_200_000, rel=0.05)
    assert arrivals.bps_over(0.25) == pytest.approx(1_600_000, rel=0.05)


def test_waiting_is_measured_against_the_shortest_way_whatever_the_clocks_say() -> None:
    arrivals = Arrivals()
    for at, delay in ((1.0, 0.1), (1.1, 0.3), (1.2, 0.15)):
        arrivals.add([(at, 100, at + delay - 5000.0, at + delay - 5000.0)])
    assert arrivals.queue_s == pytest.approx(0.05)


def test_a_way_that_got_longer_is_the_usual_one_after_a_while() -> None:
    arrivals = Arrivals()
    arrivals.add([(0.0, 100, 0.0, 0.0)])
    for step in range(1, round(2 * BASE_S)):
        arrivals.add([(float(step), 100, step + 0.05, step + 0.05)])
        assert step > BASE_S * 0.5 or arrivals.queue_s == pytest.approx(0.05)
    assert arrivals.queue_s == pytest.approx(0.0)
