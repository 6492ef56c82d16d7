"""A slot's outlet: continuity across sources, retransmissions, reports and padding."""

from dataclasses import dataclass, field

import pytest
from aiortc.rtp import RtcpSrPacket

from media.peer.fan_out import FanOut
from media.rtp.clock import SenderClock
from media.rtp.packet import RtpPacket, parse_packet
from media.rtp.ring import PacketRing
from media.rtp.rtcp import parse_rtcp
from media.rtp.vp8 import Vp8Descriptor, parse_descriptor
from media.sdp.profile import AUDIO_CLOCK, OPUS, RTX, VIDEO_CLOCK, VP8, Kind, rtx_ssrc, slot_ssrc
from tests.support.relay.parts import PlainTransport, make_outlet, rtp_bytes, vp8


@dataclass
class Source:
    """What an outlet sees of its source stream."""

    ring: PacketRing | None = field(default_factory=PacketRing)
    clock: SenderClock = field(default_factory=lambda: SenderClock(VIDEO_CLOCK))
    rid: str = "f"
    asked: int = 0

    def request_key_frame(self, known: float) -> None:
        self.asked += 1


class PeerTransport:
    """An outlet, its source, and what it sent."""

    def __init__(self, kind: Kind) -> None:
        self.plain: list[bytes] = []
        self.rtcp: list[bytes] = []
        self.outlet = make_outlet(2, kind, PlainTransport(self.plain.append, self.rtcp.append))
        self.fan_out = FanOut()
        self.fan_out.add(self.outlet)
        self.source = Source() if kind is Kind.VIDEO else Source(None, SenderClock(AUDIO_CLOCK), "")
        self.outlet.use(self.source)

    @property
    def sent(self) -> list[RtpPacket]:
        return [parse_packet(data) for data in self.plain]

    def change(self) -> Source:
        self.source = Source(PacketRing() if self.source.ring else None, SenderClock(self.source.clock.rate))
        self.outlet.use(self.source)
        return self.source

    def forward(self, packet: RtpPacket) -> bool:
        if self.source.ring is not None:
            self.source.ring.put(packet)
        descriptor = (
            parse_descriptor(packet.tail, packet.payload_at, packet.payload_bytes)
            if packet.payload_type == VP8
            else None
        )
        if self.outlet.group is None:
            self.fan_out.restart()
        return self.fan_out.forward(packet, packet.tail, descriptor)


def video(sequence: int, picture: int, *, ssrc: int = 9, key: bool = False, at: float = 0.0) -> RtpPacket:
    packet = parse_packet(rtp_bytes(VP8, sequence, sequence * 3000, ssrc, vp8(key=key, picture=picture)))
    packet.extended, packet.arrival = sequence, at
    return packet


def sound(sequence: int, *, ssrc: int = 9, at: float = 0.0) -> RtpPacket:
    body = b"\0\0" + f"sound {sequence}".encode()
    packet = parse_packet(rtp_bytes(OPUS, sequence, sequence * 960, ssrc, body))
    packet.extended, packet.arrival = sequence, at
    return packet


def seen(packet: RtpPacket) -> Vp8Descriptor:
    found = parse_descriptor(packet.tail, packet.payload_at, packet.payload_bytes)
    assert found is not None
    return found


def test_video_starts_with_a_key_frame() -> None:
    transport = PeerTransport(Kind.VIDEO)
    assert not transport.forward(video(1, 1))
    assert transport.outlet.group is None
    assert transport.forward(video(2, 2, key=True))
    assert transport.forward(video(3, 3))
    assert transport.outlet.group is not None
    assert [packet.ssrc for packet in transport.sent] == [slot_ssrc(2, Kind.VIDEO)] * 2


def test_audio_starts_at_once() -> None:
    transport = PeerTransport(Kind.AUDIO)
    assert transport.forward(sound(1))
    assert transport.outlet.group is not None
    assert len(transport.sent) == 1


def test_another_source_continues_numbers_and_picture_ids() -> None:
    transport = PeerTransport(Kind.VIDEO)
    transport.forward(video(100, 0x7FFF, key=True))
    transport.change()
    transport.forward(video(5000, 77, ssrc=10, key=True, at=1.0))
    transport.forward(video(5002, 79, ssrc=10, at=1.1))
    transport.forward(video(5001, 78, ssrc=10, at=1.2))
    sent = transport.sent
    assert [packet.sequence for packet in sent] == [100, 101, 103, 102]
    assert [seen(packet).picture for packet in sent] == [0x7FFF, 0, 2, 1]
    assert (sent[1].timestamp - sent[0].timestamp) & 0xFFFFFFFF == 90_000
    assert transport.outlet.switches == 1


