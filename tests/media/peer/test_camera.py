"""The layers of a camera: they switch only at a key frame, and the output is one continuous stream."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.control import RoomOptions
from media.peer.camera import Camera
from media.peer.stream import ACTIVE_S, STILL_S
from media.rtp.packet import RtpPacket, parse_packet, sequence_delta
from media.rtp.ring import ring_packets
from media.rtp.rtcp import parse_rtcp, sender_reports
from media.rtp.vp8 import Vp8Descriptor, parse_descriptor
from media.sdp.profile import VIDEO_CLOCK, Kind
from tests.support.relay.parts import PlainTransport, make_outlet
from tests.support.relay.simulated_sender import SimulatedLayer

LAYERS = RoomOptions(1).layers
WRAPPING = (65_534, 0xFFFF_FFFF - 10_000, 0x7FFE, 0xFE)


class Receiver:
    """An outlet and what it sent."""

    def __init__(self) -> None:
        self.rtp: list[RtpPacket] = []
        transport = PlainTransport(lambda data: self.rtp.append(parse_packet(data)), lambda data: None)
        self.outlet = make_outlet(0, Kind.VIDEO, transport)

    def sources(self) -> list[int]:
        """The layer of each packet, taken from its payload."""
        return [int(packet.tail.rsplit(b"|", 1)[-1].split()[0]) for packet in self.rtp]

    def descriptors(self) -> list[Vp8Descriptor]:
        found = [parse_descriptor(p.tail, p.payload_at, p.payload_bytes) for p in self.rtp]
        return [one for one in found if one is not None]


class Stage:
    """A camera, its sender's packets, and receivers."""

    def __init__(
        self, receivers: int = 1, starts: tuple[tuple[int, int, int, int], ...] = (WRAPPING,) * 3
    ) -> None:
        self.camera = Camera(LAYERS)
        self.senders = [
            SimulatedLayer(layer.rid, 100 + index, *start)
            for index, (layer, start) in enumerate(zip(LAYERS, starts, strict=True))
        ]
        self.now = 0.0
        self.receivers = [Receiver() for _ in range(receivers)]
        for layer, sender in zip(self.camera.layers, self.senders, strict=True):
            layer.use_source(sender.ssrc)
        self.open()

    @property
    def receiver(self) -> Receiver:
        return self.receivers[0]

    def open(self, *, is_open: bool = True) -> None:
        self.camera.set_route(is_open, [receiver.outlet for receiver in self.receivers])

    def choose(self, index: int | None, receiver: int = 0) -> None:
        self.camera.choose(self.receivers[receiver].outlet, index)

    def frame(self, layer: int, *, key: bool = False, packets: int = 1, elapsed: float = 0.04) -> None:
        self.now += elapsed
        for data in self.senders[layer].frame(self.now, key=key, packets=packets):
            assert self.camera.layers[layer].handle_rtp(parse_packet(data), len(data), self.now)

    def report(self, layer: int) -> None:
        for report in sender_reports(parse_rtcp(self.senders[layer].report(self.now))):
            info = report.sender_info
            self.camera.layers[layer].handle_sender_report(info.ntp_timestamp, info.rtp_timestamp, self.now)


def test_a_rid_names_a_layer_and_a_camera_without_rids_is_the_top_one() -> None:
    camera = Camera(LAYERS)
    assert [camera.stream(rid) for rid in ("q", "h", "f")] == list(camera.layers)
    assert camera.stream(None) is camera.layers[-1]
    assert camera.stream("x") is None
    assert camera.stream("") is None


def test_each_layer_keeps_as_much_as_its_rate_needs() -> None:
    sizes = [layer.ring._size for layer in Camera(LAYERS).layers if layer.ring is not None]
    assert sizes == [ring_packets(layer.max_bps) for layer in LAYERS]
    assert sizes == sorted(sizes)


def test_nobody_gets_anything_before_it_is_chosen() -> None:
    stage = Stage()
    stage.frame(0, key=True)
    assert stage.receiver.rtp == []


def test_a_layer_switches_at_its_key_frame_and_the_old_one_continues_until_then() -> None:
    stage = Stage()
    stage.choose(0)
    stage.frame(0, key=True)
    stage.choose(2)
    for layer in (0, 2, 0, 2):
        stage.frame(layer)
    assert stage.receiver.sources() == [100, 100, 100]
    stage.frame(2, key=True)
    for layer in (0, 2, 0, 2):
        stage.frame(layer)
    assert stage.receiver.sources() == [100] * 3 + [102] * 3
    assert stage.receiver.outlet.switches == 1


