"""Receivers of one stream who get it under the same numbers, and those who do not."""

from media.line import KEPT_SOUND, Lines
from media.profile import OPUS, VP8, Kind
from media.rtp import RtpPacket, parse_packet
from media.slot import Outlet
from media.vp8 import parse_descriptor
from tests.support.relay_parts import PlainWay, rtp_bytes, vp8


class Receiver:
    """An outlet and what left of it, as bytes."""

    def __init__(self, kind: Kind = Kind.VIDEO) -> None:
        self.plain: list[bytes] = []
        self.outlet = Outlet(1, kind, PlainWay(self.plain.append, lambda data: None))

    @property
    def numbers(self) -> list[int]:
        return [parse_packet(data).sequence for data in self.plain]


def video(sequence: int, *, key: bool = False, ssrc: int = 9) -> RtpPacket:
    data = rtp_bytes(VP8, sequence, sequence * 3000, ssrc, vp8(key=key, picture=sequence))
    packet = parse_packet(data)
    packet.extended, packet.arrival = sequence, sequence / 30
    return packet


def show(lines: Lines, packet: RtpPacket) -> bool:
    descriptor = parse_descriptor(packet.tail, packet.payload_at, packet.payload_bytes)
    return lines.forward(packet, packet.tail, descriptor)


def test_those_with_the_same_numbers_share_the_very_bytes() -> None:
    lines, first, second = Lines(), Receiver(), Receiver()
    lines.add(first.outlet)
    lines.add(second.outlet)
    assert not show(lines, video(1))
    assert show(lines, video(2, key=True))
    assert show(lines, video(3))
    assert first.outlet.line is second.outlet.line is not None
    assert all(one is other for one, other in zip(first.plain, second.plain, strict=True))
    assert (first.outlet.packets, first.outlet.octets) == (second.outlet.packets, second.outlet.octets)


def test_a_receiver_that_was_sent_something_else_before_has_numbers_of_its_own() -> None:
    lines, first, other = Lines(), Receiver(), Receiver()
    before = Lines()
    before.add(other.outlet)
    show(before, video(500, key=True, ssrc=8))
    other.outlet.stop()
    before.remove(other.outlet)
    lines.add(first.outlet)
    lines.add(other.outlet)
    show(lines, video(2, key=True))
    show(lines, video(3))
    assert first.numbers == [2, 3]
    assert other.numbers == [500, 501, 502]
    assert first.outlet.line is not other.outlet.line


def test_who_comes_later_joins_those_with_the_same_numbers() -> None:
    lines, first, late = Lines(), Receiver(), Receiver()
    lines.add(first.outlet)
    show(lines, video(2, key=True))
    lines.add(late.outlet)
    show(lines, video(3))
    show(lines, video(4, key=True))
    assert late.numbers == [4]
    assert first.outlet.line is late.outlet.line
    assert (first.outlet.packets, late.outlet.packets) == (3, 1)


def test_a_late_packet_goes_only_to_whom_its_number_is_free() -> None:
    """Who joined after it may have used that number for another packet: a nonce is used once."""
    lines, first, late = Lines(), Receiver(), Receiver()
    lines.add(first.outlet)
    show(lines, video(2, key=True))
    lines.add(late.outlet)
    show(lines, video(5, key=True))
    assert show(lines, video(4))
    assert first.numbers == [2, 5, 4]
    assert late.numbers == [5]


def test_a_receiver_that_leaves_goes_on_elsewhere_where_it_was() -> None:
    lines, first, second, other = Lines(), Receiver(), Receiver(), Lines()
    lines.add(first.outlet)
    lines.add(second.outlet)
    show(lines, video(2, key=True))
    second.outlet.stop()
    lines.remove(second.outlet)
    show(lines, video(3))
    other.add(second.outlet)
    show(other, video(70, key=True, ssrc=8))
    assert first.numbers == [2, 3]
    assert second.numbers == [2, 3]
    assert second.outlet.packets == 2


def test_what_waits_leaves_before_a_receiver_goes() -> None:
    """Its gate may be closed by the time of the next flush."""

    class Waiting(PlainWay):
        flushed = 0

        def flush_soon(self, what: object) -> None:
            """Later."""

        def flush(self) -> None:
            self.flushed += 1

    way = Waiting(lambda data: None, lambda data: None)
    lines, outlet = Lines(), Outlet(1, Kind.VIDEO, way)
    lines.add(outlet)
    show(lines, video(2, key=True))
    assert way.flushed == 0
    outlet.stop()
    assert way.flushed == 1


def test_sound_is_kept_for_about_a_second() -> None:
    lines, receiver = Lines(), Receiver(Kind.AUDIO)
    lines.add(receiver.outlet)
    for sequence in range(100):
        packet = parse_packet(rtp_bytes(OPUS, sequence, sequence * 960, 9, b"sound"))
        packet.extended, packet.arrival = sequence, sequence / 50
        lines.forward(packet, packet.tail, None)
    line = receiver.outlet.line
    assert line is not None
    assert sorted(line.kept) == sorted(receiver.plain[-KEPT_SOUND:])
