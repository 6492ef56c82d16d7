"""SRTP without copies: packets are encrypted in place, back to back, ready to be sent together (RFC 3711).

pylibsrtp copies each packet into a buffer, runs libsrtp and copies the result out again; with the objects it creates,
that takes longer than the encryption. So we call its binding directly. Only this file uses private names of pylibsrtp,
whose version is pinned for that reason. The keys come from a session that aiortc has set up.

With AES-GCM, what leaves is protected in C over OpenSSL's own functions, which come with pylibsrtp: libsrtp's
bookkeeping took twice as long as the cipher (decision 0094).
"""

import ctypes
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pylibsrtp
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from pylibsrtp import _binding
from pylibsrtp._binding import ffi, lib

from media.net.native import find_native

__all__ = [
    "MAX_SRTP_BYTES",
    "SEND_BUFFER_BYTES",
    "Sealer",
    "SrtpError",
    "Unsealer",
    "find_seal",
    "function_address",
    "make_functions",
    "session_address",
]

# libsrtp needs room for its longest trailer behind a packet, whatever the cipher.
_TRAILER_BYTES = 144
MAX_SRTP_BYTES = 1500
# For what one wake-up sends to one receiver; more is sent in several flushes.
SEND_BUFFER_BYTES = 48 * 1024
# The profiles with AES-GCM: the bytes of their key, and OpenSSL's name of the cipher. Their salt has 12 bytes.
_GCM = {
    pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_128_GCM: (16, "EVP_aes_128_gcm"),
    pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_256_GCM: (32, "EVP_aes_256_gcm"),
}
_SALT_BYTES = 12
# What is derived from the master key, by its label (RFC 3711 §4.3.1).
_KEY_LABEL, _SALT_LABEL = 0, 2
# OpenSSL's functions that `native.Seal` takes, before and behind the cipher.
_CONTEXT = ("EVP_CIPHER_CTX_new", "EVP_CIPHER_CTX_free")
_ENCRYPTION = ("EVP_EncryptInit_ex", "EVP_EncryptUpdate", "EVP_EncryptFinal_ex", "EVP_CIPHER_CTX_ctrl")


class SrtpError(Exception):
    """libsrtp refused a packet: a failed check, a replay, or an impossible size."""


class Sealer:
    """Encrypts the outgoing packets of one connection back to back, with the keys of an SRTP session."""

    __slots__ = ("_base", "_end", "_length", "_session", "_sizes", "_srtp", "_view")

    def __init__(self, session: pylibsrtp.Session) -> None:
        self._session = session
        self._srtp = session._srtp[0]
        self._base = ffi.new("char[]", SEND_BUFFER_BYTES)
        self._view = memoryview(ffi.buffer(self._base))
        self._length = ffi.new("int *")
        self._end = 0
        self._sizes: list[int] = []

    def add(self, plain: bytes) -> int:
        """Encrypt one RTP packet and append it; returns its size then. Raises SrtpError."""
        at, length = self._end, self._length
        size = length[0] = len(plain)
        if size + _TRAILER_BYTES > SEND_BUFFER_BYTES - at:
            raise SrtpError
        self._view[at : at + size] = plain
        # The packet is not word-aligned; the processors we run on do not mind.
        if lib.srtp_protect(self._srtp, self._base + at, length):
            raise SrtpError
        sealed = int(length[0])
        self._sizes.append(sealed)
        self._end = at + sealed
        return sealed

    def is_full(self) -> bool:
        """Whether another packet might not fit."""
        return self._end > SEND_BUFFER_BYTES - MAX_SRTP_BYTES - _TRAILER_BYTES

    def take(self) -> tuple[memoryview, list[int]]:
        """Take all pending packets: their bytes, back to back, and the size of each."""
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
        """Return the decrypted RTP packet. Raises SrtpError."""
        length, buffer = self._length, self._buffer
        size = length[0] = len(data)
        if size > MAX_SRTP_BYTES:
            raise SrtpError
        buffer[0:size] = data
        if lib.srtp_unprotect(self._srtp, self._scratch, length):
            raise SrtpError
        plain: bytes = buffer[0 : length[0]]
        return plain


def make_functions(session: pylibsrtp.Session, *, in_c: bool = True) -> dict[str, Callable[[bytes], bytes]]:
    """What this session can do with one packet; each function raises SrtpError, and nothing else, for a bad one.

    Returns:
        `unprotect`, `protect_rtcp` and `unprotect_rtcp`; in C if available and `in_c`.
    """
    native = find_native()
    if native is None or not in_c:
        return {
            "unprotect": Unsealer(session).unprotect,
            "protect_rtcp": _checked(session.protect_rtcp),
            "unprotect_rtcp": _checked(session.unprotect_rtcp),
        }
    address = session_address(session)
    return {
        name: native.PacketFunction(address, function_address(f"srtp_{name}"), session, SrtpError)
        for name in ("unprotect", "protect_rtcp", "unprotect_rtcp")
    }


def _checked(work: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Wrap `work` to raise SrtpError only: pylibsrtp raises different errors for a failed check and a wrong size."""

    def do(data: bytes) -> bytes:
        try:
            return work(data)
        except (pylibsrtp.Error, ValueError, TypeError) as error:
            raise SrtpError from error

    return do


def session_address(session: pylibsrtp.Session) -> int:
    """The address of libsrtp's own session, for C code that keeps `session` alive."""
    return int(ffi.cast("uintptr_t", session._srtp[0]))


def function_address(name: str) -> int:
    """The address of one of libsrtp's functions `srtp_err_status_t f(srtp_t, void *, int *)`, for C code."""
    return int(ffi.cast("uintptr_t", ffi.addressof(lib, name)))


def find_seal(policy: pylibsrtp.Policy) -> Callable[[], Any] | None:
    """What makes the protection in C of the RTP sent with these keys (RFC 7714); None where libsrtp has to do it.

    Each call starts with no number used: what two of them protect must not have a source in common.
    """
    native, gcm = find_native(), _GCM.get(policy.srtp_profile)
    functions = None if gcm is None else _cipher_functions(gcm[1])
    if native is None or gcm is None or functions is None:
        return None
    material = bytes(policy.key or b"")
    master, salt = material[: gcm[0]], material[gcm[0] :]
    key = _derive(master, salt, _KEY_LABEL, gcm[0])
    return partial(native.Seal, functions, key, _derive(master, salt, _SALT_LABEL, _SALT_BYTES))


def _derive(master: bytes, salt: bytes, label: int, size: int) -> bytes:
    """A session key or salt (RFC 3711 §4.3.1 and §4.3.3; RFC 7714 §11 fills the salt up with zeros)."""
    start = bytearray(salt.ljust(16, b"\0"))
    start[7] ^= label
    return Cipher(AES(master), CTR(bytes(start))).encryptor().update(bytes(size))


@cache
def _cipher_functions(cipher: str) -> tuple[int, ...] | None:
    """The addresses of OpenSSL's functions in pylibsrtp's library, in the order of `Seal`; None where it hides them."""
    library = ctypes.CDLL(_binding.__file__)
    try:
        found = [getattr(library, name) for name in (*_CONTEXT, cipher, *_ENCRYPTION)]
    except AttributeError:
        return None
    return tuple(ctypes.cast(one, ctypes.c_void_p).value or 0 for one in found)