def test_a_change_of_mind_before_the_key_frame_leaves_everything_as_it_is() -> None:
    stage = Stage()
    stage.choose(0)
    stage.frame(0, key=True)
    stage.choose(2)
    stage.choose(0)
    for _ in range(2):
        stage.frame(2, key=True)
        stage.frame(0)
    assert stage.receiver.sources() == [100] * 3
    assert stage.receiver.outlet.switches == 0
    assert not any(layer.waiting for layer in stage.camera.layers)


def test_a_receiver_waits_for_one_layer_at_most() -> None:
    stage = Stage()
    for index in (0, 1, 2, 1):
        stage.choose(index)
        assert [len(layer.waiting) for layer in stage.camera.layers] == [
            int(number == index) for number in range(3)
        ]


def test_a_pause_is_immediate_and_ends_with_a_key_frame() -> None:
    stage = Stage()
    stage.choose(1)
    stage.frame(1, key=True)
    stage.choose(None)
    stage.frame(1)
    stage.frame(1, key=True)
    assert len(stage.receiver.rtp) == 1
    stage.choose(1)
    stage.frame(1)
    stage.frame(1, key=True)
    assert len(stage.receiver.rtp) == 2
    assert [one.key_start for one in stage.receiver.descriptors()] == [True, True]


def test_a_closed_gate_forwards_to_nobody_and_then_everybody_is_chosen_again() -> None:
    stage = Stage(receivers=2)
    stage.choose(0, 0)
    stage.choose(2, 1)
    stage.frame(0, key=True)
    stage.frame(2)
    stage.open(is_open=False)
    for layer in (0, 1, 2):
        stage.frame(layer, key=True)
    stage.open()
    for layer in (0, 1, 2):
        stage.frame(layer, key=True)
    assert [len(receiver.rtp) for receiver in stage.receivers] == [1, 0]
    assert all(receiver.outlet.chosen is None for receiver in stage.receivers)


def test_a_removed_receiver_is_unsubscribed_and_cannot_be_chosen_for() -> None:
    stage = Stage(receivers=2)
    stage.choose(0, 0)
    stage.choose(0, 1)
    stage.frame(0, key=True)
    stage.camera.set_route(True, [stage.receivers[1].outlet])
    stage.choose(1, 0)
    for layer in (0, 1):
        stage.frame(layer, key=True)
    assert [len(receiver.rtp) for receiver in stage.receivers] == [1, 2]


def test_receivers_have_layers_of_their_own() -> None:
    stage = Stage(receivers=3)
    for index in range(3):
        stage.choose(index, index)
    for layer in (0, 1, 2):
        stage.frame(layer, key=True)
    stage.choose(None, 1)
    for layer in (0, 1, 2):
        stage.frame(layer)
    assert [receiver.sources() for receiver in stage.receivers] == [[100, 100], [101], [102, 102]]


def test_a_still_picture_counts_as_sent_for_a_while() -> None:
    stage = Stage()
    stage.frame(0)
    stage.frame(2)
    for later_s in (0.0, ACTIVE_S, STILL_S - 1):
        assert stage.camera.sent(stage.now + later_s) == 0b101
        assert stage.camera.available(stage.now + later_s) == ((0, 0), (2, 0))
    assert stage.camera.sent(stage.now + STILL_S) == 0
    assert stage.camera.available(stage.now + STILL_S) == ()


def test_a_layer_that_falls_behind_the_others_counts_as_off() -> None:
    stage = Stage()
    stage.frame(0)
    stage.frame(2)
    began = stage.now
    while stage.now < began + ACTIVE_S:
        stage.frame(0)
    assert stage.camera.sent(stage.now) == 0b001


# Timing across a layer switch.


@pytest.mark.parametrize("late_s", [0.0, 0.08, 0.4])
def test_across_a_switch_timestamps_follow_the_senders_clock_whatever_the_arrival(late_s: float) -> None:
    stage = Stage()
    for layer in range(3):
        stage.report(layer)
    stage.choose(0)
    stage.frame(0, key=True)
    stage.choose(2)
    # Captured 40 ms after the frame before, but it arrives late.
    made_at = stage.now + 0.04
    (data,) = stage.senders[2].frame(made_at, key=True)
    stage.now = made_at + late_s
    stage.camera.layers[2].handle_rtp(parse_packet(data), len(data), stage.now)
    first, second = stage.receiver.rtp
    assert abs((second.timestamp - first.timestamp) % 2**32 / VIDEO_CLOCK - 0.04) < 0.001


