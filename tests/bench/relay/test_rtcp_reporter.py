import itertools

import pytest
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    unpack_remb_fci,
)
from hypothesis import given
from hypothesis import strategies as st

from bench.relay.load import PacketSource, build_extension
from bench.relay.rtcp_reporter import ArrivalReporter, RtcpReporter
from media.rtp.rtcp import parse_rtcp
from media.rtp.transport_feedback import REPORT_S, TICKS_PER_S, TransportFeedback
from media.sdp.profile import OPUS, VP8, Kind

FILLER = bytes(1200)


def sources() -> list[PacketSource]:
    made = [
        PacketSource(Kind.AUDIO, OPUS, 11, FILLER, b""),
        PacketSource(Kind.VIDEO, VP8, 12, FILLER, b""),
    ]
    for source in made:
        source.build_burst()
    return made


def blocks(compounds: list[bytes]) -> list[RtcpReceiverInfo]:
    return [
        block
        for compound in compounds
        for packet in RtcpPacket.parse(compound)
        if isinstance(packet, RtcpSrPacket | RtcpRrPacket)
        for block in packet.reports
    ]


def test_a_sender_reports_on_every_source_and_on_what_it_receives() -> None:
    compounds = RtcpReporter(1, sources()).build_reports({5: 100, 6: 200}, now=10.5)
    reports = [RtcpPacket.parse(compound)[0] for compound in compounds]
    assert [(r.ssrc, r.sender_info.packet_count, r.sender_info.octet_count) for r in reports] == [
        (11, 1, 80),
        (12, 4, 4400),
    ]
    assert {r.sender_info.ntp_timestamp for r in reports} == {int(10.5 * 2**32)}
    assert [(b.ssrc, b.highest_sequence, b.packets_lost) for b in blocks(compounds)] == [
        (5, 100, 0),
        (6, 200, 0),
    ]


def test_without_packets_sent_there_is_no_sender_report() -> None:
    quiet = RtcpReporter(1, [PacketSource(Kind.AUDIO, OPUS, 11, FILLER, b"")])
    assert quiet.build_reports({}, now=1.0) == []


def test_a_receiver_reports_under_its_own_ssrc() -> None:
    (compound,) = RtcpReporter(1).build_reports({5: 100}, now=1.0)
    report, description = RtcpPacket.parse(compound)
    assert isinstance(report, RtcpRrPacket)
    assert isinstance(description, RtcpSdesPacket)
    assert (report.ssrc, description.chunks[0].ssrc) == (1, 1)


@given(received=st.integers(0, 70), sends=st.booleans())
def test_every_stream_has_one_block_and_no_packet_too_many(received: int, sends: bool) -> None:
    latest = {100 + number: number for number in range(received)}
    compounds = RtcpReporter(1, sources() if sends else ()).build_reports(latest, now=1.0)
    assert [block.ssrc for block in blocks(compounds)] == list(latest)
    assert all(len(compound) <= 1200 for compound in compounds)


@given(steps=st.lists(st.integers(0, 3000), min_size=1, max_size=60))
def test_the_highest_number_continues_across_the_wrap(steps: list[int]) -> None:
    reporter, number = RtcpReporter(1), 65_000
    for step in [0, *steps]:
        number += step
        (block,) = blocks(reporter.build_reports({5: number & 0xFFFF}, now=1.0))
        assert block.highest_sequence == number


def test_a_block_names_the_last_sender_report_and_its_age() -> None:
    reporter = RtcpReporter(1)
    reporter.handle(bytes(RtcpSrPacket(5, RtcpSenderInfo(0x1234_5678_9ABC_DEF0, 0, 0, 0))), now=10.0)
    (block,) = blocks(reporter.build_reports({5: 1}, now=10.5))
    assert (block.lsr, block.dlsr) == (0x5678_9ABC, 32768)


def test_without_a_sender_report_both_are_zero() -> None:
    (block,) = blocks(RtcpReporter(1).build_reports({5: 1}, now=10.5))
    assert (block.lsr, block.dlsr) == (0, 0)


@pytest.mark.parametrize(
    "wish",
    [
        RtcpPsfbPacket(RTCP_PSFB_PLI, 1, 12),
        RtcpPsfbPacket(RTCP_PSFB_FIR, 1, 0, fci=(12).to_bytes(4, "big") + bytes(4)),
    ],
)
def test_a_requested_key_frame_is_sent(wish: RtcpPsfbPacket) -> None:
    microphone, camera = made = sources()
    RtcpReporter(1, made).handle(bytes(wish), now=1.0)
    assert (microphone.wants_key, camera.wants_key) == (False, True)


def test_other_sources_and_other_feedback_change_nothing() -> None:
    made = sources()
    reporter = RtcpReporter(1, made)
    for packet in (RtcpPsfbPacket(RTCP_PSFB_PLI, 1, 99), RtcpPsfbPacket(RTCP_PSFB_APP, 1, 12, fci=b"REMB")):
        reporter.handle(bytes(packet), now=1.0)
    assert not any(source.wants_key for source in made)


def test_the_estimate_is_over_everything_received() -> None:
    (packet,) = RtcpPacket.parse(RtcpReporter(1).build_estimate({5: 1, 6: 1}))
    assert isinstance(packet, RtcpPsfbPacket)
    bitrate, ssrcs = unpack_remb_fci(packet.fci)
    assert ssrcs == [5, 6]
    assert bitrate == pytest.approx(50_000_000, rel=0.001)


def test_before_anything_arrives_there_is_no_estimate() -> None:
    assert RtcpReporter(1).build_estimate({}) == b""


def test_a_description_in_another_form_hides_no_request() -> None:
    made = sources()
    description = bytes([0x81, 202, 0, 2]) + bytes([0, 0, 0, 9, 1, 200, 97, 98])
    request = bytes(RtcpPsfbPacket(RTCP_PSFB_PLI, 9, 12, b""))
    with pytest.raises(ValueError, match="truncated"):
        RtcpPacket.parse(description)
    RtcpReporter(1, made).handle(description + request, 0.0)
    assert [source.wants_key for source in made] == [False, True]


def test_every_numbered_packet_is_reported_as_having_arrived_when_it_was_sent() -> None:
    camera = PacketSource(
        Kind.VIDEO,
        VP8,
        12,
        FILLER,
        build_extension(Kind.VIDEO, numbered=True),
        numbers=itertools.count(65_534),
    )
    reporter, packets = ArrivalReporter(), [packet for _, packet in camera.build_burst()]
    stamped = [packet.replace(b"\x01\x02\x03", bytes([1, 2, 8 * at])) for at, packet in enumerate(packets)]
    first = parse_rtcp(reporter.take_packet(stamped[0], 1.0))
    assert [reporter.take_packet(packet, 1.0) for packet in stamped[1:]] == [b""] * 3
    again = parse_rtcp(reporter.take_packet(stamped[3], 1.0 + REPORT_S))
    read = [packet for packet in (*first, *again) if isinstance(packet, TransportFeedback)]
    assert [report.base for report in read] == [65_534, 65_535]
    arrivals = [arrival for report in read for arrival in report.arrivals if arrival is not None]
    assert len(arrivals) == 4
    assert arrivals[3] - arrivals[0] == pytest.approx(24 / (1 << 18) * TICKS_PER_S, abs=1)


def test_a_packet_without_a_number_is_not_reported() -> None:
    _, packet = PacketSource(Kind.VIDEO, VP8, 12, FILLER, build_extension(Kind.VIDEO)).build_burst()[0]
    assert ArrivalReporter().take_packet(packet, 1.0) == b""
