"""Receivers of one stream with the same numbers, and those with others."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from media.peer.fan_out import FanOut
from media.peer.variant import KEPT_SOUND
from media.rtp.packet import RtpPacket, parse_packet
from media.rtp.vp8 import parse_descriptor
from media.sdp.profile import OPUS, VP8, Kind
from tests.support.relay.parts import PlainTransport, make_outlet, rtp_bytes, vp8
from tests.support.relay.simulated_sender import SimulatedLayer


class Receiver:
    """An outlet and what it sent, as bytes."""

    def __init__(self, kind: Kind = Kind.VIDEO) -> None:
        self.plain: list[bytes] = []
        self.outlet = make_outlet(1, kind, PlainTransport(self.plain.append, lambda data: None))

    @property
    def numbers(self) -> list[int]:
        return [parse_packet(data).sequence for data in self.plain]


def video(sequence: int, *, key: bool = False, ssrc: int = 9) -> RtpPacket:
    data = rtp_bytes(VP8, sequence, sequence * 3000, ssrc, vp8(key=key, picture=sequence))
    packet = parse_packet(data)
    packet.extended, packet.arrival = sequence, sequence / 30
    return packet


def show(fan_out: FanOut, packet: RtpPacket) -> bool:
    descriptor = parse_descriptor(packet.tail, packet.payload_at, packet.payload_bytes)
    return fan_out.forward(packet, packet.tail, descriptor)


def test_receivers_with_the_same_numbers_share_the_same_bytes() -> None:
    fan_out, first, second = FanOut(), Receiver(), Receiver()
    fan_out.add(first.outlet)
    fan_out.add(second.outlet)
    assert not show(fan_out, video(1))
    assert show(fan_out, video(2, key=True))
    assert show(fan_out, video(3))
    assert first.outlet.group is second.outlet.group is not None
    assert all(one is other for one, other in zip(first.plain, second.plain, strict=True))
    assert (first.outlet.packets, first.outlet.octets) == (second.outlet.packets, second.outlet.octets)


def test_a_receiver_that_was_sent_something_else_before_has_numbers_of_its_own() -> None:
    fan_out, first, other = FanOut(), Receiver(), Receiver()
    before = FanOut()
    before.add(other.outlet)
    show(before, video(500, key=True, ssrc=8))
    other.outlet.stop()
    before.remove(other.outlet)
    fan_out.add(first.outlet)
    fan_out.add(other.outlet)
    show(fan_out, video(2, key=True))
    show(fan_out, video(3))
    assert first.numbers == [2, 3]
    assert other.numbers == [500, 501, 502]
    assert first.outlet.group is not other.outlet.group


def test_a_later_receiver_joins_those_with_the_same_numbers() -> None:
    fan_out, first, late = FanOut(), Receiver(), Receiver()
    fan_out.add(first.outlet)
    show(fan_out, video(2, key=True))
    fan_out.add(late.outlet)
    show(fan_out, video(3))
    show(fan_out, video(4, key=True))
    assert late.numbers == [4]
    assert first.outlet.group is late.outlet.group
    assert (first.outlet.packets, late.outlet.packets) == (3, 1)


def test_a_late_packet_goes_only_to_receivers_whose_number_is_free() -> None:
    """A receiver that joined later may have used that number for another packet: a nonce is used once."""
    fan_out, first, late = FanOut(), Receiver(), Receiver()
    fan_out.add(first.outlet)
    show(fan_out, video(2, key=True))
    fan_out.add(late.outlet)
    show(fan_out, video(5, key=True))
    assert show(fan_out, video(4))
    assert first.numbers == [2, 5, 4]
    assert late.numbers == [5]


def test_a_receiver_that_leaves_continues_its_numbers_elsewhere() -> None:
    fan_out, first, second, other = FanOut(), Receiver(), Receiver(), FanOut()
    fan_out.add(first.outlet)
    fan_out.add(second.outlet)
    show(fan_out, video(2, key=True))
    second.outlet.stop()
    fan_out.remove(second.outlet)
    show(fan_out, video(3))
    other.add(second.outlet)
    show(other, video(70, key=True, ssrc=8))
    assert first.numbers == [2, 3]
    assert second.numbers == [2, 3]
    assert second.outlet.packets == 2


def test_pending_packets_are_sent_before_a_receiver_leaves() -> None:
    """Its gate may be closed by the time of the next flush."""

    class CountingTransport(PlainTransport):
        flushed = 0

        def flush_soon(self, what: object) -> None:
            """Later."""

        def end_run(self, ssrc: int) -> None:
            self.flushed += 1

    transport = CountingTransport(lambda data: None, lambda data: None)
    fan_out, outlet = FanOut(), make_outlet(1, Kind.VIDEO, transport)
    fan_out.add(outlet)
    show(fan_out, video(2, key=True))
    assert transport.flushed == 0
    outlet.stop()
    assert transport.flushed == 1


def test_audio_is_kept_for_about_a_second() -> None:
    fan_out, receiver = FanOut(), Receiver(Kind.AUDIO)
    fan_out.add(receiver.outlet)
    for sequence in range(100):
        packet = parse_packet(rtp_bytes(OPUS, sequence, sequence * 960, 9, b"sound"))
        packet.extended, packet.arrival = sequence, sequence / 50
        fan_out.forward(packet, packet.tail, None)
    group = receiver.outlet.group
    assert group is not None
    kept = [group.kept(receiver.outlet, sequence) for sequence in range(100)]
    assert kept == [None] * (100 - KEPT_SOUND) + receiver.plain[-KEPT_SOUND:]


def test_a_group_is_flushed_once_per_wake_up_and_dropped_when_empty() -> None:
    soon: list[object] = []

    class CountingTransport(PlainTransport):
        def flush_soon(self, what: object) -> None:
            soon.append(what)

    fan_out, stays = FanOut(), Receiver()
    comes = make_outlet(1, Kind.VIDEO, CountingTransport(lambda data: None, lambda data: None))
    fan_out.add(comes)
    for sequence in range(5):
        show(fan_out, video(sequence, key=sequence == 0))
    assert soon == [comes.group]
    fan_out.add(stays.outlet)
    for sequence in range(5, 50):
        comes.stop()
        fan_out.remove(comes)
        fan_out.add(comes)
        show(fan_out, video(sequence, key=True))
    assert len(fan_out._running) <= 2


# Properties: a receiver gets what it would get if it were the only one.

_packet = st.tuples(st.just("packet"), st.sampled_from(["key", "delta", "lost", "late"]))
_event = st.one_of(
    _packet,
    _packet,
    st.tuples(st.just("add"), st.integers(0, 2)),
    st.tuples(st.just("remove"), st.integers(0, 2)),
    st.tuples(st.just("restart"), st.just(0)),
)


@dataclass
class Incoming:
    """A video stream's packets, as its layer makes them."""

    layer: SimulatedLayer = field(default_factory=lambda: SimulatedLayer("q", 50, 100, 0, 0x7FFE, 254))
    extended: int = 100
    now: float = 0.0
    late: list[tuple[int, bytes]] = field(default_factory=list)
    came_late: int = 0

    def next(self, what: str) -> RtpPacket | None:
        self.now += 0.04
        if what == "late":
            if not self.late:
                return None
            extended, data = self.late.pop()
            self.came_late += 1
        else:
            (data,) = self.layer.frame(self.now, key=what == "key")
            extended, self.extended = self.extended, self.extended + 1
            if what == "lost":
                self.late.append((extended, data))
                return None
        packet = parse_packet(data)
        packet.extended, packet.arrival = extended, self.now
        return packet

    def restart(self) -> None:
        self.layer = SimulatedLayer("q", self.layer.ssrc + 1, 30_000, 5, 77, 7)
        self.extended = 30_000
        self.late.clear()