def test_a_late_packet_moves_no_picture_id_back() -> None:
    transport = PeerTransport(Kind.VIDEO)
    transport.forward(video(100, 10, key=True))
    transport.forward(video(102, 12))
    transport.forward(video(101, 11))
    transport.change()
    transport.forward(video(5000, 77, ssrc=10, key=True, at=1.0))
    assert [seen(packet).picture for packet in transport.sent] == [10, 12, 11, 13]


# The sender's clock: frames were captured when its reports say, whenever they arrived.


def report(source: Source, moment_s: float, timestamp: int) -> None:
    source.clock.on_report(int(moment_s * 2**32), timestamp & 0xFFFFFFFF)


@pytest.mark.parametrize("made_later_s", [0.021, 0.1, 1.0, 9.9])
def test_timestamps_across_a_switch_follow_the_senders_clock(made_later_s: float) -> None:
    transport = PeerTransport(Kind.VIDEO)
    report(transport.source, 5000.0, 100 * 3000)
    transport.forward(video(100, 1, key=True))
    packet = video(700, 1, ssrc=10, key=True, at=5.0)
    report(transport.change(), 5000.0 + made_later_s - 2.0, packet.timestamp - 2 * VIDEO_CLOCK)
    transport.forward(packet)
    step = (transport.sent[1].timestamp - transport.sent[0].timestamp) & 0xFFFFFFFF
    assert abs(step / VIDEO_CLOCK - made_later_s) < 0.001


@pytest.mark.parametrize("made_later_s", [-3.0, 10.5])
def test_an_implausible_clock_is_not_believed(made_later_s: float) -> None:
    transport = PeerTransport(Kind.VIDEO)
    report(transport.source, 5000.0, 100 * 3000)
    transport.forward(video(100, 1, key=True))
    packet = video(700, 1, ssrc=10, key=True, at=5.0)
    report(transport.change(), 5000.0 + made_later_s, packet.timestamp)
    transport.forward(packet)
    assert (transport.sent[1].timestamp - transport.sent[0].timestamp) & 0xFFFFFFFF == 5 * VIDEO_CLOCK


@pytest.mark.parametrize("reported", ["neither", "first", "second"])
def test_without_both_reports_the_arrival_decides(reported: str) -> None:
    transport = PeerTransport(Kind.VIDEO)
    if reported == "first":
        report(transport.source, 5000.0, 100 * 3000)
    transport.forward(video(100, 1, key=True))
    packet = video(700, 1, ssrc=10, key=True, at=0.5)
    if reported == "second":
        report(transport.change(), 5000.0, packet.timestamp)
    else:
        transport.change()
    transport.forward(packet)
    assert (transport.sent[1].timestamp - transport.sent[0].timestamp) & 0xFFFFFFFF == VIDEO_CLOCK // 2


def test_a_frame_of_the_same_moment_still_has_a_later_timestamp() -> None:
    transport = PeerTransport(Kind.VIDEO)
    report(transport.source, 5000.0, 100 * 3000)
    transport.forward(video(100, 1, key=True))
    packet = video(700, 1, ssrc=10, key=True, at=0.001)
    report(transport.change(), 5000.0, packet.timestamp)
    transport.forward(packet)
    assert 0 < (transport.sent[1].timestamp - transport.sent[0].timestamp) & 0xFFFFFFFF <= VIDEO_CLOCK // 50


# Retransmissions.


def test_a_retransmission_looks_like_the_packet_that_was_sent() -> None:
    transport = PeerTransport(Kind.VIDEO)
    transport.forward(video(100, 5, key=True))
    transport.change()
    transport.forward(video(900, 50, ssrc=10, key=True, at=1.0))
    found = transport.outlet.repeatable(101, 2.0)
    assert found is not None
    assert found[0] == 900
    transport.outlet.repeat(found[1], 101, 2.0)
    repeat, before = transport.sent[-1], transport.sent[1]
    assert (repeat.payload_type, repeat.ssrc, repeat.timestamp) == (RTX, rtx_ssrc(2), before.timestamp)
    assert repeat.tail[repeat.payload_at :] == (101).to_bytes(2) + before.tail[before.payload_at :]
    assert transport.outlet.resent == 1


