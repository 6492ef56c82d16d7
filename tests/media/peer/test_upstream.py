"""The feedback sent to one sender, and when."""

from itertools import pairwise

from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    unpack_remb_fci,
)

from media.control import RoomOptions
from media.peer.camera import Camera
from media.peer.repair import KEY_FRAME_PAUSE_S, KEY_FRAMES_AT_ONCE, RETRY_S
from media.peer.stream import IncomingStream
from media.peer.upstream import Upstream
from media.rates.layers import OFF_HOLD_S
from media.rates.uplink import FLOOR_BPS
from media.rtp.packet import parse_packet
from media.rtp.rtcp import parse_rtcp
from media.rtp.transport_feedback import TransportFeedback
from media.sdp.profile import Kind
from tests.support.relay.parts import EVERYTHING, PlainTransport, make_outlet
from tests.support.relay.simulated_sender import SimulatedLayer

LAYERS = RoomOptions(1).layers


class Stage:
    """A sender of three layers, one receiver of the top one, and the feedback to the sender."""

    def __init__(self) -> None:
        self.mic = IncomingStream(Kind.AUDIO)
        self.camera = Camera(LAYERS)
        self.upstream = Upstream((self.mic, *self.camera.layers), LAYERS)
        self.upstream.take_sections(EVERYTHING[:2])
        self.senders = [SimulatedLayer(layer.rid, 100 + index) for index, layer in enumerate(LAYERS)]
        outlet = make_outlet(0, Kind.VIDEO, PlainTransport(lambda data: None, lambda data: None))
        self.camera.set_route(True, [outlet])
        self.camera.choose(outlet, 2)
        self.now = 0.0

    def frame(self, layer: int, *, key: bool = False, lost: bool = False) -> None:
        stream, sender = self.camera.layers[layer], self.senders[layer]
        if stream.ssrc is None:
            stream.use_source(sender.ssrc)
            self.upstream.report_at_once(self.now)
        for data in sender.frame(self.now, key=key):
            if not lost:
                stream.handle_rtp(parse_packet(data), len(data), self.now)

    def take(self, *, rtt_s: float | None = None) -> list[object]:
        return [
            packet for data in self.upstream.take_messages(self.now, rtt_s) for packet in parse_rtcp(data)
        ]

    def run(self, layers: tuple[int, ...], seconds: float) -> list[tuple[float, object]]:
        """Send frames of these layers 25 times a second; returns the feedback with its times."""
        sent = []
        for _ in range(round(seconds * 25)):
            self.now += 0.04
            for layer in layers:
                self.frame(layer)
            sent += [(self.now, packet) for packet in self.take()]
        return sent


def key_requests(sent: list[tuple[float, object]]) -> list[tuple[float, int]]:
    return [
        (at, one.media_ssrc)
        for at, one in sent
        if isinstance(one, RtcpPsfbPacket) and one.fmt == RTCP_PSFB_PLI
    ]


def bounds(sent: list[tuple[float, object]]) -> list[tuple[int, list[int]]]:
    return [
        unpack_remb_fci(one.fci)
        for _, one in sent
        if isinstance(one, RtcpPsfbPacket) and one.fmt == RTCP_PSFB_APP
    ]


def test_a_sender_without_streams_is_sent_nothing() -> None:
    assert Stage().take() == []


def test_a_key_frame_is_requested_until_it_arrives_and_only_of_the_wanted_layer() -> None:
    stage = Stage()
    asked = key_requests(stage.run((0, 1, 2), 3.5))
    assert {ssrc for _, ssrc in asked} == {102}
    assert all(later - earlier >= KEY_FRAME_PAUSE_S for (earlier, _), (later, _) in pairwise(asked))
    assert KEY_FRAMES_AT_ONCE <= len(asked) <= KEY_FRAMES_AT_ONCE + 4
    stage.frame(2, key=True)
    assert key_requests(stage.run((0, 1, 2), 3.0)) == []


def test_who_comes_right_after_a_key_frame_does_not_wait_a_second_for_the_next() -> None:
    stage = Stage()
    stage.run((0, 1, 2), 0.04)
    stage.frame(2, key=True)
    late = make_outlet(0, Kind.VIDEO, PlainTransport(lambda data: None, lambda data: None))
    stage.camera.set_route(True, [*stage.camera.outlets, late])
    stage.camera.choose(late, 1)
    (at, ssrc), *_ = key_requests(stage.run((0, 1, 2), 1.0))
    assert ssrc == 101
    assert at <= KEY_FRAME_PAUSE_S + 0.1


def test_layers_that_are_waited_for_at_once_are_asked_at_once() -> None:
    stage = Stage()
    low = make_outlet(0, Kind.VIDEO, PlainTransport(lambda data: None, lambda data: None))
    stage.camera.set_route(True, [*stage.camera.outlets, low])
    stage.camera.choose(low, 0)
    assert [ssrc for _, ssrc in key_requests(stage.run((0, 1, 2), 0.2))] == [100, 102]


