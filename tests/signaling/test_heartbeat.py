from hypothesis import given
from hypothesis import strategies as st

from signaling.heartbeat import HEARTBEAT_S, TOGETHER_S, Heartbeat, together


def test_a_beat_is_due_when_nothing_was_sent_for_its_time() -> None:
    beat = Heartbeat(100.0)
    assert beat.wait_s(100.0) == HEARTBEAT_S
    beat.sent(104.0)
    assert beat.wait_s(110.0) == HEARTBEAT_S - 6.0
    assert beat.wait_s(114.0) == 0.0


@given(st.lists(st.floats(0, 60), max_size=20), st.floats(0, 60))
def test_it_follows_from_the_last_thing_sent_alone(sent: list[float], now: float) -> None:
    one, other = Heartbeat(0.0), Heartbeat(0.0)
    for at in sorted(sent):
        one.sent(at)
    if sent:
        other.sent(max(sent))
    assert one.wait_s(now) == other.wait_s(now)


@given(st.floats(0, 1e6))
def test_common_moments_follow_soon_and_are_few(at: float) -> None:
    assert 0 <= together(at) - at <= TOGETHER_S
    assert together(at) % TOGETHER_S == 0
    assert HEARTBEAT_S + TOGETHER_S <= 10.0, "what PROTOCOL.md promises"
