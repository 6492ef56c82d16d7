"""The relay reads the answer as it is meant: one voice, one picture, and nothing to be sent back."""

from aiortc.sdp import SessionDescription

from media.sdp.answer import parse_answer
from media.sdp.offer import OfferFacts, build_offer
from media.sdp.profile import LEVEL_ID, MID_ID, OPUS, VP8
from practice.link.answer import Own, build_answer, find_numbers

FACTS = OfferFacts(1, 1, 3, ("q", "h", "f"), "ufrag", "password", ":".join(["AB"] * 32), ("127.0.0.1",), 4000)
OWN = Own("abcd", "efghijklmnop", ":".join(["CD"] * 32), 11, 12)


def test_the_relay_takes_the_answer_and_sends_nothing_to_it() -> None:
    read = parse_answer(build_answer(SessionDescription.parse(build_offer(FACTS)), OWN))
    microphone, camera, *slots = read.sections

    assert (microphone.suits, microphone.sends, microphone.ssrcs) == (True, True, (11,))
    assert (camera.suits, camera.sends, camera.ssrcs) == (True, True, (12,))
    assert camera.feedback == {"nack pli"}
    assert microphone.extensions == {MID_ID, LEVEL_ID}
    assert not any(slot.plays for slot in slots)
    assert read.unsupported == (), "nobody is told that something is missing"
    assert (read.ice, read.fingerprints) == (("abcd", "efghijklmnop"), (OWN.fingerprint,))


def test_the_numbers_are_the_offers_own() -> None:
    numbers = find_numbers(SessionDescription.parse(build_offer(FACTS)))

    assert (numbers.voice_type, numbers.picture_type) == (OPUS, VP8)
    assert (numbers.voice_mid, numbers.picture_mid) == ("mic", "cam")
    assert (numbers.level_id, numbers.mid_id) == (LEVEL_ID, MID_ID)
