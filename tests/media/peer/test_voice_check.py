"""Which levels are believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.peer.voice_check import MAX_SILENCE_BYTES, STEADY_PACKETS, VoiceCheck
from media.rtp.levels import ACTIVE_LEVEL


@pytest.mark.parametrize(
    ("level", "payload_bytes", "voice", "lies"),
    [
        (10, 80, True, 0),
        (ACTIVE_LEVEL, MAX_SILENCE_BYTES + 1, True, 0),
        (ACTIVE_LEVEL + 1, 80, False, 0),
        (127, 1, False, 0),
        (10, MAX_SILENCE_BYTES, False, 1),
        (0, 0, False, 1),
    ],
)
def test_a_loud_level_needs_a_packet_that_can_hold_voice(
    level: int, payload_bytes: int, voice: bool, lies: int
) -> None:
    check = VoiceCheck()
    assert check.is_voice(level, payload_bytes) is voice
    assert check.lies == lies


def test_a_loud_level_that_never_changes_is_unreliable_until_it_does() -> None:
    check = VoiceCheck()
    assert all(check.is_voice(20, 80) for _ in range(STEADY_PACKETS - 1))
    assert not check.unreliable
    assert not check.is_voice(20, 80)
    assert check.unreliable
    assert check.is_voice(21, 80)
    assert not check.unreliable
    assert check.lies == 0


def test_long_silence_is_not_unreliable() -> None:
    check = VoiceCheck()
    assert not any(check.is_voice(127, 3) for _ in range(2 * STEADY_PACKETS))
    assert not check.unreliable


@given(st.lists(st.tuples(st.integers(0, 127), st.integers(0, 200)), max_size=200))
def test_every_loud_packet_is_voice_or_a_lie_while_levels_vary(packets: list[tuple[int, int]]) -> None:
    check = VoiceCheck()
    voiced = sum(check.is_voice(level, size) for level, size in packets)
    assert voiced + check.lies == sum(level <= ACTIVE_LEVEL for level, _ in packets)
