"""ICE-lite on bytes: which binding requests to accept, how to answer them, and our own check to a new address.

RFC 8445 §2.5 and §7.2.2, RFC 8489.
"""

from dataclasses import dataclass
from struct import error as StructError

from aioice import stun

__all__ = [
    "BINDING_SUCCESS",
    "BindingRequest",
    "build_check",
    "build_success",
    "is_success_signed_with",
    "parse_binding_request",
]

_COOKIE = b"\x21\x12\xa4\x42"
_BINDING_REQUEST = b"\x00\x01"
BINDING_SUCCESS = b"\x01\x01"
# Of a peer-reflexive candidate; the other side decides, so nothing depends on it (RFC 8445 §5.1.2).
_PRIORITY = 1_845_501_695


@dataclass(frozen=True, slots=True)
class BindingRequest:
    """A well-formed connectivity check whose signature has not been verified yet.

    Attributes:
        ufrag: our part of the username, so the peer it claims to be for.
        nominated: it carries USE-CANDIDATE.
        message: the parsed message.
    """

    ufrag: str
    nominated: bool
    message: stun.Message

    def is_signed_with(self, password: str) -> bool:
        """Whether MESSAGE-INTEGRITY is present and made with `password`."""
        return self.message.check_message_integrity(password.encode())


def parse_binding_request(data: bytes) -> BindingRequest:
    """Parse a connectivity check.

    Raises:
        ValueError: not a binding request with a username, or malformed.
    """
    # Two cheap comparisons before the parser, so that a flood of noise costs little.
    if data[:2] != _BINDING_REQUEST or data[4:8] != _COOKIE:
        raise ValueError("stun: not a binding request")
    try:
        message = stun.parse_message(data)
    except (StructError, IndexError) as error:
        raise ValueError("stun: malformed") from error
    username = message.attributes.get("USERNAME")
    if not isinstance(username, str) or ":" not in username:
        raise ValueError("stun: username")
    return BindingRequest(username.split(":", 1)[0], "USE-CANDIDATE" in message.attributes, message)


def build_success(request: BindingRequest, address: tuple[str, int], password: str) -> bytes:
    """The signed response to an accepted check; `address` is where the check came from."""
    response = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.RESPONSE,
        transaction_id=request.message.transaction_id,
    )
    response.attributes["XOR-MAPPED-ADDRESS"] = address
    response.add_message_integrity(password.encode())
    return bytes(response)


def build_check(theirs: tuple[str, str], our_ufrag: str, transaction: bytes, tie_breaker: int) -> bytes:
    """Our own connectivity check; whoever answers it can receive at that address (RFC 8445 §7.2.2).

    Args:
        theirs: ufrag and password from the other side's answer.
        our_ufrag: ours, from the offer it answered.
        transaction: 12 unguessable bytes.
        tie_breaker: any 64 bits; the other side is always the controlling one.
    """
    request = stun.Message(
        message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST, transaction_id=transaction
    )
    request.attributes["USERNAME"] = f"{theirs[0]}:{our_ufrag}"
    request.attributes["PRIORITY"] = _PRIORITY
    request.attributes["ICE-CONTROLLED"] = tie_breaker
    request.add_message_integrity(theirs[1].encode())
    request.add_fingerprint()
    return bytes(request)


def is_success_signed_with(data: bytes, password: str) -> bool:
    """Whether this is a well-formed success response made with `password`."""
    try:
        message = stun.parse_message(data)
    except (ValueError, StructError, IndexError):
        return False
    return message.check_message_integrity(password.encode())
