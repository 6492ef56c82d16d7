"""Packets of one connection that wait to leave together: protected where they lie, sent in few system calls.

What one wake-up of the worker has for one receiver lies one behind another in one buffer; neighbours of one size leave
as one (UDP_SEGMENT). `SendBufferInPython` is the reference. Where a compiler was there at installation, the C module
`_send_buffer` does the same; the same tests hold both to it.
"""

import importlib
import socket
from collections.abc import Sequence
from struct import pack
from types import ModuleType
from typing import Any, Protocol

import pylibsrtp

from media.net.ice import Address
from media.net.segments import SegmentedSend
from media.net.srtp import SEND_BUFFER_BYTES, Sealer, SrtpError, protect_address, session_address

__all__ = ["SendBuffer", "SendBufferInPython", "add_to_all", "has_kernel", "make_send_buffer"]


class SendBuffer(Protocol):
    """Packets of one connection that wait to leave together.

    Attributes:
        packets, octets: sent so far. refused: packets that the kernel did not take. failed: that could not be protected.
    """

    packets: int
    octets: int
    refused: int
    failed: int

    def aim(self, address: Address | None) -> None:
        """Send there from now on; without an address what waits is dropped when it would leave."""

    def add(self, plain: bytes) -> None:
        """Protect one RTP packet behind those that wait; when there is no room, they leave first."""

    def flush(self) -> None:
        """Send what waits."""


class SendBufferInPython:
    """The reference.

    Args:
        session: its keys are of this SRTP session.
        udp: the worker's socket.
    """

    __slots__ = ("_address", "_sealer", "_segments", "failed", "octets", "packets", "refused")

    def __init__(self, session: pylibsrtp.Session, udp: socket.socket) -> None:
        self._sealer = Sealer(session)
        self._segments = SegmentedSend(udp)
        self._address: Address | None = None
        self.packets = self.octets = self.refused = self.failed = 0

    def aim(self, address: Address | None) -> None:
        """Send there from now on."""
        self._address = address

    def add(self, plain: bytes) -> None:
        """Protect one RTP packet behind those that wait."""
        if self._sealer.is_full():
            self.flush()
        try:
            self._sealer.add(plain)
        except SrtpError:
            self.failed += 1

    def flush(self) -> None:
        """Send what waits."""
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


def _find_kernel() -> ModuleType | None:
    try:
        return importlib.import_module("media.net._send_buffer")
    except ImportError:
        return None


_kernel: Any = _find_kernel()


def has_kernel() -> bool:
    """Whether the part in C is there."""
    return _kernel is not None


def make_send_buffer(session: pylibsrtp.Session, udp: socket.socket, *, in_c: bool = True) -> SendBuffer:
    """An outbox for that session and socket, in C where that is there and `in_c`."""
    if _kernel is None or not in_c:
        return SendBufferInPython(session, udp)
    send_buffer: SendBuffer = _kernel.SendBuffer(
        udp.fileno(), session_address(session), protect_address(), SEND_BUFFER_BYTES, session, pack_address
    )
    return send_buffer


def add_to_all(send_buffers: Sequence[SendBuffer], plain: bytes) -> None:
    """Put one packet into every one of them."""
    if _kernel is not None:
        _kernel.add_to_all(send_buffers, plain)
        return
    for send_buffer in send_buffers:
        send_buffer.add(plain)


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
