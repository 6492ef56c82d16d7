"""One connection without crypto: how it sorts packets, and that nothing it receives raises."""

from collections import Counter

import pytest
from aiortc.rtp import RtcpPsfbPacket, RtcpReceiverInfo, RtcpRrPacket, RtcpSenderInfo, RtcpSrPacket
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from media.net.floods import BURST_S
from media.peer.peer import Peer
from media.rtp.packet import MAX_RTP_BYTES, parse_packet
from media.rtp.rtcp import parse_rtcp
from media.sdp.formats import accept_everything
from media.sdp.profile import OPUS, RED, RTX, VP8, Kind
from tests.support.relay.parts import EVERYTHING, Wire, make_peer, plain_keys, rtp_bytes, vp8

HOME = ("ann", 1)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def drops(wire: Wire) -> Counter[str]:
    return wire.drops


@pytest.fixture
def peer(wire: Wire) -> Peer:
    return make_peer("ann", 1, wire)


def sources(peer: Peer) -> list[int | None]:
    return [layer.ssrc for layer in peer.camera.layers]


def gated(peer: Peer) -> list[int]:
    return [layer.gated for layer in peer.camera.layers]


# Which SSRC belongs to which stream.


def test_a_source_is_learned_by_its_mid_and_known_without_it_later(peer: Peer, drops: Counter[str]) -> None:
    peer.handle_srtp(rtp_bytes(OPUS, 1, 1, 50, b"x"), 0.0)
    assert drops == {"unknown_ssrc": 1}
    peer.handle_srtp(rtp_bytes(OPUS, 2, 1, 50, b"x", mid="mic"), 0.0)
    peer.handle_srtp(rtp_bytes(OPUS, 3, 1, 50, b"x"), 0.0)
    assert peer.mic.gated == 2
    assert peer.mic.ssrc == 50


def test_a_source_of_the_answer_is_known_from_the_first_packet(peer: Peer) -> None:
    mic, camera = accept_everything(Kind.AUDIO), accept_everything(Kind.VIDEO)
    peer.connect(plain_keys(), [structs.replace(mic, ssrcs=(51,)), structs.replace(camera, ssrcs=(50,))])
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, vp8()), 0.0)
    peer.handle_srtp(rtp_bytes(RED, 1, 1, 51, b"x"), 0.0)
    assert sources(peer) == [None, None, 50]
    assert peer.mic.ssrc == 51


def test_layers_are_learned_by_their_rid_and_known_without_it_later(peer: Peer) -> None:
    for ssrc, rid in ((50, "h"), (51, "q"), (52, "f")):
        peer.handle_srtp(rtp_bytes(VP8, 1, 1, ssrc, vp8(), mid="cam", rid=rid), 0.0)
        peer.handle_srtp(rtp_bytes(VP8, 2, 1, ssrc, vp8()), 0.0)
    assert sources(peer) == [51, 50, 52]
    assert gated(peer) == [2, 2, 2]


def test_a_camera_without_layers_is_the_top_one(peer: Peer) -> None:
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, vp8(), mid="cam"), 0.0)
    assert sources(peer) == [None, None, 50]


def test_a_rid_that_was_not_offered_or_is_on_audio_is_ignored(peer: Peer, drops: Counter[str]) -> None:
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, vp8(), mid="cam", rid="x"), 0.0)
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 51, vp8(), mid="mic", rid="q"), 0.0)
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 52, vp8(), rid="q"), 0.0)
    peer.handle_srtp(rtp_bytes(RTX, 1, 1, 53, b"\x00\x01" + vp8(), mid="cam", repaired="x"), 0.0)
    assert drops == {"unknown_ssrc": 4}
    assert sources(peer) == [None, None, None]


