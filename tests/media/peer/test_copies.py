"""Copies of sound (RED, RFC 2198) that end and come back in the middle of speech."""

from media.sdp.profile import OPUS, RED
from tests.media.peer.test_variant import NO_RED, Ear, microphone, said, speak


def test_a_receiver_whose_path_loses_nothing_gets_plain_opus_and_copies_again_later() -> None:
    calm, other = Ear(), Ear()
    stream = microphone(calm, other)
    speak(stream, *range(40))
    calm.outlet.set_copies(False)
    speak(stream, *range(40, 80))
    calm.outlet.set_copies(True)
    speak(stream, *range(80, 120))
    types = [packet.payload_type for packet in calm.packets]
    assert types[39:80] == [RED] + [OPUS] * 40
    assert types[-20:] == [RED] * 20
    assert calm.payloads[40:80] == [said(number) for number in range(40, 80)]
    # Numbers and times go on as for everybody.
    assert [(p.sequence, p.timestamp) for p in calm.packets] == [
        (p.sequence, p.timestamp) for p in other.packets
    ]
    assert {packet.payload_type for packet in other.packets[40:]} == {RED}


def test_a_receiver_without_copies_gets_what_was_lost_on_the_way_to_the_relay() -> None:
    calm = Ear()
    stream = microphone(calm)
    calm.outlet.set_copies(False)
    speak(stream, *range(10), 11)
    assert calm.payloads == [said(number) for number in range(12)]


def test_a_packet_is_retransmitted_only_as_it_was_sent() -> None:
    ear, other = Ear(), Ear()
    stream = microphone(ear, other)
    # Ten seconds after the start, copies can hold nothing from before it.
    speak(stream, *range(520))
    for copies, last in ((False, 540), (True, 560)):
        ear.outlet.set_copies(copies)
        speak(stream, *range(last - 20, last))
        for number in range(last - 20, last):
            found = ear.outlet.repeatable(number, last / 50)
            assert found is not None
            assert found[1] == ear.plain[number]
            assert ear.packets[number].payload_type == (RED if copies else OPUS)
        assert ear.outlet.repeatable(last - 21, last / 50) is None


def test_what_was_not_accepted_is_not_switched_on() -> None:
    ear = Ear(NO_RED)
    stream = microphone(ear)
    ear.outlet.set_copies(True)
    speak(stream, *range(40))
    assert {packet.payload_type for packet in ear.packets} == {OPUS}
