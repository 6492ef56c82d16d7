"""The send buffer of one connection: packets are encrypted in place and sent in few system calls.

Everything one wake-up of the worker has for one receiver lies back to back in one buffer; runs of equal size are sent
as one (UDP_SEGMENT). `SendBufferInPython` is the reference. Where a compiler was present at installation, the C module
`_send_buffer` does the same; the same tests cover both.
"""

import importlib
import socket
import time
from collections.abc import Sequence
from struct import pack
from types import ModuleType
from typing import Any, Protocol

import pylibsrtp

from media.net.ice import Address
from media.net.segments import SegmentedSend
from media.net.srtp import SEND_BUFFER_BYTES, Sealer, SrtpError, protect_address, session_address
from media.net.transport_numbers import TransportNumbers

__all__ = ["PacketSink", "SendBuffer", "SendBufferInPython", "add_to_all", "has_kernel", "make_send_buffer"]


class PacketSink(Protocol):
    """What the packets of a stream go into: a send buffer, or a pacer before it."""

    def add(self, plain: bytes) -> None:
        """Take one RTP packet."""

    def flush(self) -> None:
        """Send what may leave."""


class SendBuffer(PacketSink, Protocol):
    """The packets of one connection that will be sent together.

    Every packet with room for it gets the connection's next transport-wide number as it is encrypted.

    Attributes:
        packets, octets: sent so far. refused: packets the kernel refused. failed: packets that could not be encrypted.
    """

    packets: int
    octets: int
    refused: int
    failed: int

    @property
    def number(self) -> int:
        """The next transport-wide number, without wrap-around."""

    def aim(self, address: Address | None) -> None:
        """Send to this address from now on; without one, pending packets are dropped at the flush."""

    def add(self, plain: bytes) -> None:
        """Encrypt one RTP packet and append it; a full buffer is flushed first."""

    def add_again(self, plain: bytes) -> None:
        """The same for a packet that was added before: the same bytes leave. One from too long ago is not sent."""

    def sent(self, first: int, count: int) -> list[tuple[float, int]]:
        """What left under the numbers from `first` on, at most 65,535 of them: monotonic seconds, size of the datagram.

        (0.0, 0) stands for what is not known: too long ago, not sent yet, refused by the kernel, or sent twice.
        """

    def flush(self) -> None:
        """Send all pending packets."""


class SendBufferInPython:
    """The reference implementation.

    Args:
        session: the SRTP session whose keys to use.
        udp: the worker's socket.
    """

    __slots__ = ("_address", "_numbers", "_sealer", "_segments", "failed", "octets", "packets", "refused")

    def __init__(self, session: pylibsrtp.Session, udp: socket.socket) -> None:
        self._sealer = Sealer(session)
        self._segments = SegmentedSend(udp)
        self._address: Address | None = None
        self._numbers = TransportNumbers()
        self.packets = self.octets = self.refused = self.failed = 0

    def aim(self, address: Address | None) -> None:
        """Send to this address from now on."""
        self._address = address

    @property
    def number(self) -> int:
        """The next transport-wide number."""
        return self._numbers.next

    def add(self, plain: bytes) -> None:
        """Encrypt one RTP packet and append it."""
        self._add(plain, again=False)

    def add_again(self, plain: bytes) -> None:
        """Encrypt a packet that was added before."""
        self._add(plain, again=True)

    def _add(self, plain: bytes, *, again: bool) -> None:
        if self._sealer.is_full():
            self.flush()
        numbered = self._numbers.write(plain, again=again)
        if numbered is None:
            return
        packet, number = numbered
        try:
            size = self._sealer.add(packet)
        except SrtpError:
            self.failed += 1
            return
        if number >= 0:
            self._numbers.on_protected(plain, number, size)

    def sent(self, first: int, count: int) -> list[tuple[float, int]]:
        """What left under which numbers."""
        return self._numbers.sent(first, count)

    def flush(self) -> None:
        """Send all pending packets."""
        datagrams, sizes = self._sealer.take()
        left_at = self._send(datagrams, sizes) if sizes else None
        self._numbers.on_flush(left_at)

    def _send(self, datagrams: memoryview, sizes: list[int]) -> float | None:
        """Returns when they left, None if they did not."""
        if self._address is None:
            return None
        try:
            self._segments.send(datagrams, sizes, self._address)
        except OSError:
            self.refused += len(sizes)
            return None
        self.packets += len(sizes)
        self.octets += len(datagrams)
        return time.monotonic()


def _find_kernel() -> ModuleType | None:
    try:
        return importlib.import_module("media.net._send_buffer")
    except ImportError:
        return None


_kernel: Any = _find_kernel()


def has_kernel() -> bool:
    """Whether the C implementation is available."""
    return _kernel is not None


def make_send_buffer(session: pylibsrtp.Session, udp: socket.socket, *, in_c: bool = True) -> SendBuffer:
    """A send buffer for this session and socket; in C if available and `in_c`."""
    if _kernel is None or not in_c:
        return SendBufferInPython(session, udp)
    send_buffer: SendBuffer = _kernel.SendBuffer(
        udp.fileno(), session_address(session), protect_address(), SEND_BUFFER_BYTES, session, pack_address
    )
    return send_buffer


def add_to_all(send_buffers: Sequence[PacketSink], plain: bytes) -> None:
    """Append one packet to every send buffer, or give it to the pacer before one."""
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
