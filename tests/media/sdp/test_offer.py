"""The offer, parsed by aiortc."""

import dataclasses

import pytest
from aiortc.sdp import SessionDescription

from media.sdp.offer import OfferFacts, build_offer
from media.sdp.profile import OPUS, RED, RTX, VP8, Kind, rtx_ssrc, slot_ssrc

FACTS = OfferFacts(
    session=5,
    version=1,
    slots=3,
    rids=("q", "h", "f"),
    ufrag="abcd1234",
    password="p" * 32,
    fingerprint=":".join(["AB"] * 32),
    addresses=("127.0.0.1", "192.0.2.7"),
    port=4000,
)


def parsed() -> SessionDescription:
    return SessionDescription.parse(build_offer(FACTS))


def test_the_sections_are_inputs_then_slots() -> None:
    session = parsed()
    mids = ["mic", "cam", "a0", "v0", "a1", "v1", "a2", "v2"]
    assert [media.rtp.muxId for media in session.media] == mids
    assert [media.direction for media in session.media] == ["recvonly"] * 2 + ["sendonly"] * 6
    assert session.group[0].items == mids


def test_every_section_carries_the_one_transport() -> None:
    for media in parsed().media:
        assert media.ice is not None
        assert media.dtls is not None
        assert media.ice.iceLite
        assert (media.ice.usernameFragment, media.ice.password) == (FACTS.ufrag, FACTS.password)
        assert media.dtls.role == "auto"
        assert media.dtls.fingerprints[0].value == FACTS.fingerprint
        assert [(c.ip, c.port, c.protocol, c.type) for c in media.ice_candidates] == [
            ("127.0.0.1", 4000, "udp", "host"),
            ("192.0.2.7", 4000, "udp", "host"),
            ("127.0.0.1", 4000, "tcp", "host"),
            ("192.0.2.7", 4000, "tcp", "host"),
        ]
        assert media.ice_candidates_complete
        assert media.rtcp_mux


def test_codecs_and_extensions_are_the_same_everywhere() -> None:
    for media in parsed().media:
        types = [codec.payloadType for codec in media.rtp.codecs]
        ids = {
            extension.uri.rsplit(":", 1)[-1].rsplit("/", 1)[-1]: extension.id
            for extension in media.rtp.headerExtensions
        }
        if media.kind == "audio":
            assert types == [RED, OPUS]
            assert [codec.mimeType for codec in media.rtp.codecs] == ["audio/red", "audio/opus"]
            assert ids == {"mid": 1, "ssrc-audio-level": 2, "abs-send-time": 3}
            assert media.rtp.codecs[1].parameters["useinbandfec"] == 1
            assert {(f.type, f.parameter) for f in media.rtp.codecs[1].rtcpFeedback} == {
                ("goog-remb", None),
                ("nack", None),
            }
        else:
            assert types == [VP8, RTX]
            layers = {"rtp-stream-id": 4, "repaired-rtp-stream-id": 5} if media.rtp.muxId == "cam" else {}
            assert ids == {"mid": 1, "abs-send-time": 3} | layers
            feedback = {(f.type, f.parameter) for f in media.rtp.codecs[0].rtcpFeedback}
            assert feedback == {("goog-remb", None), ("ccm", "fir"), ("nack", None), ("nack", "pli")}
            assert media.rtp.codecs[1].parameters == {"apt": VP8}


def test_the_camera_is_offered_its_layers_and_no_slot_is() -> None:
    camera = build_offer(FACTS).split("m=")[2].splitlines()
    assert [line for line in camera if line.startswith("a=rid")] == [f"a=rid:{rid} recv" for rid in "qhf"]
    assert "a=simulcast:recv q;h;f" in camera
    assert build_offer(FACTS).count("a=simulcast") == 1


def test_a_further_offer_of_the_same_session_has_a_higher_version() -> None:
    first, second = build_offer(FACTS), build_offer(dataclasses.replace(FACTS, version=2, ufrag="other"))
    assert first.splitlines()[1] == "o=- 5 1 IN IP4 127.0.0.1"
    assert second.splitlines()[1] == "o=- 5 2 IN IP4 127.0.0.1"
    assert second.replace("o=- 5 2", "o=- 5 1").replace("other", "abcd1234") == first


def test_slots_name_their_sources_and_share_a_stream() -> None:
    session = parsed()
    audio, video = session.media[4], session.media[5]
    assert (audio.msid, video.msid) == ("slot1 a1", "slot1 v1")
    assert [s.ssrc for s in audio.ssrc] == [slot_ssrc(1, Kind.AUDIO)]
    assert video.ssrc_group[0].items == [slot_ssrc(1, Kind.VIDEO), rtx_ssrc(1)]
    assert audio.ssrc[0].cname == video.ssrc[0].cname
    assert not session.media[0].ssrc


@pytest.mark.parametrize("slots", [0, 32])
def test_all_ssrcs_differ(slots: int) -> None:
    session = SessionDescription.parse(
        build_offer(OfferFacts(1, 1, slots, ("f",), "u", "p", FACTS.fingerprint, ("::1",), 1))
    )
    ssrcs = [source.ssrc for media in session.media for source in media.ssrc]
    assert len(ssrcs) == len(set(ssrcs)) == 3 * slots


def test_offers_of_rooms_with_one_layout_differ_only_in_their_own_fields() -> None:
    other = dataclasses.replace(FACTS, session=6, version=2, ufrag="zzzz9999", password="y" * 32)
    text = build_offer(other)
    assert text != build_offer(FACTS)
    back = text.replace("zzzz9999", FACTS.ufrag).replace("y" * 32, FACTS.password)
    assert back.replace("o=- 6 2 ", "o=- 5 1 ") == build_offer(FACTS)
    assert "{" not in text
