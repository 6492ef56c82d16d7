"""A slot's way out: continuity over sources, repeats, reports and padding."""

from dataclasses import dataclass, field

import pytest
from aiortc.rtp import RtcpSrPacket

from media.peer.fan_out import Lines
from media.rtp.clock import SenderClock
from media.rtp.packet import RtpPacket, parse_packet
from media.rtp.ring import PacketRing
from media.rtp.rtcp import parse_rtcp
from media.rtp.vp8 import Vp8Descriptor, parse_descriptor
from media.sdp.profile import AUDIO_CLOCK, OPUS, RTX, VIDEO_CLOCK, VP8, Kind, rtx_ssrc, slot_ssrc
from tests.support.relay.parts import PlainWay, make_outlet, rtp_bytes, vp8


@dataclass
class Source:
    """What an outlet sees of the stream that feeds it."""

    ring: PacketRing | None = field(default_factory=PacketRing)
    clock: SenderClock = field(default_factory=lambda: SenderClock(VIDEO_CLOCK))
    rid: str = "f"
    asked: int = 0

    def request_key_frame(self) -> None:
        self.asked += 1


class Way:
    """An outlet, what feeds it, and what left."""

    def __init__(self, kind: Kind) -> None:
        self.plain: list[bytes] = []
        self.rtcp: list[bytes] = []
        self.outlet = make_outlet(2, kind, PlainWay(self.plain.append, self.rtcp.append))
        self.lines = Lines()
        self.lines.add(self.outlet)
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
        if self.outlet.line is None:
            self.lines.restart()
        return self.lines.forward(packet, packet.tail, descriptor)


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


def test_a_picture_starts_with_a_key_frame() -> None:
    way = Way(Kind.VIDEO)
    assert not way.forward(video(1, 1))
    assert way.outlet.line is None
    assert way.forward(video(2, 2, key=True))
    assert way.forward(video(3, 3))
    assert way.outlet.line is not None
    assert [packet.ssrc for packet in way.sent] == [slot_ssrc(2, Kind.VIDEO)] * 2


def test_sound_starts_at_once() -> None:
    way = Way(Kind.AUDIO)
    assert way.forward(sound(1))
    assert way.outlet.line is not None
    assert len(way.sent) == 1


def test_another_source_continues_numbers_and_pictures() -> None:
    way = Way(Kind.VIDEO)
    way.forward(video(100, 0x7FFF, key=True))
    way.change()
    way.forward(video(5000, 77, ssrc=10, key=True, at=1.0))
    way.forward(video(5002, 79, ssrc=10, at=1.1))
    way.forward(video(5001, 78, ssrc=10, at=1.2))
    sent = way.sent
    assert [packet.sequence for packet in sent] == [100, 101, 103, 102]
    assert [seen(packet).picture for packet in sent] == [0x7FFF, 0, 2, 1]
    assert (sent[1].timestamp - sent[0].timestamp) & 0xFFFFFFFF == 90_000
    assert way.outlet.switches == 1


def test_a_packet_that_came_late_moves_no_picture_back() -> None:
    way = Way(Kind.VIDEO)
    way.forward(video(100, 10, key=True))
    way.forward(video(102, 12))
    way.forward(video(101, 11))
    way.change()
    way.forward(video(5000, 77, ssrc=10, key=True, at=1.0))
    assert [seen(packet).picture for packet in way.sent] == [10, 12, 11, 13]


# The sender's clock: frames were made when its reports say, whenever they came.


def report(source: Source, moment_s: float, timestamp: int) -> None:
    source.clock.on_report(int(moment_s * 2**32), timestamp & 0xFFFFFFFF)


@pytest.mark.parametrize("made_later_s", [0.021, 0.1, 1.0, 9.9])
def test_timestamps_over_a_change_follow_the_senders_clock(made_later_s: float) -> None:
    way = Way(Kind.VIDEO)
    report(way.source, 5000.0, 100 * 3000)
    way.forward(video(100, 1, key=True))
    packet = video(700, 1, ssrc=10, key=True, at=5.0)
    report(way.change(), 5000.0 + made_later_s - 2.0, packet.timestamp - 2 * VIDEO_CLOCK)
    way.forward(packet)
    step = (way.sent[1].timestamp - way.sent[0].timestamp) & 0xFFFFFFFF
    assert abs(step / VIDEO_CLOCK - made_later_s) < 0.001


@pytest.mark.parametrize("made_later_s", [-3.0, 10.5])
def test_a_clock_that_tells_nonsense_is_not_believed(made_later_s: float) -> None:
    way = Way(Kind.VIDEO)
    report(way.source, 5000.0, 100 * 3000)
    way.forward(video(100, 1, key=True))
    packet = video(700, 1, ssrc=10, key=True, at=5.0)
    report(way.change(), 5000.0 + made_later_s, packet.timestamp)
    way.forward(packet)
    assert (way.sent[1].timestamp - way.sent[0].timestamp) & 0xFFFFFFFF == 5 * VIDEO_CLOCK


