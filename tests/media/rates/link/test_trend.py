"""Whether a queue grows."""

import random
from itertools import pairwise

from media.rates.link.trend import Trend, Usage


def run(trend: Trend, arrived_ms: list[float], start_ms: float = 0.0) -> list[Usage]:
    """Groups sent 20 ms apart that arrive so much after each other."""
    seen, at = [], start_ms
    for gap in arrived_ms:
        at += gap
        trend.on_group(20.0, gap, at)
        seen.append(trend.usage)
    return seen


def test_a_constant_delay_is_normal() -> None:
    assert set(run(Trend(), [20.0] * 200)) == {Usage.NORMAL}


def test_jitter_is_normal() -> None:
    dice = random.Random(1)
    delays = [dice.uniform(0, 8) for _ in range(600)]
    gaps = [20 + later - earlier for earlier, later in pairwise(delays)]
    seen = run(Trend(), gaps)
    assert seen.count(Usage.OVER) <= len(seen) * 0.02


def test_a_growing_queue_is_seen_within_half_a_second_and_an_emptying_one_too() -> None:
    trend = Trend()
    run(trend, [20.0] * 60)
    assert Usage.OVER in run(trend, [24.0] * 25, 1200.0)
    assert Usage.UNDER in run(trend, [14.0] * 30, 1800.0)


def test_a_delay_that_grew_once_is_over_only_for_a_moment() -> None:
    trend = Trend()
    run(trend, [20.0] * 60)
    seen = run(trend, [70.0] + [20.0] * 100, 1200.0)
    assert set(seen[50:]) == {Usage.NORMAL}


def test_absurd_times_are_no_fault() -> None:
    trend = Trend()
    for value in (0.0, -1e9, 1e12, -5.0, 1e-9):
        trend.on_group(value, -value, value)
    assert trend.usage in Usage
