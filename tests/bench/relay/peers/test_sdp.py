import pytest
from aiortc.sdp import SessionDescription

from bench.relay.client import LightClient
from bench.relay.peers.sdp import answer_offer, has_address, publishing_offer, transport_of
from bench.relay.seat import Seat
from tests.bench.relay.peers.recorded import GALENE_OFFER, JANUS_OFFER, LIVEKIT_OFFER

CANDIDATE = "candidate:768377705 1 udp 2130706431 10.77.0.1 7882 typ host ufrag CUjvPAegDNuHzUGT"


def test_the_offer_announces_what_the_seat_sends_and_no_header_extensions() -> None:
    seat = Seat(3)
    text = publishing_offer(seat)
    offer = SessionDescription.parse(text)
    assert [media.ssrc[0].ssrc for media in offer.media] == [source.ssrc for source in seat.sources.values()]
    assert [media.direction for media in offer.media] == ["sendonly", "sendonly"]
    assert [media.msid for media in offer.media] == ["seat3 mic3", "seat3 cam3"]
    assert "extmap" not in text


@pytest.mark.parametrize("offer", [LIVEKIT_OFFER, GALENE_OFFER, JANUS_OFFER])
def test_opus_and_vp8_are_accepted_and_no_transport_wide_feedback(offer: str) -> None:
    answer = answer_offer(offer, LightClient())
    sections = SessionDescription.parse(answer).media
    assert [[codec.name for codec in media.rtp.codecs] for media in sections] == [["opus"], ["VP8"]]
    assert [media.direction for media in sections] == ["recvonly", "recvonly"]
    assert "transport" not in answer
    assert "goog-remb" in answer


@pytest.mark.parametrize(
    ("offer", "user", "fingerprint"),
    [(LIVEKIT_OFFER, "LcIDcEVzNBnnNHGV", "99:78"), (GALENE_OFFER, "ctVEzGCLQOFVWLWs", "B8:CC")],
)
def test_an_address_that_comes_separately_joins_its_description(
    offer: str, user: str, fingerprint: str
) -> None:
    assert not has_address(offer)
    (section,) = transport_of(offer, [CANDIDATE]).media
    assert section.ice is not None
    assert section.dtls is not None
    assert section.ice.usernameFragment == user
    assert section.dtls.fingerprints[0].value.startswith(fingerprint)
    assert [(one.ip, one.port) for one in section.ice_candidates] == [("10.77.0.1", 7882)]


def test_an_address_within_a_description_is_found() -> None:
    assert has_address(JANUS_OFFER)
    assert transport_of(JANUS_OFFER).media[0].ice_candidates[0].port == 47157
