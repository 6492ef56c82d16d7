"""The send buffer of one connection: packets are encrypted in place and sent in few system calls.

Everything one wake-up of the worker has for one receiver lies back to back in one buffer; runs of equal size are sent
as one (UDP_SEGMENT). `SendBufferInPython` is the reference; `media.net.native` does the same in C where it was compiled,
and the same tests cover both.
"""

import socket
import time
from collections.abc import Callable, Sequence
from struct import pack
from typing import Any, Protocol

import pylibsrtp

from media.net.ice import Address, Path
from media.net.native import find_native
from media.net.paths.udp import UdpPath
from media.net.srtp import SEND_BUFFER_BYTES, Sealer, SrtpError, function_address, session_address
from media.net.transport_numbers import TransportNumbers

__all__ = ["PacketSink", "SendBuffer", "SendBufferInPython", "add_to_all", "flush_all", "make_send_buffer"]

_native = find_native()


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

    def aim(self, path: Path | None) -> None:
        """Send on this path from now on; without one, pending packets are dropped at the flush."""

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
        session: an SRTP session with the connection's keys.
    """

    __slots__ = ("_numbers", "_path", "_sealer", "failed", "octets", "packets", "refused")

    def __init__(self, session: pylibsrtp.Session) -> None:
        self._sealer = Sealer(session)
        self._path: Path | None = None
        self._numbers = TransportNumbers()
        self.packets = self.octets = self.refused = self.failed = 0

    def aim(self, path: Path | None) -> None:
        """Send on this path from now on."""
        self._path = path

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
        if self._path is None:
            return None
        try:
            self._path.send_all(datagrams, sizes)
        except OSError:
            self.refused += len(sizes)
            return None
        self.packets += len(sizes)
        self.octets += len(datagrams)
        return time.monotonic()


def make_send_buffer(
    open_session: Callable[[], pylibsrtp.Session], seal: Callable[[], Any] | None = None, *, in_c: bool = True
) -> SendBuffer:
    """A send buffer; in C if available and `in_c`.

    Args:
        open_session: makes a session with the connection's keys. Each source is in one session only: two would use the
            same nonces.
        seal: makes what protects instead, in C (`media.net.srtp.find_seal`); None where nothing does.
    """
    if _native is None or not in_c:
        return SendBufferInPython(open_session())

    def open_one() -> tuple[int, pylibsrtp.Session]:
        session = open_session()
        return session_address(session), session

    send_buffer: SendBuffer = _native.SendBuffer(
        function_address("srtp_protect"), SEND_BUFFER_BYTES, open_one, find_socket, seal and seal()
    )
    return send_buffer


def add_to_all(send_buffers: Sequence[PacketSink], plain: bytes) -> None:
    """Append one packet to every send buffer, or give it to the pacer before one."""
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


def find_socket(path: Path) -> tuple[int, bytes] | None:
    """The descriptor and the packed address to which datagrams on this path go; None where it is no UDP socket."""
    return (path.socket.inner.fileno(), pack_address(path.address)) if isinstance(path, UdpPath) else None


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
