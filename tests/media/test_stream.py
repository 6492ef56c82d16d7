"""One incoming stream: its gate and its repair."""

from media.profile import OPUS, RTX, VP8, Kind
from media.rtp import RtpPacket, parse_packet
from media.slot import Outlet
from media.stream import IncomingStream
from tests.support.relay_parts import rtp_bytes, vp8


class Sink:
    """An outlet that keeps what leaves."""

    def __init__(self, kind: Kind) -> None:
        self.rtp: list[RtpPacket] = []
        self.rtcp: list[bytes] = []
        self.outlet = Outlet(0, kind, lambda data: self.rtp.append(parse_packet(data)), self.rtcp.append)


def video(sequence: int, *, key: bool = False) -> RtpPacket:
    return parse_packet(rtp_bytes(VP8, sequence, sequence * 3000, 9, vp8(key=key, picture=sequence)))


def open_stream() -> tuple[IncomingStream, Sink]:
    stream, sink = IncomingStream(Kind.VIDEO), Sink(Kind.VIDEO)
    stream.use_source(9)
    stream.set_route(is_open=True, outlets=(sink.outlet,))
    return stream, sink


def test_a_new_stream_is_closed_and_a_closed_one_has_no_outlets() -> None:
    stream, sink = IncomingStream(Kind.VIDEO), Sink(Kind.VIDEO)
    stream.set_route(is_open=False, outlets=(sink.outlet,))
    assert stream.outlets == ()
    stream.use_source(9)
    stream.handle_rtp(video(1, key=True), 0.0)
    assert (stream.gated, stream.forwarded, sink.rtp) == (1, 0, [])


def test_gated_packets_are_neither_lost_nor_missed() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 0.0)
    stream.set_route(is_open=False, outlets=())
    for sequence in range(2, 50):
        stream.handle_rtp(video(sequence), 0.0)
    stream.set_route(is_open=True, outlets=(sink.outlet,))
    stream.handle_rtp(video(50, key=True), 0.0)
    assert stream.take_nacks(1.0) == []
    report = stream.reception.report(1.0)
    assert report is not None
    assert report.lost == 0
    assert [packet.sequence for packet in sink.rtp] == [1, 2]


def test_nothing_of_before_a_closed_gate_can_be_repeated() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 0.0)
    stream.set_route(is_open=False, outlets=())
    assert sink.outlet.feed is None
    assert stream.ring is not None
    assert stream.ring.get(1 + 0x10000, 0.0) is None


def test_a_missing_packet_is_asked_for_and_only_that_one_is_taken() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 0.0)
    stream.handle_rtp(video(3), 0.0)
    assert [number & 0xFFFF for number in stream.take_nacks(0.03)] == [2]
    for number in (2, 2, 1):
        stream.handle_rtp(
            parse_packet(rtp_bytes(RTX, 1, number * 3000, 77, number.to_bytes(2) + vp8())), 0.04
        )
    assert [packet.sequence for packet in sink.rtp] == [1, 3, 2]


def test_a_duplicate_does_not_leave_twice() -> None:
    stream, sink = open_stream()
    stream.handle_rtp(video(1, key=True), 0.0)
    stream.handle_rtp(video(1, key=True), 0.0)
    assert len(sink.rtp) == 1


def test_key_frames_are_asked_for_until_one_came() -> None:
    stream, _ = open_stream()
    assert [stream.take_key_request(now) for now in (0.0, 0.5, 1.0)] == [True, False, True]
    stream.handle_rtp(video(1, key=True), 1.5)
    assert not stream.take_key_request(2.5)
    stream.request_key_frame()
    assert stream.take_key_request(2.6)


def test_an_outage_asks_for_a_key_frame() -> None:
    stream, _ = open_stream()
    stream.handle_rtp(video(1, key=True), 0.0)
    stream.handle_rtp(video(1000), 0.0)
    assert stream.take_nacks(1.0) == []
    assert stream.take_key_request(1.0)


def test_nobody_asks_for_pictures_that_nobody_receives() -> None:
    stream, _ = open_stream()
    stream.set_route(is_open=True, outlets=())
    stream.request_key_frame()
    assert not stream.take_key_request(0.0)


def test_speech_is_noticed_while_open_and_forgotten_when_closed() -> None:
    stream = IncomingStream(Kind.AUDIO)
    stream.use_source(9)
    stream.set_route(is_open=True, outlets=())
    for index in range(10):
        data = rtp_bytes(OPUS, index, index * 960, 9, b"x", level=10)
        stream.handle_rtp(parse_packet(data), index * 0.02)
    assert stream.speech.is_speaking(0.2)
    stream.set_route(is_open=False, outlets=())
    assert not stream.speech.is_speaking(0.2)


def test_a_sender_report_passes_only_an_open_gate() -> None:
    stream, sink = open_stream()
    stream.handle_sender_report(1, 2, 0.0)
    assert sink.rtcp == []
    stream.handle_rtp(video(1, key=True), 0.0)
    stream.handle_sender_report(1, 2, 0.0)
    assert len(sink.rtcp) == 1
    stream.set_route(is_open=False, outlets=())
    stream.handle_sender_report(1, 2, 0.0)
    assert len(sink.rtcp) == 1
