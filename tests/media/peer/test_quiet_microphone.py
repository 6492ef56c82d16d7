"""A quiet microphone sends hardly anything (Opus DTX, RFC 6716 §2.1.9): its pauses are not loss."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.peer.stream import IncomingStream
from media.rates.quality import ConnectionQuality, LinkReading
from media.rates.redundancy import Redundancy
from media.rtp.packet import RtpPacket, parse_packet
from media.sdp.profile import AUDIO_CLOCK, OPUS, RED, Kind
from tests.support.relay.parts import PlainTransport, make_outlet, red, rtp_bytes

FRAME_S, NOISE_S = 0.02, 0.4
SPEECH, NOISE = b"\xf8" + bytes(60), b"\xf8"
QUIET = 127


class Microphone:
    """A browser's microphone with DTX: frames while somebody speaks, comfort noise each 400 ms otherwise."""

    def __init__(self, payload_type: int = OPUS) -> None:
        self.stream = IncomingStream(Kind.AUDIO)
        self.stream.use_source(9)
        self.stream.set_gate(True)
        self.heard: list[bytes] = []
        self.outlet = make_outlet(1, Kind.AUDIO, PlainTransport(self.heard.append, lambda data: None))
        self.stream.subscribe(self.outlet)
        self.now, self.sequence, self.sent_at = 100.0, 0, 100.0
        self._type = payload_type

    def send(self, *, speech: bool, lost: bool = False) -> None:
        self.sequence += 1
        sound, level = (SPEECH, 20) if speech else (NOISE, QUIET)
        payload = sound if self._type == OPUS else red(sound)
        data = rtp_bytes(self._type, self.sequence, round(self.now * AUDIO_CLOCK), 9, payload, level=level)
        if not lost:
            self.stream.handle_rtp(parse_packet(data), len(data), self.now)

    def speak(self, seconds: float) -> None:
        for _ in range(round(seconds / FRAME_S)):
            self.now += FRAME_S
            self.send(speech=True)

    def listen(self, seconds: float) -> None:
        for _ in range(round(seconds / NOISE_S)):
            self.now += NOISE_S
            self.send(speech=False)

    @property
    def packets(self) -> Iterator[RtpPacket]:
        return map(parse_packet, self.heard)


@pytest.mark.parametrize("payload_type", [OPUS, RED])
def test_pauses_are_no_loss_no_jitter_and_asked_for_by_nobody(payload_type: int) -> None:
    microphone = Microphone(payload_type)
    for _ in range(5):
        microphone.speak(2.0)
        microphone.listen(10.0)
        assert microphone.stream.take_nacks(microphone.now) == []
        report = microphone.stream.reception.report(microphone.now)
        assert report is not None
        assert (report.fraction_lost, report.lost, report.missed) == (0, 0, 0)
        reading = LinkReading(up_loss=0.0, up_jitter_ms=1000 * microphone.stream.reception.jitter_s)
        assert ConnectionQuality().on_reading(reading).up == "good"
    assert microphone.stream.reception.jitter_s < 0.001


def test_receivers_see_no_gap_in_the_numbers_and_the_right_times() -> None:
    microphone = Microphone()
    microphone.speak(0.2)
    microphone.listen(4.0)
    microphone.speak(0.2)
    packets = list(microphone.packets)
    assert {after.sequence - before.sequence for before, after in pairwise(packets)} == {1}
    steps = {after.timestamp - before.timestamp for before, after in pairwise(packets)}
    assert {round(step / AUDIO_CLOCK, 2) for step in steps} == {FRAME_S, NOISE_S}


def test_a_loss_in_a_pause_is_still_a_loss() -> None:
    microphone = Microphone()
    microphone.speak(1.0)
    microphone.now += NOISE_S
    microphone.send(speech=False, lost=True)
    microphone.listen(0.4)
    microphone.now += 0.05
    assert microphone.stream.take_nacks(microphone.now) == [0x10000 + 51]
    report = microphone.stream.reception.report(microphone.now)
    assert report is not None
    assert report.missed == 1


def test_a_pause_is_silence_and_no_lie() -> None:
    microphone = Microphone()
    microphone.speak(1.0)
    assert microphone.stream.speech.is_speaking(microphone.now)
    microphone.listen(2.0)
    assert not microphone.stream.speech.is_speaking(microphone.now)
    assert microphone.stream.voice.lies == 0
    assert not microphone.stream.voice.unreliable


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 30)), min_size=1, max_size=20))
def test_copies_are_not_brought_back_by_pauses(turns: list[tuple[bool, int]]) -> None:
    microphone, rule = Microphone(), Redundancy(is_on=False)
    for is_speech, tenths in turns:
        (microphone.speak if is_speech else microphone.listen)(tenths / 10)
        report = microphone.stream.reception.report(microphone.now)
        if report is not None:
            rule.on_report(report.missed, report.expected, microphone.now)
            rule.on_request(len(microphone.stream.take_nacks(microphone.now)), microphone.now)
        assert not rule.is_on
