import struct

from media.bench.seat import Seat


def packet(payload_type: int, ssrc: int) -> bytes:
    return struct.pack("!BBHII", 0x80, payload_type, 1, 2, ssrc) + bytes(20)


def test_packets_are_counted_and_control_packets_are_not() -> None:
    seat = Seat(0)
    for payload_type in (111, 96 | 0x80, 200, 201):
        seat.handle_packet(packet(payload_type, 5))
    assert seat.packets == 2


def test_packets_are_told_apart_by_source_while_a_gate_is_watched() -> None:
    seat = Seat(0)
    seat.handle_packet(packet(111, 5))
    seat.per_source = {}
    for ssrc in (5, 6, 6):
        seat.handle_packet(packet(111, ssrc))
    assert seat.per_source == {b"\0\0\0\5": 1, b"\0\0\0\6": 2}


def test_no_two_seats_send_on_one_source() -> None:
    ssrcs = [seat.ssrc(kind) for seat in (Seat(0), Seat(1)) for kind in seat.sources]
    assert len(set(ssrcs)) == 4
