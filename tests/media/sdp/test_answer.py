"""The client's answer: what is parsed and what is refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import AnswerRefused
from media.sdp.answer import parse_answer
from media.sdp.formats import Accepted, Format
from media.sdp.offer import OfferFacts, build_offer
from media.sdp.profile import (
    ABS_SEND_TIME_ID,
    LEVEL_ID,
    MID_ID,
    OPUS,
    RED,
    REPAIRED_RID_ID,
    RID_ID,
    RTX,
    TRANSPORT_ID,
    VP8,
)
from tests.support.relay.client import RelayClient

FINGERPRINT = ":".join(["0A"] * 32)
RIDS = ("q", "h", "f")
OFFER = build_offer(OfferFacts(1, 1, 1, RIDS, "ufrag", "password", FINGERPRINT, ("127.0.0.1",), 1))


def good(*, extra: str = "") -> str:
    lines = []
    for line in OFFER.replace("actpass", "active").split("\r\n"):
        if line.startswith("a=ssrc") or line == "a=ice-lite":
            continue
        lines.append(line)
        if line == "a=mid:cam":
            lines.append(extra)
    return "\r\n".join(line for line in lines if line) + "\r\n"


def without(*words: str) -> tuple[Accepted, ...]:
    """The sections of the test client's answer without these: mic, camera, a0, v0."""
    return parse_answer(RelayClient(OFFER, without=words).answer()).sections


FIREFOX = f"""v=0\r
o=mozilla...THIS_IS_SDPARTA-99.0 9192762144331285486 0 IN IP4 0.0.0.0\r
s=-\r
t=0 0\r
a=sendrecv\r
a=fingerprint:sha-256 {FINGERPRINT}\r
a=group:BUNDLE mic cam a0 v0\r
a=ice-options:trickle\r
a=msid-semantic:WMS *\r
m=audio 39545 UDP/TLS/RTP/SAVPF 111\r
c=IN IP4 192.0.2.2\r
a=candidate:0 1 UDP 2122187007 192.0.2.2 39545 typ host\r
a=candidate:2 1 TCP 2105458943 192.0.2.2 9 typ host tcptype active\r
a=sendonly\r
a=end-of-candidates\r
a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r
a=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r
a=fmtp:111 maxplaybackrate=48000;stereo=1;useinbandfec=1\r
a=ice-pwd:fa6973e4fb6c688bf7b7e320edffd0e9\r
a=ice-ufrag:2a9835fe\r
a=mid:mic\r
a=msid:- {{35d745b4-79e9-42e9-a9cf-8447ac42c6e6}}\r
a=rtcp-mux\r
a=rtpmap:111 opus/48000/2\r
a=setup:active\r
a=ssrc:1110844794 cname:{{0628d992-15fc-4e5f-8bc2-4f32998e5510}}\r
m=video 39545 UDP/TLS/RTP/SAVPF 96 97\r
c=IN IP4 192.0.2.2\r
a=sendonly\r
a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r
a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r
a=extmap:4/sendonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r
a=extmap:5/sendonly urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\r
a=fmtp:96 max-fs=12288;max-fr=60\r
a=fmtp:97 apt=96\r
a=ice-pwd:fa6973e4fb6c688bf7b7e320edffd0e9\r
a=ice-ufrag:2a9835fe\r
a=mid:cam\r
a=rid:q send\r
a=rid:h send\r
a=rtcp-fb:96 nack\r
a=rtcp-fb:96 nack pli\r
a=rtcp-fb:96 ccm fir\r
a=rtcp-fb:96 goog-remb\r
a=rtcp-mux\r
a=rtcp-rsize\r
a=rtpmap:96 VP8/90000\r
a=rtpmap:97 rtx/90000\r
a=setup:active\r
a=simulcast:send q;h\r
a=ssrc:290239399 cname:{{0628d992-15fc-4e5f-8bc2-4f32998e5510}}\r
a=ssrc:1889034718 cname:{{0628d992-15fc-4e5f-8bc2-4f32998e5510}}\r
a=ssrc-group:FID 290239399 1889034718\r
m=audio 39545 UDP/TLS/RTP/SAVPF 111\r
c=IN IP4 192.0.2.2\r
a=recvonly\r
a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r
a=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r
a=mid:a0\r
a=rtcp-mux\r
a=rtpmap:111 opus/48000/2\r
a=setup:active\r
m=video 39545 UDP/TLS/RTP/SAVPF 96 97\r
c=IN IP4 192.0.2.2\r
a=recvonly\r
a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r
a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r
a=mid:v0\r
a=rtcp-fb:96 nack\r
a=rtcp-fb:96 nack pli\r
a=rtcp-mux\r
a=rtpmap:96 VP8/90000\r
a=rtpmap:97 rtx/90000\r
a=setup:active\r
"""
"""As Firefox ESR 153 wrote it, shortened."""