def test_retransmissions_of_layers_are_learned_by_their_repaired_rid(peer: Peer) -> None:
    for layer in peer.camera.layers:
        layer.set_gate(True)
    for index, rid in enumerate("qhf"):
        for sequence in (1, 3):
            packet = rtp_bytes(VP8, sequence, 1, 50 + index, vp8(), mid="cam", rid=rid)
            peer.handle_srtp(packet, 0.0)
    for layer in peer.camera.layers:
        assert len(layer.take_nacks(0.1)) == 1
    for index, rid in ((2, "f"), (0, "q"), (1, "h")):
        repeat = rtp_bytes(RTX, 1, 1, 60 + index, b"\x00\x02" + vp8(), mid="cam", repaired=rid)
        peer.handle_srtp(repeat, 0.1)
        assert peer.camera.layers[index].recovered == 1
    assert [layer.recovered for layer in peer.camera.layers] == [1, 1, 1]


def test_a_retransmission_without_a_rid_is_accepted_only_if_unambiguous(
    peer: Peer, drops: Counter[str]
) -> None:
    repeat = b"\x00\x05" + vp8()
    peer.handle_srtp(rtp_bytes(RTX, 1, 1, 60, repeat), 0.0)
    assert drops == {"unknown_ssrc": 1}
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, vp8(), mid="cam", rid="q"), 0.0)
    peer.handle_srtp(rtp_bytes(RTX, 1, 1, 60, repeat), 0.0)
    peer.handle_srtp(rtp_bytes(RTX, 1, 1, 61, repeat, mid="cam"), 0.0)
    assert gated(peer) == [3, 0, 0]
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 51, vp8(), mid="cam", rid="h"), 0.0)
    for mid in (None, "cam", "mic"):
        peer.handle_srtp(rtp_bytes(RTX, 1, 1, 62, repeat, mid=mid), 0.0)
    assert drops == {"unknown_ssrc": 4}
    assert gated(peer) == [3, 1, 0]


def test_a_mid_of_the_wrong_kind_is_ignored(peer: Peer, drops: Counter[str]) -> None:
    peer.handle_srtp(rtp_bytes(OPUS, 1, 1, 50, b"x", mid="cam"), 0.0)
    peer.handle_srtp(rtp_bytes(100, 1, 1, 51, b"x", mid="mic"), 0.0)
    assert drops == {"unknown_ssrc": 2}
    peer.handle_srtp(rtp_bytes(OPUS, 1, 1, 50, b"x", mid="mic"), 0.0)
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, b"x", mid="cam"), 0.0)
    assert drops["wrong_payload_type"] == 1


@pytest.mark.parametrize(
    "packet",
    [
        lambda ssrc: rtp_bytes(OPUS, 1, 1, ssrc, b"x", mid="mic"),
        lambda ssrc: rtp_bytes(VP8, 1, 1, ssrc, vp8(), mid="cam", rid="qhf"[ssrc % 3]),
        lambda ssrc: rtp_bytes(RTX, 1, 1, ssrc, b"\x00\x01" + vp8(), mid="cam", repaired="q"),
    ],
)
def test_sources_are_bounded(peer: Peer, drops: Counter[str], packet: object) -> None:
    for ssrc in range(40):
        peer.handle_srtp(packet(ssrc), 0.0)  # type: ignore[operator]
    assert drops["unknown_ssrc"] == 16
    assert peer.packets_in == 40


def test_a_sender_that_started_over_is_followed_and_its_old_source_is_stale(
    peer: Peer, drops: Counter[str]
) -> None:
    for ssrc in (50, 51, 50):
        peer.handle_srtp(rtp_bytes(VP8, 1, 1, ssrc, vp8(), mid="cam", rid="h"), 0.0)
    assert sources(peer) == [None, 51, None]
    assert drops == {"stale_ssrc": 1}


def test_a_retransmission_before_any_picture_is_harmless(peer: Peer) -> None:
    peer.camera.set_route(is_open=True, outlets=())
    peer.handle_srtp(rtp_bytes(RTX, 1, 1, 60, b"\x00\x05" + vp8(), mid="cam", repaired="f"), 0.0)
    assert sources(peer) == [None, None, None]
    assert peer.camera.layers[2].recovered == 0


