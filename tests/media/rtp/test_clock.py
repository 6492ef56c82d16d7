"""A sender's clock, from its reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rtp.clock import SenderClock
from media.sdp.profile import AUDIO_CLOCK, VIDEO_CLOCK


def test_before_any_report_nothing_is_known() -> None:
    assert SenderClock(VIDEO_CLOCK).moment(5) is None


@given(st.integers(0, 0xFFFFFFFF), st.floats(-1000, 1000))
def test_a_timestamp_near_the_report_has_a_time_even_across_the_wrap(timestamp: int, apart_s: float) -> None:
    clock = SenderClock(VIDEO_CLOCK)
    clock.on_report(int(3_900_000_000.25 * 2**32), timestamp)
    moment = clock.moment((timestamp + round(apart_s * VIDEO_CLOCK)) & 0xFFFFFFFF)
    assert moment == pytest.approx(3_900_000_000.25 + apart_s, abs=0.0001)


def test_two_streams_of_one_sender_share_it() -> None:
    sound, picture = SenderClock(AUDIO_CLOCK), SenderClock(VIDEO_CLOCK)
    sound.on_report(100 << 32, 1000)
    picture.on_report(102 << 32, 500)
    assert sound.moment(1000 + 3 * AUDIO_CLOCK) == picture.moment(500 + VIDEO_CLOCK) == 103.0


def test_a_newer_report_replaces_the_older() -> None:
    clock = SenderClock(AUDIO_CLOCK)
    clock.on_report(100 << 32, 0)
    clock.on_report(200 << 32, 0)
    assert clock.moment(AUDIO_CLOCK) == 201.0
