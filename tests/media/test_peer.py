"""One connection without crypto: which packets it takes for what, and that nothing it gets raises."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.peer import Peer
from media.profile import OPUS, RTX, VP8, Kind
from media.rtp import MAX_RTP_BYTES
from tests.support.relay_parts import PLAIN_KEYS, Wire, make_peer, rtp_bytes, vp8


@pytest.fixture
def drops() -> Counter[str]:
    return Counter()


@pytest.fixture
def peer(drops: Counter[str]) -> Peer:
    return make_peer("ann", 1, Wire(), drops)


def test_a_source_is_learned_by_its_mid_and_known_without_it_later(peer: Peer, drops: Counter[str]) -> None:
    peer.handle_srtp(rtp_bytes(OPUS, 1, 1, 50, b"x"), 0.0)
    assert drops == {"unknown_ssrc": 1}
    peer.handle_srtp(rtp_bytes(OPUS, 2, 1, 50, b"x", mid="mic"), 0.0)
    peer.handle_srtp(rtp_bytes(OPUS, 3, 1, 50, b"x"), 0.0)
    assert peer.stats().gated_audio == 2
    assert peer.streams[Kind.AUDIO].ssrc == 50


def test_a_source_of_the_answer_is_known_from_the_first_packet(peer: Peer) -> None:
    peer.connect(PLAIN_KEYS, {50: Kind.VIDEO})
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, vp8()), 0.0)
    assert peer.stats().gated_video == 1


def test_a_mid_of_the_wrong_kind_teaches_nothing(peer: Peer, drops: Counter[str]) -> None:
    peer.handle_srtp(rtp_bytes(OPUS, 1, 1, 50, b"x", mid="cam"), 0.0)
    peer.handle_srtp(rtp_bytes(100, 1, 1, 51, b"x", mid="mic"), 0.0)
    assert drops == {"unknown_ssrc": 2}
    peer.handle_srtp(rtp_bytes(OPUS, 1, 1, 50, b"x", mid="mic"), 0.0)
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, b"x", mid="cam"), 0.0)
    assert drops["wrong_payload_type"] == 1


def test_sources_are_bounded(peer: Peer, drops: Counter[str]) -> None:
    for ssrc in range(20):
        peer.handle_srtp(rtp_bytes(OPUS, 1, 1, ssrc, b"x", mid="mic"), 0.0)
    assert drops == {"unknown_ssrc": 12}


def test_a_sender_that_started_over_is_followed_and_its_old_source_is_stale(
    peer: Peer, drops: Counter[str]
) -> None:
    for ssrc in (50, 51, 50):
        peer.handle_srtp(rtp_bytes(VP8, 1, 1, ssrc, vp8(), mid="cam"), 0.0)
    assert peer.streams[Kind.VIDEO].ssrc == 51
    assert drops == {"stale_ssrc": 1}


def test_a_retransmission_before_any_picture_is_harmless(peer: Peer) -> None:
    peer.streams[Kind.VIDEO].set_route(is_open=True, outlets=())
    peer.handle_srtp(rtp_bytes(RTX, 1, 1, 60, b"\x00\x05" + vp8()), 0.0)
    assert peer.streams[Kind.VIDEO].ssrc is None


def test_media_before_the_handshake_and_jumbo_packets_are_counted(peer: Peer, drops: Counter[str]) -> None:
    peer.handle_srtp(bytes([0x80]) + bytes(MAX_RTP_BYTES + 17), 0.0)
    peer.disconnect()
    peer.handle_srtp(rtp_bytes(OPUS, 1, 1, 50, b"x", mid="mic"), 0.0)
    assert drops == {"jumbo": 1, "srtp_before_handshake": 1}


def test_a_full_record_queue_is_counted(peer: Peer, drops: Counter[str]) -> None:
    for _ in range(3):
        peer.handle_dtls(b"\x16")
    assert drops == {"dtls_queue_full": 1}


def test_the_first_report_leaves_at_once_and_then_each_second() -> None:
    wire = Wire()
    peer = make_peer("ann", 1, wire, Counter())
    peer.on_timer(0.0)
    assert wire.rtcp == {}
    peer.handle_srtp(rtp_bytes(VP8, 1, 1, 50, vp8(), mid="cam"), 0.5)
    for now in (0.52, 0.6, 1.0, 1.51, 1.53, 2.0):
        peer.on_timer(now)
    assert len(wire.rtcp["ann", 1]) == 2


@given(
    st.binary(max_size=100),
    st.sampled_from([0x80, 0x90, 0xA0, 0xB0]),
    st.sampled_from([96, 97, 111, 200, 201, 205, 206]),
)
def test_nothing_that_arrives_raises(data: bytes, first: int, second: int) -> None:
    peer = make_peer("ann", 1, Wire(), Counter())
    peer.connect(PLAIN_KEYS, {0: Kind.VIDEO})
    peer.streams[Kind.VIDEO].set_route(is_open=True, outlets=(peer.outlet(0, Kind.VIDEO),))
    peer.handle_srtp(bytes([first, second]) + data, 0.0)
    peer.handle_srtp(rtp_bytes(second & 0x7F, 5, 5, 0, data), 0.0)
    peer.on_timer(1.0)
    assert peer.connected
    assert 0 <= peer.stats().packets_in <= 2