# Dropped packets.


def test_media_before_the_handshake_and_jumbo_packets_are_counted(peer: Peer, drops: Counter[str]) -> None:
    peer.handle_srtp(bytes([0x80]) + bytes(MAX_RTP_BYTES + 17), 0.0)
    peer.handle_srtp(b"\x80\x6f", 0.0)
    peer.disconnect()
    peer.handle_srtp(rtp_bytes(OPUS, 1, 1, 50, b"x", mid="mic"), 0.0)
    assert drops == {"jumbo": 1, "bad_srtp": 1, "srtp_before_handshake": 1}


def test_more_media_than_the_camera_can_make_is_dropped_and_counted(peer: Peer, drops: Counter[str]) -> None:
    for sequence in range(3000):
        peer.handle_srtp(rtp_bytes(OPUS, sequence, 1, 50, bytes(20), mid="mic"), 0.0)
    assert peer.packets_in + drops["flood"] == 3000
    assert peer.flood_drops == drops["flood"] >= 900
    peer.handle_srtp(rtp_bytes(OPUS, 3000, 1, 50, bytes(20), mid="mic"), BURST_S)
    assert peer.packets_in + drops["flood"] == 3001
    assert peer.mic.packets == peer.packets_in


def test_more_reports_than_a_browser_sends_are_dropped_and_counted(peer: Peer, drops: Counter[str]) -> None:
    for _ in range(500):
        peer.handle_srtp(bytes(RtcpRrPacket(1, [RtcpReceiverInfo(1, 0, 0, 0, 0, 0, 0)])), 0.0)
    assert drops == {"rtcp_flood": peer.flood_drops}
    assert peer.flood_drops >= 449


def test_a_full_record_queue_and_a_flood_of_records_are_counted(peer: Peer, drops: Counter[str]) -> None:
    for _ in range(3):
        peer.handle_dtls(b"\x16", 0.0)
    assert drops == {"dtls_queue_full": 1}
    for _ in range(200):
        peer.handle_dtls(b"\x16", 0.0)
    assert drops["dtls_flood"] >= 150
    assert drops["dtls_queue_full"] + drops["dtls_flood"] == 201


def test_a_handshake_waits_for_capacity(wire: Wire, drops: Counter[str]) -> None:
    for number in range(100, 164):
        assert wire.handshakes.admit(number, 0.0)
    late = make_peer("ann", 1, wire, connected=False)
    late.handle_dtls(b"\x16", 0.0)
    assert drops == {"dtls_busy": 1}
    wire.handshakes.finish(100)
    late.handle_dtls(b"\x16", 0.0)
    assert drops == {"dtls_busy": 1}


# Outgoing packets.


def test_the_first_report_leaves_at_once_and_then_each_second(peer: Peer, wire: Wire) -> None:
    peer.on_timer(0.0)
    assert wire.rtcp == {}
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, vp8(), mid="cam"), 0.5)
    for now in (0.52, 0.6, 1.0, 1.51, 1.53, 2.0):
        peer.on_timer(now)
    reports = [
        packet
        for data in wire.rtcp[HOME]
        for packet in parse_rtcp(data)
        if isinstance(packet, RtcpRrPacket) and packet.reports
    ]
    assert len(reports) == 2


def pad(peer: Peer, count: int = 1) -> None:
    for _ in range(count):
        peer.outlet(0, Kind.VIDEO).pad(10, 0.0)


def test_packets_for_a_peer_are_sent_in_order_at_the_end_of_the_wake_up(peer: Peer, wire: Wire) -> None:
    pad(peer, 5)
    assert wire.rtp == {}
    wire.flush()
    wire.flush()
    sent = wire.rtp[HOME]
    assert [parse_packet(data).sequence for data in sent] == [1, 2, 3, 4, 5]
    assert (peer.packets_out, peer.bytes_out) == (5, sum(map(len, sent)))


