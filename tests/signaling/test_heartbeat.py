from hypothesis import given
from hypothesis import strategies as st

from signaling.heartbeat import HEARTBEAT_S, Heartbeat


def test_a_beat_is_due_when_nothing_was_sent_for_its_time() -> None:
    beat = Heartbeat(100.0)
    assert beat.wait_s(100.0) == HEARTBEAT_S
    beat.sent(104.0)
    assert beat.wait_s(110.0) == 4.0
    assert beat.wait_s(114.0) == 0.0


@given(st.lists(st.floats(0, 60), max_size=20), st.floats(0, 60))
def test_it_follows_from_the_last_thing_sent_alone(sent: list[float], now: float) -> None:
    one, other = Heartbeat(0.0), Heartbeat(0.0)
    for at in sorted(sent):
        one.sent(at)
    if sent:
        other.sent(max(sent))
    assert one.wait_s(now) == other.wait_s(now)