def test_over_many_switches_time_does_not_drift() -> None:
    stage = Stage()
    stage.report(0)
    stage.choose(0)
    stage.frame(0, key=True)
    began = stage.now
    for step in range(1, 60):
        layer = step % 3
        stage.report(layer)
        stage.choose(layer)
        stage.frame(layer, key=True)
    sent = stage.receiver.rtp
    assert len(sent) == 60
    elapsed = (sent[-1].timestamp - sent[0].timestamp) % 2**32 / VIDEO_CLOCK
    assert abs(elapsed - (stage.now - began)) < 0.001


def test_without_reports_timestamps_follow_the_arrival() -> None:
    stage = Stage()
    stage.choose(0)
    stage.frame(0, key=True)
    stage.choose(1)
    stage.frame(1, key=True, elapsed=0.3)
    first, second = stage.receiver.rtp
    assert abs((second.timestamp - first.timestamp) % 2**32 / VIDEO_CLOCK - 0.3) < 0.001


# Properties.

_start = st.one_of(
    st.just(WRAPPING),
    st.tuples(
        st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF), st.integers(0, 0x7FFF), st.integers(0, 0xFF)
    ),
)
_who = st.integers(0, 1)
_layer = st.integers(0, 2)
_frames = st.tuples(st.just("frame"), _layer, st.sampled_from([True, False]), st.integers(1, 3))
_action = st.one_of(
    _frames,
    _frames,
    st.tuples(st.just("choose"), st.one_of(st.none(), _layer), _who),
    st.tuples(st.just("gate"), st.booleans()),
    st.tuples(st.just("report"), _layer),
    st.tuples(st.just("restart"), _layer),
)


def act(stage: Stage, action: tuple[Any, ...]) -> None:
    name, *details = action
    if name == "frame":
        layer, key, packets = details
        stage.frame(layer, key=key, packets=packets)
    elif name == "choose":
        stage.choose(*details)
    elif name == "gate":
        stage.open(is_open=details[0])
    elif name == "report":
        stage.report(details[0])
    else:
        sender = stage.senders[details[0]]
        sender.ssrc += 10
        sender.sequence, sender.picture, sender.timestamp = 5, 9, sender.timestamp ^ 0x80000000
        stage.camera.layers[details[0]].use_source(sender.ssrc)


def check_layers(stage: Stage) -> None:
    for receiver in stage.receivers:
        outlet = receiver.outlet
        feeding = [layer for layer in stage.camera.layers if outlet in layer.outlets]
        assert len(feeding) <= 1
        assert outlet.source is (feeding[0] if feeding else None)
        assert sum(outlet in layer.waiting for layer in stage.camera.layers) <= 1
        assert stage.camera.is_open or not feeding


def check_stream(receiver: Receiver) -> None:
    """Without losses a receiver sees one stream: no gap, no duplicate, rising time, a key frame at each switch."""
    sent, seen, sources = receiver.rtp, receiver.descriptors(), receiver.sources()
    assert len(sent) == len(seen)
    assert not seen or seen[0].key_start
    for index, (before, after) in enumerate(pairwise(sent)):
        assert sequence_delta(after.sequence, before.sequence) == 1
        step = (after.timestamp - before.timestamp) & 0xFFFFFFFF
        frame_step = (seen[index + 1].picture - seen[index].picture) & 0x7FFF
        assert frame_step == (seen[index + 1].tl0 - seen[index].tl0) & 0xFF
        assert frame_step in (0, 1)
        assert (0 < step < 0x80000000) if frame_step else step == 0
        if sources[index] != sources[index + 1]:
            assert frame_step == 1
            assert seen[index + 1].key_start


@settings(max_examples=200, deadline=None)
@given(st.tuples(_start, _start, _start), st.lists(_action, min_size=5, max_size=60))
def test_a_receiver_always_gets_one_continuous_stream(
    starts: tuple[tuple[int, int, int, int], ...], actions: list[tuple[Any, ...]]
) -> None:
    stage = Stage(2, starts)
    stage.choose(0, 0)
    stage.choose(1, 1)
    for action in actions:
        act(stage, action)
        check_layers(stage)
    for receiver in stage.receivers:
        check_stream(receiver)


def test_numbers_wrap_without_a_seam() -> None:
    stage = Stage()
    for step in range(700):
        layer = step // 7 % 3
        stage.choose(layer)
        stage.frame(layer, key=step % 7 == 0, packets=1 + step % 2)
    check_stream(stage.receiver)
    sent, seen = stage.receiver.rtp, stage.receiver.descriptors()
    # All of them wrapped on the way.
    assert sent[0].sequence > sent[-1].sequence
    assert sent[0].timestamp > sent[-1].timestamp
    assert seen[0].picture > seen[-1].picture
    assert {one.tl0 for one in seen} == set(range(256))
    assert len(sent) == 1050
