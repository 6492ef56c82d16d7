"""How loss limits a rate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rates.loss_limit import LossLimit


def after(loss: list[float], sent: float = 1_000_000) -> LossLimit:
    limit = LossLimit()
    for second, fraction in enumerate(loss):
        limit.on_loss(fraction, sent, float(second))
    return limit


def run(seconds: int, loss_at: dict[str, float]) -> list[float]:
    """A sender that always sends as much as it may, over a link with a rate and a loss of its own; the rates it sent."""
    limit, sent = LossLimit(), []
    for second in range(seconds):
        rate = limit.apply(2_000_000)
        arrives = min(rate, loss_at.get("link", 1e9)) * (1 - loss_at.get("own", 0.0))
        limit.on_loss(1 - arrives / rate, rate, float(second))
        sent.append(rate)
    return sent


@pytest.mark.parametrize(("loss", "bps"), [(0.2, 900_000), (0.12, 940_000), (0.5, 500_000), (1.0, 100_000)])
def test_high_loss_lowers_at_once(loss: float, bps: float) -> None:
    assert after([loss]).bps == pytest.approx(bps)


def test_little_loss_changes_nothing() -> None:
    assert after([0.0, 0.02, 0.03] * 10).bps is None


def test_moderate_loss_lowers_only_when_it_lasts() -> None:
    assert after([0.06, 0.06, 0.0, 0.06, 0.06]).bps is None
    assert after([0.06] * 4).bps == pytest.approx(1_000_000 * 0.94 * 0.97)


def test_it_lowers_at_most_once_a_second() -> None:
    limit = LossLimit()
    lowered = [limit.on_loss(0.2, 1_000_000, step * 0.25) for step in range(5)]
    assert lowered == [True, False, False, False, True]


def test_without_loss_the_ceiling_rises_and_is_finally_lifted() -> None:
    limit = after([0.2])
    rates = []
    for second in range(1, 80):
        limit.on_loss(0.0, 1_000_000, float(second))
        rates.append(limit.apply(1e9))
    assert rates == sorted(rates)
    assert limit.bps is None


def test_a_narrow_link_is_found_and_kept_to() -> None:
    sent = run(40, {"link": 600_000})
    assert max(sent[3:]) < 600_000 * 1.15
    assert min(sent) > 400_000


def test_loss_that_stays_whatever_is_sent_is_inherent_to_the_link() -> None:
    sent = run(30, {"own": 0.06})
    assert min(sent) < 2_000_000
    assert sent[-10:] == [2_000_000] * 10


def test_heavy_inherent_loss_does_not_take_everything() -> None:
    sent = run(60, {"own": 0.15})
    assert min(sent) > 1_000_000
    assert sent[-10:] == [2_000_000] * 10


def test_congestion_is_still_seen_on_a_link_with_inherent_loss() -> None:
    assert run(60, {"own": 0.05, "link": 800_000})[-1] < 1_000_000


@given(st.lists(st.tuples(st.floats(-1, 2), st.integers(0, 10_000_000)), max_size=60))
def test_a_ceiling_is_never_negative_and_only_lowered_when_reported(
    reports: list[tuple[float, int]],
) -> None:
    limit = LossLimit()
    for second, (fraction, sent) in enumerate(reports):
        before = limit.apply(1e9)
        lowered = limit.on_loss(fraction, sent, second * 0.7)
        assert limit.apply(1e9) >= 0
        assert lowered or limit.apply(1e9) >= before
