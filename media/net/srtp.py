"""SRTP without copies: packets are protected where they lie, one behind another, ready to leave together (RFC 3711).

pylibsrtp copies each packet into a buffer, lets libsrtp work there and copies the result out again; with the objects it
makes for that, this takes longer than the encryption. So its binding is called directly: the one file of the relay with
private names of pylibsrtp, whose version is pinned for that. The keys are those of a session that aiortc has set up.
"""

import pylibsrtp
from pylibsrtp._binding import ffi, lib

__all__ = [
    "MAX_SRTP_BYTES",
    "SEND_BUFFER_BYTES",
    "Sealer",
    "SrtpError",
    "Unsealer",
    "protect_address",
    "session_address",
]

# libsrtp wants room for its longest trailer behind a packet, whatever the cipher then needs.
_TRAILER_BYTES = 144
MAX_SRTP_BYTES = 1500
# What a wake-up has for one receiver; more than that leaves in several parts.
SEND_BUFFER_BYTES = 48 * 1024


class SrtpError(Exception):
    """A packet that libsrtp does not take: a failed check, a replay, or a size that cannot be."""


class Sealer:
    """Protects outgoing packets of one connection, one behind another, with the keys of an SRTP session."""

    __slots__ = ("_base", "_end", "_length", "_session", "_sizes", "_srtp", "_view")

    def __init__(self, session: pylibsrtp.Session) -> None:
        self._session = session
        self._srtp = session._srtp[0]
        self._base = ffi.new("char[]", SEND_BUFFER_BYTES)
        self._view = memoryview(ffi.buffer(self._base))
        self._length = ffi.new("int *")
        self._end = 0
        self._sizes: list[int] = []

    def add(self, plain: bytes) -> None:
        """Protect one RTP packet behind those that wait. Raises SrtpError."""
        at, length = self._end, self._length
        size = length[0] = len(plain)
        if size + _TRAILER_BYTES > SEND_BUFFER_BYTES - at:
            raise SrtpError
        self._view[at : at + size] = plain
        # Not aligned to words, which the processors that this runs on do not mind.
        if lib.srtp_protect(self._srtp, self._base + at, length):
            raise SrtpError
        size = length[0]
        self._sizes.append(size)
        self._end = at + size

    def is_full(self) -> bool:
        """Whether there may be no room for another packet."""
        return self._end > SEND_BUFFER_BYTES - MAX_SRTP_BYTES - _TRAILER_BYTES

    def take(self) -> tuple[memoryview, list[int]]:
        """What waits, one behind another, and the size of each."""
        view, sizes = self._view[: self._end], self._sizes
        self._end, self._sizes = 0, []
        return view, sizes


class Unsealer:
    """Checks and decrypts packets with the keys of an SRTP session."""

    __slots__ = ("_buffer", "_length", "_scratch", "_session", "_srtp")

    def __init__(self, session: pylibsrtp.Session) -> None:
        self._session = session
        self._srtp = session._srtp[0]
        self._scratch = ffi.new("char[]", MAX_SRTP_BYTES)
        self._buffer = ffi.buffer(self._scratch)
        self._length = ffi.new("int *")

    def unprotect(self, data: bytes) -> bytes:
        """The plain RTP packet. Raises SrtpError."""
        length, buffer = self._length, self._buffer
        size = length[0] = len(data)
        if size > MAX_SRTP_BYTES:
            raise SrtpError
        buffer[0:size] = data
        if lib.srtp_unprotect(self._srtp, self._scratch, length):
            raise SrtpError
        plain: bytes = buffer[0 : length[0]]
        return plain


def session_address(session: pylibsrtp.Session) -> int:
    """Where libsrtp's own session lies, for a caller in C that keeps `session` alive."""
    return int(ffi.cast("uintptr_t", session._srtp[0]))


def protect_address() -> int:
    """Where `srtp_err_status_t srtp_protect(srtp_t, void *, int *)` lies, for a caller in C."""
    return int(ffi.cast("uintptr_t", ffi.addressof(lib, "srtp_protect")))
