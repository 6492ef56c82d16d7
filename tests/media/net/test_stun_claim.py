"""The ufrag of a connectivity check, read early."""

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from media.net.stun import parse_binding_request
from media.net.stun_claim import MAX_ATTRIBUTES, claimed_ufrag

HEAD = b"\x00\x01\x00\x00\x21\x12\xa4\x42transaction!"
OTHER = b"\x00\x24\x00\x03abc\x00"
USERNAME = b"\x00\x06\x00\x0bours:theirs\x00"


@given(st.text("abcXYZ019+/", min_size=1, max_size=12), st.booleans())
def test_it_agrees_with_the_parser(ufrag: str, first: bool) -> None:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    username = {"USERNAME": f"{ufrag}:theirs"}
    others = {"PRIORITY": 1, "ICE-CONTROLLING": 7, "SOFTWARE": "client"}
    message.attributes |= username | others if first else others | username
    message.add_message_integrity(b"secret")
    data = bytes(message)
    assert claimed_ufrag(data) == parse_binding_request(data).ufrag == ufrag


@pytest.mark.parametrize(
    ("data", "claimed"),
    [
        (b"", None),
        (HEAD, None),
        (HEAD + USERNAME, "ours"),
        (HEAD + OTHER * (MAX_ATTRIBUTES - 1) + USERNAME, "ours"),
        (HEAD + OTHER * MAX_ATTRIBUTES + USERNAME, None),
        (HEAD + OTHER, None),
        (HEAD + USERNAME[:7], "our"),
        (HEAD + b"\x00\x24\xff\xff" + USERNAME, None),
        (HEAD + b"\x00\x06\x00\x02\xff:  ", "\ufffd"),
        (b"\x01\x01" + HEAD[2:] + USERNAME, None),
        (HEAD[:4] + bytes(4) + HEAD[8:] + USERNAME, None),
    ],
)
def test_a_message_without_our_ufrag_has_none(data: bytes, claimed: str | None) -> None:
    assert claimed_ufrag(data) == claimed