@pytest.mark.parametrize("reported", ["neither", "first", "second"])
def test_without_both_reports_the_arrival_decides(reported: str) -> None:
    way = Way(Kind.VIDEO)
    if reported == "first":
        report(way.source, 5000.0, 100 * 3000)
    way.forward(video(100, 1, key=True))
    packet = video(700, 1, ssrc=10, key=True, at=0.5)
    if reported == "second":
        report(way.change(), 5000.0, packet.timestamp)
    else:
        way.change()
    way.forward(packet)
    assert (way.sent[1].timestamp - way.sent[0].timestamp) & 0xFFFFFFFF == VIDEO_CLOCK // 2


def test_a_frame_of_the_same_moment_still_has_a_later_timestamp() -> None:
    way = Way(Kind.VIDEO)
    report(way.source, 5000.0, 100 * 3000)
    way.forward(video(100, 1, key=True))
    packet = video(700, 1, ssrc=10, key=True, at=0.001)
    report(way.change(), 5000.0, packet.timestamp)
    way.forward(packet)
    assert 0 < (way.sent[1].timestamp - way.sent[0].timestamp) & 0xFFFFFFFF <= VIDEO_CLOCK // 50


# Repeats.


def test_a_repeat_looks_like_the_packet_that_left() -> None:
    way = Way(Kind.VIDEO)
    way.forward(video(100, 5, key=True))
    way.change()
    way.forward(video(900, 50, ssrc=10, key=True, at=1.0))
    found = way.outlet.repeatable(101, 2.0)
    assert found is not None
    assert found[0] == 900
    way.outlet.repeat(found[1], 101, 2.0)
    repeat, before = way.sent[-1], way.sent[1]
    assert (repeat.payload_type, repeat.ssrc, repeat.timestamp) == (RTX, rtx_ssrc(2), before.timestamp)
    assert repeat.tail[repeat.payload_at :] == (101).to_bytes(2) + before.tail[before.payload_at :]
    assert way.outlet.resent == 1


def test_nothing_is_repeated_once_the_slot_stopped() -> None:
    way = Way(Kind.VIDEO)
    packet = video(100, 5, key=True)
    way.forward(packet)
    way.outlet.stop()
    assert way.outlet.repeatable(100, 0.1) is None
    way.outlet.repeat(packet, 100, 2.0)
    assert len(way.sent) == 1


def test_sound_is_repeated_byte_for_byte() -> None:
    way = Way(Kind.AUDIO)
    for sequence in range(65_530, 65_545):
        assert way.forward(sound(sequence))
    left = list(way.plain)
    for index in (14, 0, 7):
        found = way.outlet.repeatable((65_530 + index) & 0xFFFF, 0.1)
        assert found is not None
        way.outlet.repeat(found[1], (65_530 + index) & 0xFFFF, 0.1)
        assert way.plain[-1] == left[index]
    assert way.outlet.resent == 3


def test_sound_that_is_gone_or_never_left_is_not_repeated() -> None:
    way = Way(Kind.AUDIO)
    for sequence in range(1000, 1100):
        if sequence != 1090:
            way.forward(sound(sequence))
    assert way.outlet.repeatable(1030, 0.1) is None
    assert way.outlet.repeatable(1090, 0.1) is None
    assert way.outlet.repeatable(1100, 0.1) is None
    assert way.outlet.repeatable(1099, 0.1) is not None
    way.change()
    assert way.outlet.repeatable(1099, 0.1) is None
    way.forward(sound(5, ssrc=10, at=1.0))
    assert way.outlet.repeatable(1099, 0.1) is None
    assert way.outlet.repeatable(1100, 0.1) is not None


# Reports and padding.


def test_padding_and_repeats_share_one_numbering() -> None:
    way = Way(Kind.VIDEO)
    way.forward(video(100, 5, key=True))
    way.outlet.pad(200, 0.1)
    found = way.outlet.repeatable(100, 0.1)
    assert found is not None
    way.outlet.repeat(found[1], 100, 0.1)
    way.outlet.pad(200, 0.1)
    extra = way.sent[1:]
    assert [packet.sequence for packet in extra] == [1, 2, 3]
    assert {packet.ssrc for packet in extra} == {rtx_ssrc(2)}
    assert way.outlet.packets == 1


def test_the_round_trip_is_told_by_the_answer_to_any_of_the_last_reports() -> None:
    way = Way(Kind.AUDIO)
    ntp = 0x0102_0304_0506_0708
    way.outlet.report(ntp, 5, 1.0)
    assert way.rtcp == []
    way.forward(sound(1))
    way.outlet.report(ntp, 5, 1.0)
    (sent,) = parse_rtcp(way.rtcp[0])
    assert isinstance(sent, RtcpSrPacket)
    assert (sent.ssrc, sent.sender_info.packet_count) == (way.outlet.ssrc, 1)
    assert way.outlet.round_trip(0x0304_0506, 65536, 2.1) == pytest.approx(0.1)
    assert way.outlet.round_trip(0x0304_0506, 65536, 1.5) == 0.0
    assert way.outlet.round_trip(0x0304_0507, 65536, 2.1) is None
    assert way.outlet.round_trip(0, 0, 2.1) is None
    for later in range(1, 8):
        way.outlet.report(ntp + (later << 32), 5, 1.0 + later)
    # On a way of 1.5 s a report is answered after the next has left.
    assert way.outlet.round_trip(0x0304_0506, 0, 2.5) == pytest.approx(1.5)
    way.outlet.report(ntp + (8 << 32), 5, 9.0)
    assert way.outlet.round_trip(0x0304_0506, 0, 2.5) is None