def test_firefox_accepts_only_opus_and_is_parsed_correctly() -> None:
    answer = parse_answer(FIREFOX)
    mic, camera, sound, picture = answer.sections
    assert answer.fingerprints == (FINGERPRINT,)
    assert answer.ice == ("2a9835fe", "fa6973e4fb6c688bf7b7e320edffd0e9")
    assert answer.unsupported == ()
    assert (mic.types, mic.feedback, mic.ssrcs) == ({OPUS}, frozenset(), (1110844794,))
    assert (mic.sends, mic.receives) == (True, False)
    assert camera.feedback == {"nack", "nack pli", "ccm fir", "goog-remb"}
    assert camera.extensions == {MID_ID, ABS_SEND_TIME_ID, RID_ID, REPAIRED_RID_ID}
    assert camera.ssrcs == ()
    assert sound.plays
    assert sound.format == Format(red=False, rtx=False, extensions=frozenset((LEVEL_ID,)))
    assert picture.format == Format(red=False, rtx=True, extensions=frozenset((ABS_SEND_TIME_ID,)))


def test_an_answer_that_accepts_everything_is_parsed_as_such() -> None:
    mic, camera, sound, picture = without()
    assert (mic.types, camera.types) == ({OPUS, RED}, {VP8, RTX})
    assert mic.feedback == {"nack", "goog-remb", "transport-cc"}
    assert camera.feedback == {"nack", "nack pli", "ccm fir", "goog-remb", "transport-cc"}
    assert sound.format == Format(True, False, frozenset((LEVEL_ID, ABS_SEND_TIME_ID, TRANSPORT_ID)))
    assert picture.format == Format(False, True, frozenset((ABS_SEND_TIME_ID, TRANSPORT_ID)))
    assert (sound.sends, sound.receives) == (False, True)


@pytest.mark.parametrize(
    ("words", "unsupported"),
    [(("red", "rtx"), ()), (("opus", "red"), ("hear", "be_heard")), (("vp8", "rtx"), ("see", "be_seen"))],
)
def test_a_section_without_a_common_format_is_reported_and_never_sent(
    words: tuple[str, ...], unsupported: tuple[str, ...]
) -> None:
    client = RelayClient(OFFER, without=words)
    answer = parse_answer(client.answer())
    assert answer.unsupported == unsupported
    assert answer.sections[2].plays is ("hear" not in unsupported)
    assert answer.sections[3].plays is ("see" not in unsupported)


def test_red_without_opus_is_not_audio() -> None:
    sound = without("opus")[2]
    assert sound.types == {RED}
    assert not sound.plays


@pytest.mark.parametrize("direction", ["inactive", "sendonly"])
def test_a_section_that_does_not_receive_is_sent_nothing_and_not_reported(direction: str) -> None:
    answer = parse_answer(good().replace("a=mid:v0\r\na=sendonly", f"a=mid:v0\r\na={direction}"))
    picture = answer.sections[3]
    assert not picture.plays
    assert picture.suits
    assert answer.unsupported == ()


def test_a_direction_for_all_sections_holds_where_none_is_named() -> None:
    text = good().replace("a=sendonly\r\n", "").replace("a=group", "a=inactive\r\na=group")
    assert [section.receives for section in parse_answer(text).sections[2:]] == [False, False]


def test_another_codec_under_our_number_is_not_ours() -> None:
    sound = parse_answer(good().replace("a=rtpmap:63 red/48000/2", "a=rtpmap:63 g722/8000")).sections[2]
    assert sound.types == {OPUS}


def test_another_extension_under_our_number_is_not_ours() -> None:
    sound = parse_answer(good().replace("ssrc-audio-level", "csrc-audio-level")).sections[2]
    assert LEVEL_ID not in sound.format.extensions


