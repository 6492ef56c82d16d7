"""The estimate of one link, and feedback that lies; tests/media/peer/test_narrow_links.py shows what it reaches."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.rates.link.estimator import LEAST_BPS, MOST_BPS, START_BPS, LinkEstimator
from media.rates.rate_window import HEADER_BYTES

SENT = [(10.0 + number * 0.01, 500) for number in range(400)]


def ticks(seconds: float) -> int:
    return round(seconds * 4000) & 0xFFFFFFFF


def test_numbers_are_unwrapped_into_the_past() -> None:
    estimator = LinkEstimator()
    assert estimator.unwrap(4, 5) == 4
    assert estimator.unwrap(65_535, 65_536 + 3) == 65_535
    assert estimator.unwrap(2, 65_536 + 3) == 65_538
    assert estimator.unwrap(5, 5) < 0


def test_feedback_gives_the_round_trip_and_the_loss() -> None:
    estimator = LinkEstimator()
    assert not estimator.is_heard
    arrivals = [None if number % 10 == 0 else ticks(sent_at) for number, (sent_at, _) in enumerate(SENT[:10])]
    estimator.on_feedback(0, arrivals, SENT[:10], SENT[9][0] + 0.08)
    assert estimator.is_heard
    assert estimator.rtt_s == pytest.approx(0.08)
    assert estimator.loss > 0


def test_each_packet_is_judged_once_and_unknown_ones_not_at_all() -> None:
    estimator = LinkEstimator(reported=5)
    estimator.on_feedback(0, [None] * 5, SENT[:5], 11.0)
    estimator.on_feedback(5, [None] * 5, [(0.0, 0)] * 5, 11.0)
    assert (estimator.is_heard, estimator.loss) == (False, 0.0)
    estimator.on_feedback(10, [None] * 5, SENT[10:15], 11.0)
    loss = estimator.loss
    estimator.on_feedback(10, [None] * 5, SENT[10:15], 11.5)
    assert estimator.loss == loss > 0


def test_a_clock_that_wraps_goes_unnoticed() -> None:
    estimator = LinkEstimator()
    start = (1 << 32) / 4000 - 1.0 - SENT[0][0]
    for first in range(0, 400, 10):
        arrivals = [ticks(sent_at + start) for sent_at, _ in SENT[first : first + 10]]
        estimator.on_feedback(first, arrivals, SENT[first : first + 10], SENT[first + 9][0] + 0.05)
    assert estimator.queue_s == pytest.approx(0.0, abs=0.001)
    assert estimator.bps >= START_BPS


def send_at(bps: float, estimator: LinkEstimator, *, queue_s: float) -> None:
    """A second of packets at this rate, of which those after the first report wait in a queue."""
    sent = [(10.0 + number * 8 * 1000 / bps, 1000 - HEADER_BYTES) for number in range(int(bps / 8000))]
    step = len(sent) // 10
    for first in range(0, step * 10, step):
        part = sent[first : first + step]
        arrivals = [ticks(sent_at + (queue_s if first else 0.0)) for sent_at, _ in part]
        estimator.on_feedback(first, arrivals, part, part[-1][0] + 0.05)


def test_what_arrives_without_a_queue_is_carried() -> None:
    estimator = LinkEstimator()
    send_at(4_000_000, estimator, queue_s=0.0)
    assert 3_900_000 < estimator.bps < 4_900_000


def test_what_comes_out_of_a_queue_shows_nothing() -> None:
    estimator = LinkEstimator()
    send_at(4_000_000, estimator, queue_s=0.03)
    assert estimator.bps < 1_500_000


lies = st.tuples(
    st.integers(-10, 400),
    st.lists(st.one_of(st.none(), st.integers(0, 0xFFFFFFFF), st.integers(40_000, 60_000)), max_size=60),
    st.floats(0.0, 2.0),
)


@settings(deadline=None)
@given(st.lists(lies, max_size=40), st.floats(0, 1e8))
def test_feedback_that_lies_moves_the_estimate_only_within_bounds(
    reports: list[tuple[int, list[int | None], float]], goal_bps: float
) -> None:
    estimator, now = LinkEstimator(), 10.0
    estimator.probes.want(goal_bps, at_once=True, is_short=True, now=now)
    number = 0
    for first, arrivals, pause in reports:
        now += pause
        sent = [(10.0 + (first + at) * 0.01, 500) for at in range(len(arrivals))]
        estimator.on_feedback(first, arrivals, sent, now)
        assert LEAST_BPS <= estimator.bps <= MOST_BPS
        assert estimator.rtt_s is None or 0 <= estimator.rtt_s <= 3.0
        assert 0 <= estimator.loss <= 1
        padding = estimator.probes.padding(estimator.bps, estimator.queue_s, (number, 0), now)
        assert 0 <= padding <= max(goal_bps, estimator.bps) * 0.1 / 8
        number += 10
