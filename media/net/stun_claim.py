"""Which peer a connectivity check claims to be for, read before anything else: a guess costs about 1 us.

A full parse and the signature cost twenty times as much, so they wait until the ufrag is known to be ours. A ufrag is
given only to its own client, so a stranger's flood ends here and does not use up what `floods` allows to failed checks.
"""

from struct import Struct

__all__ = ["MAX_ATTRIBUTES", "claimed_ufrag"]

_COOKIE = b"\x21\x12\xa4\x42"
_BINDING_REQUEST = b"\x00\x01"
_HEADER_BYTES = 20
_ATTRIBUTE = Struct("!HH")
_USERNAME = 0x0006
# Browsers write seven, with the username among the first.
MAX_ATTRIBUTES = 12


def claimed_ufrag(data: bytes) -> str | None:
    """Our part of a binding request's username; None when it is not one, or the username comes too late.

    This proves nothing: the message may still be malformed or unsigned (RFC 8445 §7.2.2, RFC 8489 §5).
    """
    if data[:2] != _BINDING_REQUEST or data[4:8] != _COOKIE:
        return None
    at, last = _HEADER_BYTES, len(data) - _ATTRIBUTE.size
    for _ in range(MAX_ATTRIBUTES):
        if at > last:
            return None
        kind, size = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        if kind == _USERNAME:
            return data[at : at + size].partition(b":")[0].decode("ascii", "replace")
        at += size + (-size & 3)
    return None
