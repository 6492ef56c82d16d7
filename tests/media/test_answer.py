"""The client's answer: what is read and what is refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.answer import parse_answer
from media.errors import AnswerRefused
from media.offer import OfferFacts, build_offer
from media.profile import Kind
from tests.support.relay_client import RelayClient

FINGERPRINT = ":".join(["0A"] * 32)
RIDS = ("q", "h", "f")


def good(*, extra: str = "") -> str:
    offer = build_offer(OfferFacts(1, 1, 1, RIDS, "ufrag", "password", FINGERPRINT, ("127.0.0.1",), 1))
    lines = []
    for line in offer.replace("actpass", "active").split("\r\n"):
        if line.startswith("a=ssrc") or line == "a=ice-lite":
            continue
        lines.append(line)
        if line == "a=mid:cam":
            lines.append(extra)
    return "\r\n".join(line for line in lines if line) + "\r\n"


def test_fingerprint_and_announced_sources_are_read() -> None:
    sources = "a=ssrc-group:FID 5 6\r\na=ssrc:5 cname:x\r\na=ssrc:6 cname:x"
    answer = parse_answer(good(extra=sources), 1)
    assert answer.fingerprints == (FINGERPRINT,)
    assert answer.ssrcs == {5: Kind.VIDEO}


def test_a_camera_with_layers_announces_no_source() -> None:
    layers = "a=rid:q send\r\na=rid:h send\r\na=simulcast:send q;h\r\na=ssrc:5 cname:x"
    assert parse_answer(good(extra=layers), 1).ssrcs == {}


def test_announced_sources_are_bounded() -> None:
    sources = "\r\n".join(f"a=ssrc:{ssrc} cname:x" for ssrc in range(5, 25))
    assert parse_answer(good(extra=sources), 1).ssrcs == {5: Kind.VIDEO, 6: Kind.VIDEO}


@pytest.mark.parametrize(
    ("sdp", "code"),
    [
        ("", "answer.sections"),
        ("v=x\r\n", "answer.malformed"),
        (good().replace("a=setup:active", "a=setup:sideways"), "answer.malformed"),
        (good().replace("a=setup:active", "a=setup:passive"), "answer.setup"),
        (good().replace("a=setup:active\r\n", ""), "answer.setup"),
        (good().replace(FINGERPRINT, "0A:0B"), "answer.no_fingerprint"),
        (good().replace("sha-256", "md5"), "answer.no_fingerprint"),
        (good().replace("a=ice-pwd:password\r\n", ""), "answer.no_ice"),
        (good().replace("a=mid:v0", "a=mid:v1"), "answer.sections"),
        (good().replace("m=video", "m=text"), "answer.sections"),
        (good() + "a=x\r\n" * 200, "answer.too_large"),
        (good() + "a=ssrc:1 a:\x0b" * 200, "answer.too_large"),
        (good() + "a=ssrc:1 a:\u2028" * 200, "answer.too_large"),
        (good() + "a=rtpmap:1 a/1\r\n" * 17, "answer.too_large"),
        (good() + "m=audio 9 X 0\r\n" * 2, "answer.too_large"),
        (good() + "x" * 70_000, "answer.too_large"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_code(sdp: str, code: str) -> None:
    with pytest.raises(AnswerRefused) as refused:
        parse_answer(sdp, 1)
    assert refused.value.code == code


def test_the_number_of_slots_must_match() -> None:
    with pytest.raises(AnswerRefused, match="sections"):
        parse_answer(good(), 2)


@given(st.integers(0, 2**32))
def test_a_damaged_answer_is_read_or_refused_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    text = list(good())
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(text))
        text[at : at + chance.randint(0, 6)] = chance.choice(
            ["", "\r\n", ":", "a=", "9" * 12, "\x00", "é", " "]
        )
    try:
        outcome = isinstance(parse_answer("".join(text), 1).ssrcs, dict)
    except AnswerRefused as refused:
        outcome = refused.code.startswith("answer.")
    assert outcome


def test_the_test_clients_own_answer_is_good() -> None:
    offer = build_offer(OfferFacts(1, 1, 2, RIDS, "ufrag", "password", FINGERPRINT, ("127.0.0.1",), 1))
    assert parse_answer(RelayClient(offer).answer(), 2).ssrcs == {}
