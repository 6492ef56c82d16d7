"""RTCP building, checked with another parser, and parsing of arbitrary bytes."""

import struct

import pytest
from aiortc.rtp import (
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    unpack_remb_fci,
)
from hypothesis import given
from hypothesis import strategies as st

from media.rtp.reception import ReceptionReport
from media.rtp.rtcp import (
    build_nack,
    build_pli,
    build_receiver_report,
    build_remb,
    build_sender_report,
    parse_rtcp,
)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60, unique=True), st.integers(0, 0xFFFF))
def test_a_nack_names_just_the_missing_packets(steps: list[int], base: int) -> None:
    numbers = sorted(base + 65_536 + step for step in steps)
    named: list[int] = []
    for packet in parse_rtcp(build_nack(9, numbers)):
        assert isinstance(packet, RtcpRtpfbPacket)
        assert (packet.fmt, packet.media_ssrc) == (1, 9)
        named += [number & 0xFFFF for number in packet.lost]
    assert named == [number & 0xFFFF for number in numbers]


def test_a_key_frame_request_names_its_stream() -> None:
    (packet,) = parse_rtcp(build_pli(9))
    assert isinstance(packet, RtcpPsfbPacket)
    assert (packet.fmt, packet.media_ssrc) == (1, 9)


def test_a_remb_names_rate_and_streams() -> None:
    (packet,) = parse_rtcp(build_remb(900_000, [1, 2]))
    assert isinstance(packet, RtcpPsfbPacket)
    rate, ssrcs = unpack_remb_fci(packet.fci)
    assert 890_000 < rate <= 900_000
    assert ssrcs == [1, 2]


def test_reports_hold_their_fields() -> None:
    (packet,) = parse_rtcp(build_receiver_report([ReceptionReport(1, 2, -3, 4, 5, 6, 7)]))
    assert isinstance(packet, RtcpRrPacket)
    block = packet.reports[0]
    assert (block.ssrc, block.fraction_lost, block.packets_lost, block.highest_sequence) == (1, 2, -3, 4)
    assert (block.jitter, block.lsr, block.dlsr) == (5, 6, 7)
    (report,) = parse_rtcp(build_sender_report(9, 1 << 40, 77, (1 << 32) + 3, 4))
    assert isinstance(report, RtcpSrPacket)
    info = report.sender_info
    assert (report.ssrc, info.ntp_timestamp, info.rtp_timestamp) == (9, 1 << 40, 77)
    assert (info.packet_count, info.octet_count) == (3, 4)


@given(st.binary(max_size=80))
def test_any_bytes_either_parse_or_are_a_value_error(data: bytes) -> None:
    try:
        packets = parse_rtcp(b"\x80" + data)
    except ValueError:
        packets = []
    assert isinstance(packets, list)


def test_a_short_packet_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="RTCP"):
        parse_rtcp(b"\x80\xc8\x00")


def test_a_nack_across_the_wrap_names_numbers_of_16_bits() -> None:
    data = struct.pack("!BBHIIHH", 0x81, 205, 3, 1, 2, 65_534, 0b111)
    (packet,) = parse_rtcp(data)
    assert isinstance(packet, RtcpRtpfbPacket)
    assert packet.lost == [65_534, 65_535, 0, 1]


def test_an_estimate_too_large_for_a_counter_is_malformed() -> None:
    data = bytearray(build_remb(1_000_000, [5]))
    data[17] = 41 << 2
    with pytest.raises(ValueError, match="estimate"):
        parse_rtcp(bytes(data))
    data[17] = 40 << 2 | 3
    (packet,) = parse_rtcp(bytes(data))
    assert isinstance(packet, RtcpPsfbPacket)
    assert unpack_remb_fci(packet.fci)[0] < 2**58


def test_a_nack_for_more_than_a_ring_holds_is_cut() -> None:
    entries = b"".join(struct.pack("!HH", number * 17, 0xFFFF) for number in range(300))
    (packet,) = parse_rtcp(struct.pack("!BBHII", 0x81, 205, 302, 1, 2) + entries)
    assert isinstance(packet, RtcpRtpfbPacket)
    assert packet.lost == list(range(512))
