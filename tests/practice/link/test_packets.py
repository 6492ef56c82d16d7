"""Packets as the relay reads them: its own parsers are the judge."""

from aiortc.rtp import RTCP_PSFB_FIR, RTCP_PSFB_PLI, RtcpPsfbPacket, RtcpSrPacket, RtpPacket
from hypothesis import given
from hypothesis import strategies as st

from media.rtp.rtcp import parse_rtcp
from media.rtp.vp8 import parse_descriptor
from practice.link.packets import PAYLOAD_BYTES, Stream, key_frame_wanted, split_frame


def _stream() -> Stream:
    return Stream(ssrc=7, payload_type=96, mid="cam", mid_id=1, level_id=2)


@given(st.binary(min_size=1, max_size=6000))
def test_a_frame_comes_apart_and_together_again(frame: bytes) -> None:
    packets = [RtpPacket.parse(data) for data in _stream().picture(900, split_frame(frame))]

    assert b"".join(packet.payload[4:] for packet in packets) == frame
    assert [packet.marker for packet in packets] == [0] * (len(packets) - 1) + [1]
    assert all(len(packet.payload) <= PAYLOAD_BYTES + 4 for packet in packets)
    first = packets[0].payload
    described = parse_descriptor(first, 0, len(first))
    if described is not None:
        assert described.key_start is (not frame[0] & 1)
        assert (described.picture, described.wide) == (1, True)


def test_sequence_numbers_go_on_over_a_wrap_and_the_name_is_told_at_first() -> None:
    stream = _stream()
    stream.packets = 65_535
    last, first = (stream.sound(at * 960, b"opus", 20, first=False) for at in range(2))
    assert (RtpPacket.parse(last).sequence_number, RtpPacket.parse(first).sequence_number) == (65_535, 0)

    begun = _stream().sound(0, b"opus", 20, first=True)
    assert b"cam" in begun
    assert b"cam" not in last
    assert RtpPacket.parse(begun).marker == 1


def test_a_report_says_what_was_sent_and_when() -> None:
    stream = _stream()
    stream.sound(960, b"12345", 20, first=False)
    (report,) = parse_rtcp(stream.report(2.5))

    assert isinstance(report, RtcpSrPacket)
    told = report.sender_info
    assert (told.rtp_timestamp, told.packet_count, told.octet_count) == (960, 1, 5)
    assert told.ntp_timestamp == 5 << 31


def test_only_a_request_for_this_picture_starts_it_over() -> None:
    pli = bytes(RtcpPsfbPacket(RTCP_PSFB_PLI, 1, 7))
    fir = bytes(RtcpPsfbPacket(RTCP_PSFB_FIR, 1, 0, (7).to_bytes(4, "big") + bytes(4)))
    report = _stream().report(1.0)

    assert key_frame_wanted(pli, 7)
    assert key_frame_wanted(fir, 7)
    assert key_frame_wanted(report + pli, 7)
    assert not key_frame_wanted(pli, 8)
    assert not key_frame_wanted(report, 7)


@given(st.binary(max_size=80))
def test_whatever_comes_is_read_without_a_fault(data: bytes) -> None:
    key_frame_wanted(data, 7)
