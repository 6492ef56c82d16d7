"""Connectivity checks."""

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from media.net.stun import build_success, parse_binding_request


def check(*, username: str | None = "ours:theirs", nominate: bool = False, password: str = "secret") -> bytes:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    if username is not None:
        message.attributes["USERNAME"] = username
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(password.encode())
    return bytes(message)


def test_a_signed_check_is_accepted_and_answered() -> None:
    request = parse_binding_request(check(nominate=True))
    assert (request.ufrag, request.nominated) == ("ours", True)
    assert request.is_signed_with("secret")
    assert not request.is_signed_with("other")
    answer = stun.parse_message(build_success(request, ("127.0.0.1", 999), "secret"))
    assert answer.message_class == stun.Class.RESPONSE
    assert answer.transaction_id == request.message.transaction_id
    assert answer.attributes["XOR-MAPPED-ADDRESS"] == ("127.0.0.1", 999)
    assert answer.check_message_integrity(b"secret")
    assert "FINGERPRINT" in answer.attributes


def test_an_unsigned_check_is_not_accepted() -> None:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    message.attributes["USERNAME"] = "ours:theirs"
    assert not parse_binding_request(bytes(message)).is_signed_with("secret")


@pytest.mark.parametrize(
    "data",
    [check(username=None), check(username="ours"), check()[:-1], b"", bytes(20)],
    ids=["nameless", "half a name", "cut off", "empty", "zeros"],
)
def test_other_messages_are_value_errors(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"(?i)stun"):
        parse_binding_request(data)


@given(st.binary(max_size=60))
def test_any_attributes_either_parse_or_are_a_value_error(body: bytes) -> None:
    body += bytes(-len(body) % 4)
    try:
        request = parse_binding_request(
            b"\x00\x01" + len(body).to_bytes(2) + b"\x21\x12\xa4\x42" + bytes(12) + body
        )
    except ValueError:
        return
    assert not request.is_signed_with("a password nobody knows"), "random bytes are never signed"
