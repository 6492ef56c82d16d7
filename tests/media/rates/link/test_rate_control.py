"""The rate that the delay allows."""

import pytest

from media.rates.link.rate_control import DECREASE, RateControl
from media.rates.link.trend import Usage


def test_it_grows_slowly_while_it_is_used() -> None:
    control = RateControl(1_000_000.0)
    for step in range(101):
        control.on_usage(Usage.NORMAL, 2_000_000.0, 0.05, step * 0.1)
    assert 1.05**10 <= control.bps / 1_000_000 <= 1.08**10


def test_it_grows_only_a_little_beyond_what_arrives() -> None:
    control = RateControl(300_000.0)
    for step in range(600):
        control.on_usage(Usage.NORMAL, 200_000.0, 0.05, step * 0.1)
    assert control.bps == 300_000.0
    for step in range(600, 1200):
        control.on_usage(Usage.NORMAL, 300_000.0, 0.05, step * 0.1)
    assert control.bps == pytest.approx(370_000.0)


def test_a_growing_queue_lowers_it_below_what_arrives() -> None:
    control = RateControl(1_000_000.0)
    assert control.on_usage(Usage.OVER, 800_000.0, 0.05, 1.0)
    assert control.bps == 800_000 * DECREASE
    assert not control.on_usage(Usage.OVER, 700_000.0, 0.05, 1.05)
    assert control.on_usage(Usage.OVER, 300_000.0, 0.05, 1.08)
    assert control.bps == 300_000 * DECREASE


def test_a_queue_beside_little_traffic_never_raises_it() -> None:
    control = RateControl(100_000.0)
    assert not control.on_usage(Usage.OVER, 900_000.0, 0.05, 1.0)
    assert control.bps == 100_000.0


def test_near_the_rate_of_a_full_link_it_grows_by_little() -> None:
    control = RateControl(500_000.0)
    for at in (1.0, 2.0, 3.0):
        control.on_usage(Usage.OVER, 500_000.0, 0.05, at)
    before = control.bps
    for step in range(40):
        control.on_usage(Usage.NORMAL, 430_000.0, 0.05, 4.0 + step * 0.1)
    assert before < control.bps < before * 1.25
    for step in range(40):
        control.on_usage(Usage.NORMAL, 900_000.0, 0.05, 8.0 + step * 0.1)
    assert control.bps > before * 1.3


def test_while_a_queue_empties_it_stays() -> None:
    control = RateControl(500_000.0)
    for step in range(50):
        control.on_usage(Usage.UNDER, 900_000.0, 0.05, step * 0.1)
    assert control.bps == 500_000.0


def test_a_probe_sets_it() -> None:
    control = RateControl(500_000.0)
    control.prove(2_000_000.0, 1.0)
    assert control.bps == 2_000_000.0
