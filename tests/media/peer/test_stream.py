"""One incoming stream: its gate, its subscribers, and its repair."""

import pytest

from media.peer.repair import RETRY_S, TWICE_S
from media.peer.stream import ACTIVE_S, STILL_S, IncomingStream
from media.rates.rate_window import HEADER_BYTES
from media.rtp.packet import RtpPacket, parse_packet
from media.sdp.profile import OPUS, RED, RTX, VP8, Kind
from tests.support.relay.parts import PlainTransport, make_outlet, rtp_bytes, vp8


class Sink:
    """An outlet that keeps what it sent."""

    def __init__(self, kind: Kind) -> None:
        self.rtp: list[RtpPacket] = []
        self.rtcp: list[bytes] = []
        self.outlet = make_outlet(
            0, kind, PlainTransport(lambda data: self.rtp.append(parse_packet(data)), self.rtcp.append)
        )

    @property
    def numbers(self) -> list[int]:
        return [packet.sequence for packet in self.rtp]


def video(sequence: int, *, key: bool = False, ssrc: int = 9) -> RtpPacket:
    return parse_packet(rtp_bytes(VP8, sequence, sequence * 3000, ssrc, vp8(key=key, picture=sequence)))


def sound(sequence: int, *, level: int | None = None, payload_type: int = OPUS) -> RtpPacket:
    return parse_packet(rtp_bytes(payload_type, sequence, sequence * 960, 9, bytes(60), level=level))


def repeat(number: int) -> RtpPacket:
    return parse_packet(rtp_bytes(RTX, 1, number * 3000, 77, number.to_bytes(2) + vp8()))


def open_stream() -> tuple[IncomingStream, Sink]:
    stream, sink = IncomingStream(Kind.VIDEO, "f"), Sink(Kind.VIDEO)
    stream.use_source(9)
    stream.set_gate(True)
    stream.await_key_frame(sink.outlet)
    return stream, sink


def open_sound() -> tuple[IncomingStream, Sink]:
    stream, sink = IncomingStream(Kind.AUDIO), Sink(Kind.AUDIO)
    stream.use_source(9)
    stream.set_gate(True)
    stream.subscribe(sink.outlet)
    return stream, sink


# The gate.


def test_a_new_stream_is_closed_and_a_closed_one_forwards_to_nobody() -> None:
    stream, sink = IncomingStream(Kind.VIDEO), Sink(Kind.VIDEO)
    stream.subscribe(sink.outlet)
    stream.await_key_frame(sink.outlet)
    assert (stream.outlets, stream.waiting) == ([], [])
    stream.use_source(9)
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    assert (stream.gated, stream.forwarded, sink.rtp) == (1, 0, [])
    assert (stream.packets, stream.bytes) == (1, 100)


def test_gated_packets_are_neither_lost_nor_missed() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    stream.set_gate(False)
    for sequence in range(2, 50):
        stream.handle_rtp(video(sequence), 100, 0.0)
    stream.set_gate(True)
    stream.await_key_frame(sink.outlet)
    stream.handle_rtp(video(50, key=True), 100, 0.0)
    assert stream.take_nacks(1.0) == []
    report = stream.reception.report(1.0)
    assert report is not None
    assert report.lost == 0
    assert sink.numbers == [1, 2]


def test_nothing_from_before_a_closed_gate_can_be_retransmitted() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    stream.set_gate(False)
    assert sink.outlet.source is None
    assert stream.outlets == []
    assert stream.ring is not None
    assert stream.ring.get(1 + 0x10000, 0.0) is None


def test_a_retransmission_is_dropped_at_a_closed_gate() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    stream.handle_rtp(video(3), 100, 0.0)
    stream.set_gate(False)
    assert stream.handle_rtx(repeat(2), 100, 0.03)
    assert stream.gated == 1
    assert len(sink.rtp) == 2


def test_only_the_payload_types_of_its_kind_are_taken() -> None:
    stream, _ = open_stream()
    assert not stream.handle_rtp(sound(1), 100, 0.0)
    assert not stream.handle_rtx(video(1), 100, 0.0)
    microphone, sink = open_sound()
    assert not microphone.handle_rtp(video(1), 100, 0.0)
    assert microphone.handle_rtp(sound(1), 100, 0.0)
    assert microphone.handle_rtp(sound(100, payload_type=RED), 100, 0.0)
    assert [packet.payload_type for packet in sink.rtp] == [OPUS, RED]
    assert microphone.packets == 2


