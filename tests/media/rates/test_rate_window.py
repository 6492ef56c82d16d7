"""The rate of a stream that arrives evenly, in bursts, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rates.rate_window import RATE_WINDOW_S, RateWindow


def rates(bytes_by_half_second: list[int]) -> list[int]:
    """The rate after each half second."""
    window, total, found = RateWindow(), 0, []
    window.read(0, 100.0)
    for step, came in enumerate(bytes_by_half_second, 1):
        total += came
        window.read(total, 100.0 + step / 2)
        found.append(window.bps)
    return found


def test_an_even_stream_has_its_rate_from_the_first_half_second_on() -> None:
    assert rates([62_500] * 20) == [1_000_000] * 20


def test_a_change_is_known_after_the_window() -> None:
    assert rates([62_500] * 10 + [0] * 6)[-1] == 0
    after = rates([0] * 10 + [62_500] * 20)[10:]
    assert after == sorted(after)
    assert after[round(RATE_WINDOW_S * 2) :] == [1_000_000] * (20 - round(RATE_WINDOW_S * 2))


def test_one_frame_a_second_is_not_a_burst() -> None:
    settled = rates([5_000, 0] * 20)[8:]
    assert min(settled) > 0
    assert max(settled) == pytest.approx(40_000, rel=0.35)


def test_a_slide_after_a_pause_is_spread_over_the_pause() -> None:
    found = rates([5_000] + [0] * 13 + [70_000] + [0] * 13)
    assert max(found[14:]) <= 8 * 70_000 / 6.5


@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=80))
def test_the_rate_is_bounded_by_what_arrived_and_never_negative(came: list[int]) -> None:
    assert all(0 <= bps <= 16 * max(came) for bps in rates(came))
