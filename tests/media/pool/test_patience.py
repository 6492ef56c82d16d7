import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.pool.patience import LATE_S, LOOK_S, Patience, fair_timeout
from tests.support.service.troubles.stalls import stall

PERIOD_S = 5.0


def test_without_an_answer_it_is_over_after_the_period() -> None:
    patience = Patience(PERIOD_S, 100.0)
    looks = [100 + LOOK_S * n for n in range(1, 41)]
    assert next(now for now in looks if patience.is_over(now)) == 100 + PERIOD_S


def test_a_late_check_starts_the_period_again() -> None:
    patience = Patience(PERIOD_S, 0.0)
    assert not patience.is_over(60.0)
    looks = [60 + LOOK_S * n for n in range(1, 41)]
    assert next(now for now in looks if patience.is_over(now)) == 60 + PERIOD_S


def test_a_short_period_is_checked_in_time() -> None:
    patience = Patience(0.1, 0.0)
    assert patience.look_s == 0.1
    assert patience.is_over(0.1)


@given(st.lists(st.floats(0.01, 3.0), max_size=60))
def test_it_is_never_over_while_a_check_in_the_last_period_was_late(gaps: list[float]) -> None:
    patience, now, on_time_since = Patience(PERIOD_S, 0.0), 0.0, 0.0
    for gap in gaps:
        now += gap
        if gap > LOOK_S + LATE_S:
            on_time_since = now
        if patience.is_over(now):
            assert now - on_time_since >= PERIOD_S
            return


async def test_an_answer_during_our_own_stall_is_accepted() -> None:
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    # What arrived on a socket meanwhile is read a few turns of the loop after the stall, later than timers are checked.
    loop.call_later(30.1, answer.set_result, "done")
    async with fair_timeout(1.0):
        stall(30.0)
        assert await answer == "done"


async def test_without_a_stall_it_raises() -> None:
    with pytest.raises(TimeoutError):
        async with fair_timeout(0.01):
            await asyncio.Event().wait()