# Subscribers.


def test_video_switches_at_a_key_frame_and_the_old_source_continues_until_then() -> None:
    low, sink = open_stream()
    low.handle_rtp(video(1, key=True), 100, 0.0)
    high = IncomingStream(Kind.VIDEO, "h")
    high.use_source(10)
    high.set_gate(True)
    high.await_key_frame(sink.outlet)
    high.handle_rtp(video(500, ssrc=10), 100, 0.1)
    low.handle_rtp(video(2), 100, 0.1)
    assert sink.outlet.source is low
    high.handle_rtp(video(501, ssrc=10, key=True), 100, 0.2)
    low.handle_rtp(video(3), 100, 0.2)
    high.handle_rtp(video(502, ssrc=10), 100, 0.3)
    assert sink.outlet.source is high
    assert (low.outlets, high.outlets, high.waiting) == ([], [sink.outlet], [])
    assert sink.numbers == [1, 2, 3, 4]


def test_a_waiting_outlet_can_unsubscribe_without_affecting_its_source() -> None:
    low, sink = open_stream()
    low.handle_rtp(video(1, key=True), 100, 0.0)
    high = IncomingStream(Kind.VIDEO, "h")
    high.set_gate(True)
    high.await_key_frame(sink.outlet)
    high.unsubscribe(sink.outlet)
    low.handle_rtp(video(2), 100, 0.1)
    assert sink.outlet.source is low
    assert sink.numbers == [1, 2]


def test_a_sender_that_started_over_continues_at_its_key_frame() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    stream.use_source(10)
    stream.handle_rtp(video(700, ssrc=10), 100, 0.1)
    assert stream.wants_key_frame(0.1)
    stream.handle_rtp(video(701, ssrc=10, key=True), 100, 0.2)
    assert sink.numbers == [1, 2]
    assert stream.take_nacks(1.0) == []


# Upstream repair.


def test_a_missing_packet_is_requested_and_only_that_one_is_accepted() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    stream.handle_rtp(video(3), 100, 0.0)
    assert [number & 0xFFFF for number in stream.take_nacks(0.03)] == [2]
    for number in (2, 2, 1, 0):
        stream.handle_rtx(repeat(number), 100, 0.04)
    assert sink.numbers == [1, 3, 2]
    assert (stream.nacked, stream.recovered) == (1, 1)


def test_missing_audio_is_requested_too_and_again_after_a_round_trip() -> None:
    stream, sink = open_sound()
    stream.handle_rtp(sound(1), 100, 0.0)
    stream.handle_rtp(sound(4), 100, 0.0)
    assert stream.take_nacks(0.005, 0.2) == []
    assert [number & 0xFFFF for number in stream.take_nacks(0.02, 0.2)] == [2, 3]
    assert [number & 0xFFFF for number in stream.take_nacks(0.02 + TWICE_S, 0.2)] == [2, 3]
    assert stream.take_nacks(0.02 + RETRY_S, 0.2) == []
    # A sender retransmits audio unchanged, on the stream itself.
    stream.handle_rtp(sound(2), 100, 0.2)
    assert [number & 0xFFFF for number in stream.take_nacks(0.24, 0.2)] == [3]
    assert sink.numbers == [1, 4, 2]
    assert stream.nacked == 5


def test_a_duplicate_video_packet_is_not_forwarded_twice() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    assert len(sink.rtp) == 1


def test_a_retransmitted_key_frame_counts() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1), 100, 0.0)
    stream.handle_rtp(video(3), 100, 0.0)
    key = parse_packet(rtp_bytes(RTX, 1, 6000, 77, (2).to_bytes(2) + vp8(key=True, picture=2)))
    stream.handle_rtx(key, 100, 0.03)
    stream.handle_rtp(video(4), 100, 0.04)
    # The receiver can request what arrived in between: it is in the ring.
    assert sink.numbers == [2, 4]
    assert sink.outlet.repeatable(3, 0.05) is not None


# Key frames.


