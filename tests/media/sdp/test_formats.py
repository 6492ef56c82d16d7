"""What a client accepted of a section, and what that means for what it is sent."""

from msgspec import structs

from media.sdp.formats import Format, accept_everything
from media.sdp.profile import ABS_SEND_TIME_ID, LEVEL_ID, OPUS, RED, RTX, TRANSPORT_ID, VP8, Kind


def test_a_section_taken_as_offered_is_sent_all_that_the_relay_sends() -> None:
    sound, picture = accept_everything(Kind.AUDIO), accept_everything(Kind.VIDEO)
    assert sound.plays
    assert picture.plays
    # A sender's mid and rid are never forwarded.
    assert sound.format == Format(True, False, frozenset((LEVEL_ID, ABS_SEND_TIME_ID, TRANSPORT_ID)))
    assert picture.format == Format(False, True, frozenset((ABS_SEND_TIME_ID, TRANSPORT_ID)))


def test_red_and_rtx_are_not_formats_by_themselves() -> None:
    sound, picture = accept_everything(Kind.AUDIO), accept_everything(Kind.VIDEO)
    assert not structs.replace(sound, types=frozenset((RED,))).suits
    assert not structs.replace(picture, types=frozenset((RTX,))).suits
    assert structs.replace(sound, types=frozenset((OPUS,))).suits
    assert structs.replace(picture, types=frozenset((VP8,))).suits


def test_a_rejected_section_plays_nothing_and_neither_does_one_that_only_sends() -> None:
    sound = accept_everything(Kind.AUDIO)
    rejected, sending = structs.replace(sound, taken=False), structs.replace(sound, receives=False)
    assert (rejected.suits, rejected.plays) == (False, False)
    assert (sending.suits, sending.plays) == (True, False)
