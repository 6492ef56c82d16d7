"""The send buffer of one connection: packets are encrypted in place and sent in few system calls.

Everything one wake-up of the worker has for one receiver lies back to back in one buffer; runs of equal size are sent
as one (UDP_SEGMENT). `SendBufferInPython` is the reference; `media.net.native` does the same in C where it was compiled,
and the same tests cover both.
"""

import socket
from collections.abc import Sequence
from struct import pack
from typing import Any, Protocol

import pylibsrtp

from media.net.ice import Address
from media.net.native import find_native
from media.net.segments import SegmentedSend
from media.net.srtp import SEND_BUFFER_BYTES, Sealer, SrtpError, protect_address, session_address

__all__ = ["SendBuffer", "SendBufferInPython", "add_to_all", "flush_all", "make_send_buffer"]

_native = find_native()


class SendBuffer(Protocol):
    """The packets of one connection that will be sent together.

    Attributes:
        packets, octets: sent so far. refused: packets the kernel refused. failed: packets that could not be encrypted.
    """

    packets: int
    octets: int
    refused: int
    failed: int

    def aim(self, address: Address | None) -> None:
        """Send to this address from now on; without one, pending packets are dropped at the flush."""

    def add(self, plain: bytes) -> None:
        """Encrypt one RTP packet and append it; a full buffer is flushed first."""

    def flush(self) -> None:
        """Send all pending packets."""


class SendBufferInPython:
    """The reference implementation.

    Args:
        session: the SRTP session whose keys to use.
        udp: the worker's socket.
    """

    __slots__ = ("_address", "_sealer", "_segments", "failed", "octets", "packets", "refused")

    def __init__(self, session: pylibsrtp.Session, udp: socket.socket) -> None:
        self._sealer = Sealer(session)
        self._segments = SegmentedSend(udp)
        self._address: Address | None = None
        self.packets = self.octets = self.refused = self.failed = 0

    def aim(self, address: Address | None) -> None:
        """Send to this address from now on."""
        self._address = address

    def add(self, plain: bytes) -> None:
        """Encrypt one RTP packet and append it."""
        if self._sealer.is_full():
            self.flush()
        try:
            self._sealer.add(plain)
        except SrtpError:
            self.failed += 1

    def flush(self) -> None:
        """Send all pending packets."""
        datagrams, sizes = self._sealer.take()
        if not sizes or self._address is None:
            return
        try:
            self._segments.send(datagrams, sizes, self._address)
        except OSError:
            self.refused += len(sizes)
            return
        self.packets += len(sizes)
        self.octets += len(datagrams)


def make_send_buffer(session: pylibsrtp.Session, udp: socket.socket, *, in_c: bool = True) -> SendBuffer:
    """A send buffer for this session and socket; in C if available and `in_c`."""
    if _native is None or not in_c:
        return SendBufferInPython(session, udp)
    send_buffer: SendBuffer = _native.SendBuffer(
        udp.fileno(), session_address(session), protect_address(), SEND_BUFFER_BYTES, session, pack_address
    )
    return send_buffer


def add_to_all(send_buffers: Sequence[SendBuffer], plain: bytes) -> None:
    """Append one packet to every send buffer."""
    if _native is not None:
        _native.add_to_all(send_buffers, plain)
        return
    for send_buffer in send_buffers:
        send_buffer.add(plain)


def flush_all(unsent: list[Any]) -> None:
    """Call `flush` of everything in the list, and empty it; in C, what waits for all receivers leaves together."""
    if _native is not None:
        _native.flush_all(unsent)
        return
    for what in unsent:
        what.flush()
    unsent.clear()


def pack_address(address: Address) -> bytes:
    """An address as the kernel's `struct sockaddr_in` or `sockaddr_in6`."""
    host, port = address[0], address[1]
    if len(address) == 2:
        return (
            pack("=H", socket.AF_INET) + pack("!H", port) + socket.inet_pton(socket.AF_INET, host) + bytes(8)
        )
    flow, scope = address[2], address[3]
    packed = socket.inet_pton(socket.AF_INET6, host.partition("%")[0])
    return pack("=H", socket.AF_INET6) + pack("!HI", port, flow) + packed + pack("=I", scope)
