import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.doors.meter import Meter, NetworkMeters

SHARE, BURST_S, COST_S = 0.5, 0.1, 0.01


@given(st.lists(st.floats(0.0, 0.2), min_size=1, max_size=200))
def test_in_any_time_no_more_than_the_share_and_the_burst_is_begun(gaps: list[float]) -> None:
    meter, now, begun = Meter(SHARE, BURST_S), 0.0, []
    for gap in gaps:
        now += gap
        begun.append(now + meter.charge(COST_S, now))
    assert begun == sorted(begun), "in the order in which it came"
    for first, start in enumerate(begun):
        for last in range(first, len(begun)):
            work = COST_S * (last - first + 1)
            assert work <= SHARE * (begun[last] - start) + BURST_S + COST_S + 1e-9


def test_what_is_refunded_keeps_nobody_waiting() -> None:
    meter = Meter(SHARE, BURST_S)
    for _ in range(1_000):
        assert meter.charge(COST_S, 0.0) == 0.0
        meter.refund(COST_S)


def test_networks_have_their_own_meters_and_the_oldest_is_forgotten() -> None:
    meters = NetworkMeters(SHARE, BURST_S, 2)
    meters.of("a").charge(10.0, 0.0)
    assert meters.of("b").charge(COST_S, 0.0) == 0.0
    assert meters.of("a").charge(COST_S, 0.0) > 0.0
    meters.of("c")
    assert len(meters) == 2
    assert meters.of("b").charge(BURST_S, 0.0) == pytest.approx(0.0), "b was forgotten, and begins anew"
