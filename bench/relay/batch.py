"""Reads many datagrams per system call: recvmmsg(2) through ctypes, into preallocated buffers. Linux.

A receiver that reads datagrams one by one costs more than the relay it measures.
"""

import ctypes
import errno
import os
import socket
from collections.abc import Sequence
from struct import Struct

__all__ = ["ARRIVAL_STAMPS", "DatagramBatch"]

# Linux, asm-generic/socket.h: the kernel stamps each datagram with its arrival, wall clock.
ARRIVAL_STAMPS = 35
_SLOTS = 32
_DATAGRAM_BYTES = 2048
_ADDRESS_BYTES = 16
# One control message: its header (length, level, type), then seconds and nanoseconds.
_CONTROL_BYTES = 32
_STAMP = Struct("@NiiqQ")
_IPV4 = Struct("!2xH4s")
_HEAD = Struct("!xBH4xI")
# What begins with anything else is neither RTP nor RTCP (RFC 7983).
_MEDIA_FIRST = bytes(range(128, 192))


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("size", ctypes.c_size_t))


class _Header(ctypes.Structure):
    """struct msghdr."""

    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_size", ctypes.c_uint),
        ("vectors", ctypes.c_void_p),
        ("vector_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_size", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class _Message(ctypes.Structure):
    """struct mmsghdr: a header, and the number of bytes read."""

    _fields_ = (("header", _Header), ("size", ctypes.c_uint))


_receive = ctypes.CDLL(None, use_errno=True).recvmmsg


class DatagramBatch:
    """The datagrams of one system call; the next one overwrites them."""

    slots = _SLOTS

    def __init__(self) -> None:
        self._data = ctypes.create_string_buffer(_SLOTS * _DATAGRAM_BYTES)
        self._names = ctypes.create_string_buffer(_SLOTS * _ADDRESS_BYTES)
        self._controls = ctypes.create_string_buffer(_SLOTS * _CONTROL_BYTES)
        self._vectors = (_Vector * _SLOTS)()
        self._messages = (_Message * _SLOTS)()
        for index in range(_SLOTS):
            vector, header = self._vectors[index], self._messages[index].header
            vector.base = ctypes.addressof(self._data) + index * _DATAGRAM_BYTES
            vector.size = _DATAGRAM_BYTES
            header.name = ctypes.addressof(self._names) + index * _ADDRESS_BYTES
            header.name_size = _ADDRESS_BYTES
            header.vectors = ctypes.addressof(vector)
            header.vector_count = 1
            header.control = ctypes.addressof(self._controls) + index * _CONTROL_BYTES
            header.control_size = _CONTROL_BYTES
        self._view = memoryview(self._data).cast("B")
        self._firsts = self._view[::_DATAGRAM_BYTES]
        self._blank = bytes(self._messages)
        self._headers = memoryview(self._messages).cast("B")

    def read(self, number: int) -> int:
        """Read what waits in the socket with this file descriptor, at most `slots`; returns the number of datagrams.

        Raises:
            OSError: the socket reports an error, or is none.
        """
        # The kernel overwrites the sizes, so each call starts with full ones.
        self._headers[:] = self._blank
        count: int = _receive(number, self._messages, _SLOTS, socket.MSG_DONTWAIT, None)
        if count >= 0:
            return count
        code = ctypes.get_errno()
        if code == errno.EAGAIN:
            return 0
        raise OSError(code, os.strerror(code))

    def media(self, count: int) -> Sequence[int]:
        """Which of the first `count` look like RTP or RTCP: their indexes."""
        firsts = self._firsts[:count].tobytes()
        # Nearly always all of them do, and that is known without looking at each.
        if not firsts.translate(None, _MEDIA_FIRST):
            return range(count)
        return [index for index, first in enumerate(firsts) if first in _MEDIA_FIRST]

    def heads(self, indexes: Sequence[int]) -> list[tuple[int, int, int]]:
        """Second byte, sequence number and SSRC of these, if they are RTP (RFC 3550 §5.1)."""
        unpack, data = _HEAD.unpack_from, self._data
        return [unpack(data, index * _DATAGRAM_BYTES) for index in indexes]

    def data(self, index: int) -> bytes:
        """The datagram."""
        at = index * _DATAGRAM_BYTES
        return bytes(self._view[at : at + self._messages[index].size])

    def source(self, index: int) -> tuple[str, int]:
        """Its source address, IPv4."""
        port, address = _IPV4.unpack_from(self._names, index * _ADDRESS_BYTES)
        return socket.inet_ntoa(address), port

    def arrival_ns(self, index: int) -> int:
        """When it reached the socket, wall clock; 0 when the socket has no `ARRIVAL_STAMPS`."""
        if not self._messages[index].header.control_size:
            return 0
        *_, seconds, nanoseconds = _STAMP.unpack_from(self._controls, index * _CONTROL_BYTES)
        return int(seconds * 1_000_000_000 + nanoseconds)
