"""Which packets to request, and how often to retransmit one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.peer.repair import (
    KEY_FRAME_PAUSE_S,
    KEY_FRAMES_AT_ONCE,
    MAX_MISSING,
    MAX_RESENDS,
    MAX_TRIES,
    MIN_RESEND_PAUSE_S,
    RESENDS_PER_SECOND,
    RETRY_S,
    TWICE_S,
    GapTracker,
    KeyFrameRequests,
    ResendGuard,
)


def test_a_gap_is_requested_after_a_pause_and_again_until_it_is_filled() -> None:
    gaps = GapTracker()
    gaps.on_packet(10, 0.0)
    gaps.on_packet(13, 0.0)
    assert gaps.take_due(0.005) == []
    assert gaps.take_due(0.02) == [11, 12]
    assert gaps.take_due(0.03) == []
    gaps.on_packet(12, 0.04)
    assert gaps.take_due(0.07) == [11]
    assert gaps.take_recovered(11)
    assert not gaps.take_recovered(11)
    assert gaps.take_due(0.2) == []


@pytest.mark.parametrize(("rtt_s", "pause_s"), [(0.0, RETRY_S), (0.01, RETRY_S), (0.3, 0.31)])
def test_a_request_leaves_twice_and_again_when_browsers_retransmit_again(
    rtt_s: float, pause_s: float
) -> None:
    gaps = GapTracker()
    gaps.on_packet(10, 0.0)
    gaps.on_packet(12, 0.0)
    asked = [at for at in range(20, 1000) if gaps.take_due(at / 1000, rtt_s)]
    first = asked[::2]
    assert asked[1::2][0] - first[0] == pytest.approx(1000 * TWICE_S, abs=1)
    assert first[1] - first[0] == pytest.approx(1000 * pause_s, abs=2)


def test_requests_for_a_packet_are_bounded() -> None:
    gaps = GapTracker()
    gaps.on_packet(1, 0.0)
    gaps.on_packet(3, 0.0)
    asked = sum(len(gaps.take_due(step * 0.02)) for step in range(1, 100))
    assert asked == MAX_TRIES


def test_an_old_gap_is_given_up() -> None:
    gaps = GapTracker()
    gaps.on_packet(1, 0.0)
    gaps.on_packet(3, 0.0)
    assert gaps.take_due(1.5) == []
    assert not gaps.take_recovered(2)


def test_an_outage_is_not_requested_packet_by_packet() -> None:
    gaps = GapTracker()
    gaps.on_packet(1, 0.0)
    assert not gaps.on_packet(3 + MAX_MISSING, 0.0)
    assert gaps.take_due(1.0) == []
    assert gaps.on_packet(4 + MAX_MISSING, 0.0)


def test_after_a_reset_nothing_earlier_is_missing() -> None:
    gaps = GapTracker()
    gaps.on_packet(1, 0.0)
    gaps.on_packet(5, 0.0)
    gaps.reset()
    gaps.on_packet(50, 0.1)
    assert gaps.take_due(0.5) == []


def test_the_same_packet_is_not_retransmitted_again_at_once() -> None:
    guard = ResendGuard()
    assert guard.allow(0, 5, 0.0)
    assert not guard.allow(0, 5, 0.09)
    assert guard.allow(1, 5, 0.09)
    assert guard.allow(0, 5, 0.11)


@pytest.mark.parametrize(("rtt_s", "pause_s"), [(0.001, MIN_RESEND_PAUSE_S), (0.25, 0.125)])
def test_a_retransmission_waits_for_half_a_round_trip(rtt_s: float, pause_s: float) -> None:
    guard = ResendGuard()
    assert guard.allow(0, 5, 0.0, rtt_s)
    assert not guard.allow(0, 5, pause_s - 0.001, rtt_s)
    assert guard.allow(0, 5, pause_s + 0.001, rtt_s)


def test_retransmissions_of_a_packet_are_bounded() -> None:
    guard = ResendGuard()
    assert sum(guard.allow(0, 5, float(second)) for second in range(20)) == MAX_RESENDS
    assert guard.allow(0, 6, 20.0)


def test_retransmissions_are_bounded_per_second() -> None:
    guard = ResendGuard()
    assert sum(guard.allow(0, number, 0.0) for number in range(2000)) == RESENDS_PER_SECOND
    assert sum(guard.allow(0, number, 1.0) for number in range(2000, 4000)) == RESENDS_PER_SECOND


# People who come one after another, or a liar: rounds of 20 ms.
ROUNDS = st.lists(st.booleans(), min_size=1, max_size=500)


def test_a_few_key_frames_may_follow_one_another_closely_then_one_a_second() -> None:
    requests = KeyFrameRequests()
    asked = [now / 100 for now in range(2000) if requests.allow(now / 100)]
    assert asked[:KEY_FRAMES_AT_ONCE] == pytest.approx(
        [0.35 * number for number in range(KEY_FRAMES_AT_ONCE)], abs=0.05
    )
    later = [second - first for first, second in pairwise(asked[2 * KEY_FRAMES_AT_ONCE :])]
    assert later == pytest.approx([1.0] * len(later), abs=0.011)


@given(ROUNDS, st.floats(0, 0.5))
def test_no_pattern_of_wishes_makes_a_camera_send_more_key_frames(wishes: list[bool], rtt_s: float) -> None:
    requests = KeyFrameRequests()
    asked = [at * 0.02 for at, wish in enumerate(wishes) if wish and requests.allow(at * 0.02, rtt_s)]
    assert all(second - first >= KEY_FRAME_PAUSE_S + rtt_s - 1e-9 for first, second in pairwise(asked))
    for number, first in enumerate(asked):
        for more, last in enumerate(asked[number:], 1):
            assert more <= KEY_FRAMES_AT_ONCE + last - first + 1e-9


def test_somebody_new_never_waits_longer_than_a_second_for_the_request() -> None:
    requests = KeyFrameRequests()
    for now in range(1000):
        requests.allow(now / 100)
    assert any(requests.allow(10 + wait / 100) for wait in range(101))


def test_a_requested_packet_is_recognised_on_arrival() -> None:
    gaps = GapTracker()
    gaps.on_packet(1, 0.0)
    gaps.on_packet(4, 0.0)
    assert not gaps.was_asked_for(2)
    assert gaps.take_due(0.02) == [2, 3]
    assert gaps.was_asked_for(2)
    gaps.on_packet(2, 0.1)
    assert not gaps.was_asked_for(2)
    assert not gaps.was_asked_for(99)