def test_the_transport_is_that_of_the_first_section_that_was_not_rejected() -> None:
    text = good()
    at = text.index("m=video")
    rejected = "\r\n".join(
        line for line in text[:at].split("\r\n") if not line.startswith(("a=setup", "a=ice", "a=fingerprint"))
    ).replace("m=audio 9", "m=audio 0")
    answer = parse_answer(rejected + text[at:])
    assert answer.fingerprints == (FINGERPRINT,)
    assert answer.unsupported == ("be_heard",)


def test_announced_sources_are_read() -> None:
    sources = "a=ssrc-group:FID 5 6\r\na=ssrc:5 cname:x\r\na=ssrc:6 cname:x"
    assert parse_answer(good(extra=sources)).sections[1].ssrcs == (5,)


def test_a_camera_with_layers_announces_no_source() -> None:
    layers = "a=rid:q send\r\na=rid:h send\r\na=simulcast:send q;h\r\na=ssrc:5 cname:x"
    assert parse_answer(good(extra=layers)).sections[1].ssrcs == ()


def test_announced_sources_are_bounded() -> None:
    sources = "\r\n".join(f"a=ssrc:{ssrc} cname:x" for ssrc in range(5, 25))
    assert parse_answer(good(extra=sources)).sections[1].ssrcs == (5, 6)


@pytest.mark.parametrize(
    ("sdp", "code"),
    [
        ("", "answer.malformed"),
        ("v=x\r\n", "answer.malformed"),
        ("v=0\r\n", "answer.sections"),
        (good().replace("a=setup:active", "a=setup:sideways"), "answer.setup"),
        (good().replace("a=setup:active", "a=setup:passive"), "answer.setup"),
        (good().replace("a=setup:active\r\n", ""), "answer.setup"),
        (good().replace(FINGERPRINT, "0A:0B"), "answer.no_fingerprint"),
        (good().replace("sha-256", "md5"), "answer.no_fingerprint"),
        (good().replace("a=ice-pwd:password\r\n", ""), "answer.no_ice"),
        (good().replace("a=ice-pwd:password", "a=ice-pwd:pass word"), "answer.no_ice"),
        (good().replace("a=mid:v0", "a=mid:v1"), "answer.sections"),
        (good().replace("m=video", "m=text"), "answer.sections"),
        (good().replace("m=audio 9", "m=audio nine"), "answer.malformed"),
        (good().replace("m=audio 9", "m=audio 99999"), "answer.malformed"),
        (good().replace("SAVPF 63", "SAVPF ٦٣"), "answer.malformed"),
        (good(extra="a=ssrc:99999999999 cname:x"), "answer.malformed"),
        (good() + "a=x\r\n" * 200, "answer.too_large"),
        (good() + "a=ssrc:1 a:\n" * 200, "answer.too_large"),
        (good().replace("SAVPF 63 111", "SAVPF " + " ".join(map(str, range(20)))), "answer.too_large"),
        (good() + "m=audio 9 X 0\r\n" * 2, "answer.sections"),
        (good() + "m=audio 9 X 0\r\n" * 200, "answer.sections"),
        (good() + "x" * 70_000, "answer.too_large"),
        ("v=0" + "\n" * 10_000, "answer.too_large"),
    ],
)
def test_invalid_answers_are_refused_with_a_code(sdp: str, code: str) -> None:
    with pytest.raises(AnswerRefused) as refused:
        parse_answer(sdp)
    assert refused.value.code == code


@given(st.integers(0, 2**32))
def test_a_damaged_answer_is_read_or_refused_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    text = list(chance.choice((good(), FIREFOX)))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(text))
        text[at : at + chance.randint(0, 6)] = chance.choice(
            ["", "\r\n", ":", "a=", "9" * 12, "\x00", "é", " ", "٣"]
        )
    try:
        outcome = isinstance(parse_answer("".join(text)).sections, tuple)
    except AnswerRefused as refused:
        outcome = refused.code.startswith("answer.")
    assert outcome


def test_the_test_clients_own_answer_is_good() -> None:
    offer = build_offer(OfferFacts(1, 1, 2, RIDS, "ufrag", "password", FINGERPRINT, ("127.0.0.1",), 1))
    assert len(parse_answer(RelayClient(offer).answer()).sections) == 6