class Receivers:
    """Three video receivers: sharing groups, or each in its own."""

    def __init__(self, *, shared: bool) -> None:
        self.sent: list[list[bytes]] = [[] for _ in range(3)]
        self.outlets = [
            make_outlet(0, Kind.VIDEO, PlainTransport(sent.append, sent.append)) for sent in self.sent
        ]
        sets = [FanOut() for _ in range(1 if shared else 3)]
        self.fan_out = [sets[0 if shared else index] for index in range(3)]
        self.sets = sets
        self.present = [False] * 3

    def add(self, index: int) -> None:
        if not self.present[index]:
            self.present[index] = True
            self.fan_out[index].add(self.outlets[index])

    def remove(self, index: int) -> None:
        if self.present[index]:
            self.present[index] = False
            self.outlets[index].stop()
            self.fan_out[index].remove(self.outlets[index])

    def restart(self, _: int) -> None:
        for outlet in self.outlets:
            outlet.stop()
        for fan_out in self.sets:
            fan_out.restart()

    def forward(self, packet: RtpPacket) -> None:
        for fan_out in self.sets:
            show(fan_out, packet)


@settings(max_examples=200, deadline=None)
@given(st.lists(_event, max_size=80))
def test_a_shared_group_sends_the_same_as_one_per_receiver(events: list[tuple[str, object]]) -> None:
    shared, alone, incoming = Receivers(shared=True), Receivers(shared=False), Incoming()
    for what, detail in [("add", 0), ("add", 1), ("packet", "key"), *events]:
        if what == "packet":
            packet = incoming.next(str(detail))
            if packet is not None:
                shared.forward(packet)
                alone.forward(packet)
            continue
        if what == "restart":
            incoming.restart()
        for receivers in (shared, alone):
            getattr(receivers, what)(detail)
    for index in range(3):
        assert shared.sent[index] == alone.sent[index]
        # A group counts for all its members: also a late packet from before the run of some.
        assert 0 <= shared.outlets[index].packets - alone.outlets[index].packets <= incoming.came_late
        assert alone.outlets[index].packets == len(alone.sent[index])
