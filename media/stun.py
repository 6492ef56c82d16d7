"""ICE-lite in bytes: which binding requests to believe and how to answer them (RFC 8445 §2.5, RFC 8489)."""

from dataclasses import dataclass
from struct import error as StructError

from aioice import stun

__all__ = ["BindingRequest", "build_success", "parse_binding_request"]

_COOKIE = b"\x21\x12\xa4\x42"
_BINDING_REQUEST = b"\x00\x01"


@dataclass(frozen=True, slots=True)
class BindingRequest:
    """A connectivity check that is well formed, but not yet believed.

    Attributes:
        ufrag: our part of the username: which peer it claims to be.
        nominated: it carries USE-CANDIDATE.
        message: the parsed message.
    """

    ufrag: str
    nominated: bool
    message: stun.Message

    def is_signed_with(self, password: str) -> bool:
        """Whether MESSAGE-INTEGRITY is there and made with `password`."""
        return self.message.check_message_integrity(password.encode())


def parse_binding_request(data: bytes) -> BindingRequest:
    """Read a connectivity check.

    Raises:
        ValueError: not a binding request with a username, or malformed.
    """
    # Two cheap comparisons before the parser: a flood of noise should cost little.
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
    """The signed answer to a check that was believed; `address` is where it came from."""
    response = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.RESPONSE,
        transaction_id=request.message.transaction_id,
    )
    response.attributes["XOR-MAPPED-ADDRESS"] = address
    response.add_message_integrity(password.encode())
    return bytes(response)