def test_nothing_is_retransmitted_once_the_slot_stopped() -> None:
    transport = PeerTransport(Kind.VIDEO)
    packet = video(100, 5, key=True)
    transport.forward(packet)
    transport.outlet.stop()
    assert transport.outlet.repeatable(100, 0.1) is None
    transport.outlet.repeat(packet, 100, 2.0)
    assert len(transport.sent) == 1


def test_audio_is_retransmitted_byte_for_byte() -> None:
    transport = PeerTransport(Kind.AUDIO)
    for sequence in range(65_530, 65_545):
        assert transport.forward(sound(sequence))
    left = list(transport.plain)
    for index in (14, 0, 7):
        found = transport.outlet.repeatable((65_530 + index) & 0xFFFF, 0.1)
        assert found is not None
        transport.outlet.repeat(found[1], (65_530 + index) & 0xFFFF, 0.1)
        assert transport.plain[-1] == left[index]
    assert transport.outlet.resent == 3


def test_audio_that_is_gone_or_was_never_sent_is_not_retransmitted() -> None:
    transport = PeerTransport(Kind.AUDIO)
    for sequence in range(1000, 1100):
        if sequence != 1090:
            transport.forward(sound(sequence))
    assert transport.outlet.repeatable(1030, 0.1) is None
    assert transport.outlet.repeatable(1090, 0.1) is None
    assert transport.outlet.repeatable(1100, 0.1) is None
    assert transport.outlet.repeatable(1099, 0.1) is not None
    transport.change()
    assert transport.outlet.repeatable(1099, 0.1) is None
    transport.forward(sound(5, ssrc=10, at=1.0))
    assert transport.outlet.repeatable(1099, 0.1) is None
    assert transport.outlet.repeatable(1100, 0.1) is not None


def test_what_was_sent_since_somebody_looked_is_told_once() -> None:
    one = PeerTransport(Kind.AUDIO)
    assert one.outlet.take_new() == []
    for sequence in range(100, 103):
        one.forward(sound(sequence))
    one.outlet.take_new()
    for sequence in range(103, 106):
        one.forward(sound(sequence))
    assert one.outlet.take_new() == [packet.sequence for packet in one.sent[3:]]
    assert one.outlet.take_new() == []
    one.outlet.stop()
    assert one.outlet.take_new() == []


# Reports and padding.


def test_padding_and_retransmissions_share_one_numbering() -> None:
    transport = PeerTransport(Kind.VIDEO)
    transport.forward(video(100, 5, key=True))
    transport.outlet.pad(200, 0.1)
    found = transport.outlet.repeatable(100, 0.1)
    assert found is not None
    transport.outlet.repeat(found[1], 100, 0.1)
    transport.outlet.pad(200, 0.1)
    extra = transport.sent[1:]
    assert [packet.sequence for packet in extra] == [1, 2, 3]
    assert {packet.ssrc for packet in extra} == {rtx_ssrc(2)}
    assert transport.outlet.packets == 1


def test_the_round_trip_is_measured_from_any_of_the_last_reports() -> None:
    transport = PeerTransport(Kind.AUDIO)
    ntp = 0x0102_0304_0506_0708
    transport.outlet.report(ntp, 5, 1.0)
    assert transport.rtcp == []
    transport.forward(sound(1))
    transport.outlet.report(ntp, 5, 1.0)
    (sent,) = parse_rtcp(transport.rtcp[0])
    assert isinstance(sent, RtcpSrPacket)
    assert (sent.ssrc, sent.sender_info.packet_count) == (transport.outlet.ssrc, 1)
    assert transport.outlet.round_trip(0x0304_0506, 65536, 2.1) == pytest.approx(0.1)
    assert transport.outlet.round_trip(0x0304_0506, 65536, 1.5) == 0.0
    assert transport.outlet.round_trip(0x0304_0507, 65536, 2.1) is None
    assert transport.outlet.round_trip(0, 0, 2.1) is None
    for later in range(1, 8):
        transport.outlet.report(ntp + (later << 32), 5, 1.0 + later)
    # With a round trip of 1.5 s a report is answered after the next was sent.
    assert transport.outlet.round_trip(0x0304_0506, 0, 2.5) == pytest.approx(1.5)
    transport.outlet.report(ntp + (8 << 32), 5, 9.0)
    assert transport.outlet.round_trip(0x0304_0506, 0, 2.5) is None
