"""Connectivity checks: whoever does not know the password is not believed."""

import pytest
from aioice import stun

from practice.link.checks import Credentials, build_check, build_reply, is_good

OURS = Credentials("ours", "our-password", "theirs", "their-password")
THEIRS = Credentials("theirs", "their-password", "ours", "our-password")
ADDRESS = ("127.0.0.1", 5000)


def test_a_check_names_both_sides_and_is_answered_by_whoever_knows_the_password() -> None:
    check = bytes(build_check(OURS))
    assert stun.parse_message(check).attributes["USERNAME"] == "theirs:ours"

    reply = build_reply(check, ADDRESS, THEIRS)
    assert reply is not None
    assert is_good(reply, OURS)


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 20, bytes(build_check(OURS))], ids=["nothing", "zeros", "a check"]
)
def test_nothing_else_is_answered(data: bytes) -> None:
    stranger = Credentials("theirs", "guessed", "ours", "guessed")

    assert build_reply(data, ADDRESS, stranger) is None
    assert not is_good(data, OURS)