def test_pending_packets_are_dropped_at_a_disconnect_and_the_counters_stay(peer: Peer, wire: Wire) -> None:
    pad(peer)
    wire.flush()
    pad(peer)
    peer.disconnect()
    wire.flush()
    pad(peer)
    wire.flush()
    assert len(wire.rtp[HOME]) == 1
    assert peer.packets_out == 1
    assert peer.send_drops == {"send_refused": 0, "protect_failed": 0}


def test_a_peer_that_moved_is_sent_to_where_it_is_now(peer: Peer, wire: Wire) -> None:
    pad(peer)
    peer.ice.path = wire.path("ann", 9)
    peer.aim()
    pad(peer)
    wire.flush()
    assert set(wire.rtp) == {("ann", 9)}
    peer.ice.path = None
    peer.aim()
    pad(peer)
    wire.flush()
    assert len(wire.rtp["ann", 9]) == 2


def test_before_the_handshake_nothing_can_be_sent(wire: Wire) -> None:
    late = make_peer("ann", 1, wire, connected=False)
    pad(late)
    late.aim()
    late.flush()
    wire.flush()
    assert wire.rtp == {}
    assert (late.packets_out, late.bytes_out, late.send_drops) == (0, 0, {})


def test_a_silent_peer_is_sent_nothing(peer: Peer, wire: Wire) -> None:
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, vp8(), mid="cam"), 0.0)
    peer.silent = True
    assert not peer.reachable
    peer.on_timer(5.0)
    assert wire.rtcp == {}
    peer.silent = False
    peer.on_timer(5.0)
    assert wire.rtcp != {}


def test_a_sender_report_goes_to_the_stream_it_is_about(peer: Peer, wire: Wire) -> None:
    receiver = make_peer("ben", 2, wire)
    peer.camera.set_route(is_open=True, outlets=[receiver.outlet(0, Kind.VIDEO)])
    peer.camera.choose(receiver.outlet(0, Kind.VIDEO), 1)
    for ssrc, rid in ((50, "q"), (51, "h")):
        peer.handle_srtp(rtp_bytes(VP8, 1, 900, ssrc, vp8(key=True), mid="cam", rid=rid), 0.0)
    for ssrc in (50, 51, 777):
        peer.handle_srtp(bytes(RtcpSrPacket(ssrc, RtcpSenderInfo(ssrc << 32, 900, 1, 1))), 0.1)
    wire.flush()
    (data,) = wire.rtcp["ben", 2]
    (report,) = parse_rtcp(data)
    assert isinstance(report, RtcpSrPacket)
    assert report.sender_info.ntp_timestamp == 51 << 32
    assert report.sender_info.rtp_timestamp == parse_packet(wire.rtp["ben", 2][0]).timestamp


@given(
    st.binary(max_size=100),
    st.sampled_from([0x80, 0x90, 0xA0, 0xB0]),
    st.sampled_from([63, 96, 97, 111, 200, 201, 205, 206]),
)
def test_nothing_that_arrives_raises(data: bytes, first: int, second: int) -> None:
    peer = make_peer("ann", 1, Wire())
    peer.connect(plain_keys(), EVERYTHING)
    peer.camera.set_route(is_open=True, outlets=(peer.outlet(0, Kind.VIDEO),))
    peer.camera.choose(peer.outlet(0, Kind.VIDEO), 2)
    peer.handle_srtp(bytes([first, second]) + data, 0.0)
    peer.handle_srtp(rtp_bytes(second & 0x7F, 5, 5, 0, data), 0.0)
    peer.handle_srtp(bytes(RtcpPsfbPacket(15, 1, 0, data + bytes(-len(data) % 4))), 0.0)
    peer.on_timer(1.0)
    assert peer.connected
    assert 0 <= peer.packets_in <= 2