def test_a_key_frame_is_wanted_until_it_arrives_and_again_when_a_receiver_lost_it() -> None:
    stream, sink = open_stream()
    for index in range(3):
        stream.handle_rtp(video(index), 100, index / 10)
        assert stream.wants_key_frame(index / 10)
    stream.handle_rtp(video(5, key=True), 100, 2.5)
    assert not stream.wants_key_frame(2.5)
    stream.request_key_frame(known=2.6)
    assert stream.wants_key_frame(3.1)
    assert stream.key_frames == 1
    assert sink.numbers == [5]


def test_a_receiver_that_cannot_have_the_newest_key_frame_yet_makes_no_other() -> None:
    stream, _ = open_stream()
    stream.handle_rtp(video(1, key=True), 100, 2.5)
    assert not stream.wants_key_frame(2.5)
    stream.request_key_frame(known=2.4)
    assert not stream.wants_key_frame(2.6)


def test_a_layer_that_is_not_sent_gets_no_requests() -> None:
    stream, _ = open_stream()
    assert not stream.wants_key_frame(0.0)
    stream.handle_rtp(video(1), 100, 0.0)
    assert stream.is_active(ACTIVE_S - 0.1)
    assert not stream.wants_key_frame(STILL_S)
    stream.handle_rtp(video(2), 100, STILL_S)
    assert stream.wants_key_frame(STILL_S)


def test_a_still_picture_is_requested_for_a_new_receiver() -> None:
    stream, _ = open_stream()
    stream.handle_rtp(video(1), 100, 0.0)
    assert not stream.is_active(ACTIVE_S)
    assert stream.wants_key_frame(ACTIVE_S)


def test_an_outage_requests_a_key_frame() -> None:
    stream, _ = open_stream()
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    assert not stream.wants_key_frame(0.0)
    stream.handle_rtp(video(1000), 100, 0.0)
    assert stream.take_nacks(0.5) == []
    assert stream.wants_key_frame(0.5)


def test_no_key_frame_is_requested_without_receivers() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1), 100, 0.0)
    stream.unsubscribe(sink.outlet)
    stream.request_key_frame(known=0.0)
    assert not stream.wants_key_frame(0.0)


# Measurements.


def test_speech_is_noticed_while_open_and_forgotten_when_closed() -> None:
    stream, _ = open_sound()
    for index in range(10):
        stream.handle_rtp(sound(index, level=10), 100, index * 0.02)
    assert stream.speech.is_speaking(0.2)
    stream.set_gate(False)
    assert not stream.speech.is_speaking(0.2)


def test_the_bit_rate_is_read_over_time() -> None:
    stream, _ = open_stream()
    stream.measure(0.0)
    for index in range(100):
        stream.handle_rtp(video(index), 1250, index * 0.01)
    stream.measure(1.0)
    assert stream.bps == 1_000_000 + 100 * 8 * HEADER_BYTES
    stream.measure(2.0)
    assert stream.bps == 500_000 + 50 * 8 * HEADER_BYTES
    stream.set_gate(False)
    assert stream.bps == 0


def test_a_sender_report_passes_only_an_open_gate() -> None:
    stream, sink = open_stream()
    stream.handle_sender_report(1, 2, 0.0)
    assert sink.rtcp == []
    stream.handle_rtp(video(1, key=True), 100, 0.0)
    stream.handle_sender_report(1, 2, 0.0)
    assert len(sink.rtcp) == 1
    stream.set_gate(False)
    stream.handle_sender_report(1, 2, 0.0)
    assert len(sink.rtcp) == 1


def test_sound_without_its_copies_is_priced_as_it_is_sent() -> None:
    """Half a minute of 32 kbit/s: 80 bytes each 20 ms, in RED once more with five bytes of headers."""
    plain, doubled = IncomingStream(Kind.AUDIO), IncomingStream(Kind.AUDIO)
    for stream, size in ((plain, 12 + 12 + 80 + 16), (doubled, 12 + 12 + 5 + 160 + 16)):
        stream.use_source(9, has_copies=stream is doubled)
        stream.set_gate(True)
        for number in range(1500):
            stream.handle_rtp(sound(number), size, number * 0.02)
            if number % 25 == 0:
                stream.measure(number * 0.02)
    assert plain.bps_sent(copies=True) == plain.bps_sent(copies=False) == plain.bps
    assert doubled.bps_sent(copies=True) == doubled.bps
    assert doubled.bps_sent(copies=False) == pytest.approx(plain.bps, rel=0.01)
    assert IncomingStream(Kind.AUDIO).bps_sent(copies=False) == 0
