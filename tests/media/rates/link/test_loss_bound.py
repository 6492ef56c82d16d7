"""What loss allows."""

from hypothesis import given
from hypothesis import strategies as st

from media.rates.link.loss_bound import LossBound

SENT_BPS = 1_000_000.0


def run(bound: LossBound, fraction: float, queue_s: float, seconds: float, begin: float = 0.0) -> None:
    """Reports ten times a second of a hundred packets each."""
    for step in range(round(seconds * 10)):
        now = begin + step * 0.1
        bound.on_packets(100, round(100 * fraction), queue_s, SENT_BPS * (1 - fraction), now)


def test_loss_without_a_queue_belongs_to_the_link() -> None:
    bound = LossBound()
    run(bound, 0.1, 0.0, 20.0)
    assert bound.bps is None
    assert 0.08 < bound.own < 0.11
    assert not bound.is_over


def test_loss_beside_a_full_queue_lowers_the_rate_below_what_arrives() -> None:
    bound = LossBound()
    run(bound, 0.2, 0.2, 1.0)
    assert bound.is_over
    assert bound.bps is not None
    assert bound.bps < SENT_BPS * 0.8


def test_a_queue_on_a_lossy_link_is_judged_by_what_is_beyond_its_own_loss() -> None:
    bound = LossBound()
    run(bound, 0.1, 0.0, 20.0)
    run(bound, 0.1, 0.2, 5.0, 20.0)
    assert bound.bps is None
    run(bound, 0.3, 0.2, 1.0, 25.0)
    assert bound.bps is not None


def test_without_loss_the_bound_rises_and_ends() -> None:
    bound = LossBound()
    run(bound, 0.2, 0.2, 1.0)
    run(bound, 0.0, 0.0, 30.0, 1.0)
    assert bound.bps is None


def test_heavy_loss_bounds_the_rate_whatever_its_cause() -> None:
    bound = LossBound()
    run(bound, 0.4, 0.0, 10.0)
    assert bound.bps is not None
    assert bound.bps < 300_000


def test_few_packets_say_nothing() -> None:
    bound = LossBound()
    for step in range(20):
        bound.on_packets(1, 1, 0.3, SENT_BPS, step * 0.01)
    assert bound.bps is None


reports = st.tuples(
    st.integers(0, 3000), st.floats(0, 1), st.floats(-10, 10), st.floats(0, 1e9), st.floats(0, 5)
)


@given(st.lists(reports, max_size=50))
def test_whatever_is_reported_the_bound_leaves_something(
    lies: list[tuple[int, float, float, float, float]],
) -> None:
    bound, now = LossBound(), 0.0
    for expected, share, queue_s, arriving, pause in lies:
        now += pause
        bound.on_packets(expected, int(expected * share), queue_s, arriving, now)
        assert bound.bps is None or bound.bps >= 0
        assert 0 <= bound.own <= 1
