"""RTP on bytes: parsing, cleaning, stamping, rewriting and RTX."""

import struct

import pytest
from aiortc.rtp import RtpPacket as Reference
from hypothesis import given
from hypothesis import strategies as st

from media.net.transport_numbers import find_number
from media.rtp.packet import (
    MAX_RTP_BYTES,
    MAX_SENT_BYTES,
    build_packet,
    build_padding,
    build_rtx,
    keep_extensions,
    parse_packet,
    send_time,
    sequence_delta,
    stamp,
    unwrap_rtx,
)
from media.rtp.red import take_previous, take_primary
from media.sdp.profile import (
    ABS_SEND_TIME_ID,
    MID_ID,
    OPUS,
    RED,
    REPAIRED_RID_ID,
    RID_ID,
    RTX,
    TRANSPORT_ID,
    VP8,
)
from tests.support.relay.parts import red, rtp_bytes, vp8

ROOM = bytes([TRANSPORT_ID << 4 | 1, 0, 0, 0])
"""Of a transport-wide number, written where a packet is encrypted."""


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [(1, 0, 1), (0, 65535, 1), (65535, 0, -1), (5, 5, 0), (0x8000, 0, -0x8000)],
)
def test_sequence_distance_is_modulo_2_to_16(later: int, earlier: int, expected: int) -> None:
    assert sequence_delta(later, earlier) == expected


def test_a_browsers_audio_packet_is_read() -> None:
    packet = parse_packet(rtp_bytes(OPUS, 7, 960, 42, b"sound", mid="mic", level=0x80 | 30))
    assert (packet.payload_type, packet.sequence, packet.timestamp, packet.ssrc) == (OPUS, 7, 960, 42)
    assert (packet.names, packet.level) == ({MID_ID: "mic"}, 30)
    assert packet.tail[packet.payload_at :] == b"sound"
    assert packet.payload_bytes == 5


def test_the_names_of_a_layer_are_read_and_not_forwarded() -> None:
    packet = parse_packet(rtp_bytes(VP8, 1, 2, 3, b"x", mid="cam", rid="h"))
    repeat = parse_packet(rtp_bytes(RTX, 1, 2, 4, b"x", mid="cam", repaired="h"))
    assert packet.names == {MID_ID: "cam", RID_ID: "h"}
    assert repeat.names == {MID_ID: "cam", REPAIRED_RID_ID: "h"}
    for tail in (packet.tail, repeat.tail):
        assert b"cam" not in tail
        assert b"h" not in tail


def test_a_name_that_is_not_text_is_not_an_error() -> None:
    body = bytes([RID_ID << 4 | 1, 0xFF, 0xFE, 0])
    data = struct.pack("!BBHII", 0x90, VP8, 1, 2, 3) + struct.pack("!HH", 0xBEDE, 1) + body
    assert parse_packet(data).names == {RID_ID: "\ufffd\ufffd"}


def test_the_mid_and_foreign_elements_are_blanked_and_the_rest_stays() -> None:
    body = bytes([0x10 | 2]) + b"mic" + bytes([0x20, 33]) + bytes([0x71, 9, 9]) + bytes([0x32, 1, 2, 3])
    body += bytes(-len(body) % 4)
    data = (
        struct.pack("!BBHII", 0x90, OPUS, 1, 2, 3) + struct.pack("!HH", 0xBEDE, len(body) // 4) + body + b"x"
    )
    packet = parse_packet(data)
    assert packet.tail[4:].startswith(bytes(4) + bytes([0x20, 33]) + bytes(3) + bytes([0x32, 1, 2, 3]))
    assert len(packet.tail) == len(data) - 12 + len(ROOM)


def test_elements_after_the_stop_id_are_blanked() -> None:
    body = bytes([0x20, 33, 0xF0, 1, 0x12, 9, 9, 9])
    data = struct.pack("!BBHII", 0x90, OPUS, 1, 2, 3) + struct.pack("!HH", 0xBEDE, 2) + body
    assert parse_packet(data).tail[4:] == bytes([0x20, 33]) + bytes(6) + ROOM


def test_sources_and_two_byte_extensions_are_not_forwarded() -> None:
    data = (
        struct.pack("!BBHII", 0x92, OPUS, 1, 2, 3)
        + b"sourcSRC"
        + struct.pack("!HH", 0x1000, 1)
        + b"abcd"
        + b"x"
    )
    packet = parse_packet(data)
    assert packet.tail == b"\xbe\xde\x00\x01" + ROOM + b"x"
    assert (packet.first, packet.number) == (0x90, None)


def test_every_packet_has_room_for_one_transport_wide_number() -> None:
    numbered = parse_packet(rtp_bytes(VP8, 1, 2, 3, b"x", number=0x0102))
    assert numbered.number == 0x0102
    assert numbered.tail.count(bytes([TRANSPORT_ID << 4 | 1])) == 1
    for data in (numbered.tail, parse_packet(rtp_bytes(VP8, 1, 2, 3, b"x")).tail):
        plain = struct.pack("!BBHII", 0x90, VP8, 1, 2, 3) + data
        assert find_number(plain) > 0
        assert len(parse_packet(plain).tail) == len(data)


def test_padding_is_kept_but_not_counted() -> None:
    packet = parse_packet(struct.pack("!BBHII", 0xA0, VP8, 1, 2, 3) + b"ab\x00\x02")
    assert packet.payload_bytes == 2
    assert build_packet(packet, 1, 2, 3, packet.tail)[12:].endswith(ROOM + b"ab\x00\x02")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(12),
        b"\x80" + bytes(10),
        b"\x82" + bytes(11),
        b"\x90" + bytes(11),
        b"\x90" + bytes(11) + b"\xbe\xde\x00\x01",
        b"\x90" + bytes(11) + b"\xbe\xde\x00\x01\x2f\x00\x00\x00",
        b"\xa0" + bytes(11),
        b"\xa0" + bytes(11) + b"\x00",
        b"\xa0" + bytes(11) + b"\x02",
    ],
)
def test_malformed_packets_are_value_errors(data: bytes) -> None:
    with pytest.raises(ValueError, match="rtp"):
        parse_packet(data)


