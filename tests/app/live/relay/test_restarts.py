from hypothesis import given
from hypothesis import strategies as st

from app.live.relay.restarts import RESTART_EVERY_S, RESTARTS_AT_ONCE, Restarts


def test_a_few_come_at_once_then_one_in_its_time() -> None:
    restarts = Restarts(100.0)
    assert [restarts.ask(100.0) for _ in range(RESTARTS_AT_ONCE + 1)] == [0] * RESTARTS_AT_ONCE + [5]
    assert restarts.ask(103.0) == 2
    assert restarts.ask(105.0) == 0


@given(st.lists(st.floats(0, 20), max_size=200))
def test_however_often_it_is_asked_no_more_are_given_than_the_time_allows(gaps: list[float]) -> None:
    now, given_ = 0.0, 0
    restarts = Restarts(now)
    for gap in gaps:
        now += gap
        given_ += restarts.ask(now) == 0
    assert given_ <= RESTARTS_AT_ONCE + now / RESTART_EVERY_S + 1e-6
