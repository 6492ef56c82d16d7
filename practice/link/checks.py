"""The client's side of ICE with a relay that is lite (RFC 8445): one socket, one address, checks that keep it open."""

from aioice import stun

__all__ = ["Credentials", "build_check", "build_reply", "is_good"]

_PRIORITY = 2_130_706_431
_TIE_BREAKER = 1


class Credentials:
    """Both sides' names and passwords.

    Args:
        ours, our_password: Of this client.
        theirs, their_password: Of the relay, from its offer.
    """

    def __init__(self, ours: str, our_password: str, theirs: str, their_password: str) -> None:
        self.ours, self.our_password = ours, our_password
        self.theirs, self.their_password = theirs, their_password


def build_check(keys: Credentials) -> stun.Message:
    """Return a connectivity check that also chooses this address; sent again, it is the sign of life."""
    check = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    check.attributes["USERNAME"] = f"{keys.theirs}:{keys.ours}"
    check.attributes["PRIORITY"] = _PRIORITY
    check.attributes["ICE-CONTROLLING"] = _TIE_BREAKER
    check.attributes["USE-CANDIDATE"] = None
    check.add_message_integrity(keys.their_password.encode())
    check.add_fingerprint()
    return check


def build_reply(data: bytes, address: tuple[str, int], keys: Credentials) -> bytes | None:
    """Return the answer to the relay's own check; None if it is none, or not the relay's."""
    asked = _read(data, keys.our_password)
    if asked is None or asked.message_class != stun.Class.REQUEST:
        return None
    reply = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, asked.transaction_id)
    reply.attributes["XOR-MAPPED-ADDRESS"] = address
    reply.add_message_integrity(keys.our_password.encode())
    reply.add_fingerprint()
    return bytes(reply)


def is_good(data: bytes, keys: Credentials) -> bool:
    """Return whether this is the relay's answer to a check: from now on it takes our packets."""
    answer = _read(data, keys.their_password)
    return answer is not None and answer.message_class == stun.Class.RESPONSE


def _read(data: bytes, password: str) -> stun.Message | None:
    """Return the message, if whoever wrote it knows the password."""
    try:
        message = stun.parse_message(data)
    except ValueError:
        return None
    return message if message.check_message_integrity(password.encode()) else None