@given(st.binary(max_size=80))
def test_any_bytes_either_parse_or_are_a_value_error(data: bytes) -> None:
    try:
        packet = parse_packet(data)
    except ValueError:
        return
    again = parse_packet(build_packet(packet, 1, 2, 3, packet.tail))
    assert again.tail == packet.tail
    assert not again.names


@given(st.binary(min_size=1, max_size=40), st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF))
def test_built_packets_parse_the_same_elsewhere(payload: bytes, sequence: int, timestamp: int) -> None:
    packet = parse_packet(rtp_bytes(VP8, 1, 2, 3, payload, mid="cam"))
    packet.marker = 0x80
    other = Reference.parse(build_packet(packet, sequence, timestamp, 99, packet.tail))
    assert (other.sequence_number, other.timestamp, other.ssrc) == (sequence, timestamp, 99)
    assert (other.payload, other.marker, other.payload_type) == (payload, 1, VP8)


def test_the_send_time_is_stamped_in_place() -> None:
    packet = parse_packet(rtp_bytes(VP8, 1, 2, 3, b"x"))
    assert stamp(packet, 1.5)[5:8] == (1.5 * 2**18).__int__().to_bytes(3)
    assert stamp(packet, 64.0 + 1.5) == stamp(packet, 1.5)
    assert send_time(packet) == 0x010203
    bare = parse_packet(struct.pack("!BBHII", 0x80, VP8, 1, 2, 3) + b"x")
    assert stamp(bare, 1.5) is bare.tail
    assert send_time(bare) is None


def test_rtx_there_and_back() -> None:
    packet = parse_packet(rtp_bytes(VP8, 500, 2, 3, vp8(key=True)))
    repeat = parse_packet(build_rtx(packet, 9, 2, 77, 500, packet.tail))
    assert (repeat.payload_type, repeat.sequence, repeat.ssrc) == (RTX, 9, 77)
    original = unwrap_rtx(repeat, VP8, 3)
    assert original is not None
    assert (original.sequence, original.payload_type, original.ssrc) == (500, VP8, 3)
    assert original.tail == packet.tail


_element = st.builds(
    lambda identifier, data: bytes([identifier << 4 | len(data) - 1]) + data,
    st.integers(0, 15),
    st.binary(min_size=1, max_size=16),
)
_extension = st.one_of(
    st.none(), st.tuples(st.sampled_from([0xBEDE, 0xBEDE, 0x1000]), st.lists(_element, max_size=6))
)


@given(
    st.integers(0, 15),
    _extension,
    st.sampled_from([OPUS, RED, VP8, RTX]),
    st.sampled_from([b"", vp8(key=True), red(b"x" * 9, (960, b"\x78older")), b"\x00\x05" + vp8()]),
    st.sets(st.integers(1, 14)),
)
def test_whatever_is_made_of_the_largest_packet_fits_the_least_that_ipv6_carries(
    sources: int,
    extension: tuple[int, list[bytes]] | None,
    kind: int,
    payload: bytes,
    accepted: set[int],
) -> None:
    data = struct.pack("!BBHII", 0x80 | (extension is not None) << 4 | sources, kind, 1, 2, 3) + bytes(
        4 * sources
    )
    if extension is not None:
        body = b"".join(extension[1])
        body += bytes(-len(body) % 4)
        data += struct.pack("!HH", extension[0], len(body) // 4) + body
    data += payload
    data += bytes(MAX_RTP_BYTES - len(data))
    try:
        packet = parse_packet(data)
    except ValueError:
        return
    made = [packet, unwrap_rtx(packet, VP8, 3), take_previous(packet)]
    for one in (one for one in made if one is not None):
        ways = [(one, one.tail), keep_extensions(one, one.tail, accepted), take_primary(one, one.tail)]
        for way in (way for way in ways if way is not None):
            assert len(build_rtx(way[0], 1, 2, 3, 4, way[1])) <= MAX_SENT_BYTES
            assert len(build_packet(way[0], 1, 2, 3, way[1])) <= MAX_SENT_BYTES - 2


def test_a_probe_holds_no_packet() -> None:
    probe = parse_packet(struct.pack("!BBHII", 0xA0, RTX, 1, 2, 3) + bytes(9) + b"\x0a")
    assert unwrap_rtx(probe, VP8, 3) is None


@given(st.integers(1, 255), st.integers(0, 0xFFFF))
def test_padding_is_a_timed_packet_of_nothing(size: int, sequence: int) -> None:
    data = build_padding(sequence, 77, size, 1.5, {ABS_SEND_TIME_ID, TRANSPORT_ID})
    assert find_number(data) > 0
    packet = parse_packet(data)
    assert (packet.payload_type, packet.sequence, packet.ssrc) == (RTX, sequence, 77)
    assert packet.payload_bytes == 0
    assert len(packet.tail) - packet.payload_at == size
    assert send_time(packet) == int(1.5 * 2**18)
    assert build_padding(sequence, 77, size, 1.5, ())[12:] == bytes(size - 1) + bytes([size])
    assert unwrap_rtx(packet, VP8, 3) is None
