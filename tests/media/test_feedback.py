"""Feedback of a receiver on its slots."""

import struct

from aiortc.rtp import RtcpPsfbPacket, RtcpRtpfbPacket, pack_remb_fci

from media.feedback import ReceiverFeedback, build_reports
from media.profile import VP8, Kind
from media.rtcp import parse_rtcp
from media.rtp import parse_packet
from media.slot import Outlet
from media.stream import IncomingStream
from tests.support.relay_parts import rtp_bytes, vp8


def scene() -> tuple[ReceiverFeedback, IncomingStream, Outlet, list[bytes]]:
    sent: list[bytes] = []
    outlet = Outlet(0, Kind.VIDEO, sent.append, sent.append)
    stream = IncomingStream(Kind.VIDEO)
    stream.use_source(9)
    stream.set_route(is_open=True, outlets=(outlet,))
    feedback = ReceiverFeedback()
    feedback.add(outlet)
    for sequence in range(3):
        packet = parse_packet(rtp_bytes(VP8, sequence, 0, 9, vp8(key=sequence == 0)))
        stream.handle_rtp(packet, 0.0)
    sent.clear()
    return feedback, stream, outlet, sent


def test_a_nack_is_answered_once_per_pause_and_only_with_what_left() -> None:
    feedback, _, outlet, sent = scene()
    for _ in range(3):
        feedback.handle([RtcpRtpfbPacket(1, 1, outlet.ssrc, lost=[1, 2, 3, 60_000])], {}, 0.0)
    assert (feedback.nacks, len(sent)) == (12, 2)
    feedback.handle([RtcpRtpfbPacket(1, 1, 12345, lost=[1])], {}, 1.0)
    assert len(sent) == 2


def test_pli_and_fir_ask_the_sender() -> None:
    for packet in (
        RtcpPsfbPacket(1, 1, scene()[2].ssrc),
        RtcpPsfbPacket(4, 1, 0, struct.pack("!IB3x", scene()[2].ssrc, 1) + b"odd"),
    ):
        feedback, stream, _, _ = scene()
        assert not stream.take_key_request(0.0)
        feedback.handle([packet], {}, 0.0)
        assert feedback.plis == 1
        assert stream.take_key_request(0.0)


def test_an_estimate_is_kept_and_a_broken_one_ignored() -> None:
    feedback = ReceiverFeedback()
    feedback.handle([RtcpPsfbPacket(15, 1, 0, pack_remb_fci(500_000, [1]))], {}, 0.0)
    feedback.handle([RtcpPsfbPacket(15, 1, 0, b"REMB\x09\x00\x00\x01")], {}, 0.0)
    feedback.handle([RtcpPsfbPacket(15, 1, 0, b"else")], {}, 0.0)
    assert feedback.estimate_bps == 500_000


def test_reports_are_empty_before_anything_was_sent() -> None:
    assert build_reports([IncomingStream(Kind.AUDIO)], 1, 0.0) == b""
    _, stream, _, _ = scene()
    assert len(parse_rtcp(build_reports([stream], 900_000, 1.0))) == 2