def test_no_key_frame_is_requested_of_a_layer_that_is_not_sent() -> None:
    stage = Stage()
    assert key_requests(stage.run((0, 1), 3.0)) == []
    assert key_requests(stage.run((0, 1, 2), 0.5))


def test_missing_packets_are_requested_after_a_pause_and_again_after_a_round_trip() -> None:
    stage = Stage()
    stage.frame(2, key=True)
    stage.frame(2, lost=True)
    stage.frame(2)
    stage.take()

    def asked() -> list[list[int]]:
        return [one.lost for one in stage.take(rtt_s=0.3) if isinstance(one, RtcpRtpfbPacket)]

    seen = []
    for step in range(1, 34):
        stage.now = step * 0.02
        seen += [(step, lost) for lost in asked()]
    assert [lost for _, lost in seen] == [[1]] * 4
    # Each request leaves twice.
    assert (seen[2][0] - seen[0][0]) * 0.02 >= 0.3 > RETRY_S


def test_reports_come_at_once_for_a_new_source_and_then_each_second() -> None:
    stage = Stage()
    stage.now = 5.0
    stage.frame(0)
    first = [one for one in stage.take() if isinstance(one, RtcpRrPacket) and one.reports]
    assert [[block.ssrc for block in one.reports] for one in first] == [[100]]
    sent = stage.run((0, 2), 3.0)
    reports = [(at, one.reports) for at, one in sent if isinstance(one, RtcpRrPacket) and one.reports]
    # One at once for the second source, then three.
    assert [len(blocks) for _, blocks in reports] == [2] * 3
    assert reports[0][0] == 5.04


def test_loss_and_jitter_are_of_the_last_report() -> None:
    stage = Stage()
    stage.frame(2)
    stage.take()
    for index in range(20):
        stage.frame(2, lost=index % 4 == 1)
    stage.now = 1.1
    stage.take()
    assert 0.2 <= stage.upstream.loss <= 0.27
    for _ in range(20):
        stage.frame(2)
    stage.now = 2.2
    stage.take()
    assert stage.upstream.loss == 0.0


def test_the_remb_is_what_can_be_used_and_names_every_source() -> None:
    stage = Stage()
    (bound, *_) = bounds(stage.run((0, 1, 2), 1.0))
    assert bound[1] == [100, 101, 102]
    everything = sum(layer.max_bps for layer in LAYERS)
    assert everything < bound[0] <= stage.upstream.cap_bps <= 2 * everything


def test_a_compound_packet_with_a_remb_starts_with_a_report() -> None:
    stage = Stage()
    stage.frame(0)
    compounds = [parse_rtcp(data) for data in stage.upstream.take_messages(stage.now, None)]
    with_bound = [one for one in compounds if any(isinstance(p, RtcpPsfbPacket) and p.fmt == 15 for p in one)]
    assert len(with_bound) == 1
    assert isinstance(with_bound[0][0], RtcpRrPacket)


def test_unwanted_layers_lower_the_remb_after_a_while_and_come_back_at_once() -> None:
    stage = Stage()
    assert stage.upstream.wanted == ("q", "h", "f")
    assert not stage.upstream.want([0, 1, 2], 0.0)
    assert not stage.upstream.want([0], OFF_HOLD_S - 0.1)
    full = stage.upstream.cap_bps
    assert stage.upstream.want([0], OFF_HOLD_S)
    assert stage.upstream.wanted == ("q",)
    assert FLOOR_BPS <= stage.upstream.cap_bps < full / 3
    assert not stage.upstream.want([0], OFF_HOLD_S + 1)
    assert stage.upstream.want([2], OFF_HOLD_S + 2)
    assert stage.upstream.wanted == ("q", "f")


# What arrived, for a sender that numbers its packets.


def test_a_sender_that_numbers_its_packets_is_told_what_arrived_and_gets_no_limit() -> None:
    stage = Stage()
    stage.frame(0, key=True)
    told = []
    for number in range(300):
        stage.now += 0.01
        if number % 10 != 5:
            stage.upstream.arrivals.on_packet(number, stage.now)
        told += stage.take()
    feedback = [packet for packet in told if isinstance(packet, TransportFeedback)]
    assert 25 <= len(feedback) <= 31
    lost = sum(packet.arrivals.count(None) for packet in feedback)
    assert 25 <= lost <= 29
    assert not [
        packet for packet in told if isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_APP
    ]


def test_an_uplink_is_narrow_when_a_browser_leaves_out_a_layer_it_sent() -> None:
    stage = Stage()
    for index in range(3):
        stage.frame(index, key=True)
    stage.upstream.arrivals.on_packet(1, stage.now)
    stage.upstream.want((0, 1, 2), stage.now)
    stage.run((0, 1, 2), 8.0)
    assert not stage.upstream.is_narrow(stage.now)
    stage.run((0, 1), 3.0)
    assert stage.upstream.is_narrow(stage.now)
    stage.run((), 3.0)
    assert not stage.upstream.is_narrow(stage.now), "a camera that is off"
