"""The send buffer of one connection: packets are encrypted in place and sent in few system calls.

Everything one wake-up of the worker has for one receiver lies back to back in one buffer; runs of equal size are sent
as one (UDP_SEGMENT). `SendBufferInPython` is the reference. Where a compiler was present at installation, the C module
`_send_buffer` does the same; the same tests cover both.
"""

import importlib
import socket
from collections.abc import Sequence
from struct import pack
from types import ModuleType
from typing import Any, Protocol

import pylibsrtp

from media.net.ice import Address, Path
from media.net.paths.udp import UdpPath
from media.net.srtp import SEND_BUFFER_BYTES, Sealer, SrtpError, protect_address, session_address

__all__ = ["SendBuffer", "SendBufferInPython", "add_to_all", "has_kernel", "make_send_buffer"]


class SendBuffer(Protocol):
    """The packets of one connection that will be sent together.

    Attributes:
        packets, octets: sent so far. refused: packets the kernel refused. failed: packets that could not be encrypted.
    """

    packets: int
    octets: int
    refused: int
    failed: int

    def aim(self, path: Path | None) -> None:
        """Send on this path from now on; without one, pending packets are dropped at the flush."""

    def add(self, plain: bytes) -> None:
        """Encrypt one RTP packet and append it; a full buffer is flushed first."""

    def flush(self) -> None:
        """Send all pending packets."""


class SendBufferInPython:
    """The reference implementation.

    Args:
        session: the SRTP session whose keys to use.
    """

    __slots__ = ("_path", "_sealer", "failed", "octets", "packets", "refused")

    def __init__(self, session: pylibsrtp.Session) -> None:
        self._sealer = Sealer(session)
        self._path: Path | None = None
        self.packets = self.octets = self.refused = self.failed = 0

    def aim(self, path: Path | None) -> None:
        """Send on this path from now on."""
        self._path = path

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
        if not sizes or self._path is None:
            return
        try:
            self._path.send_all(datagrams, sizes)
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
    """Whether the C implementation is available."""
    return _kernel is not None


def make_send_buffer(session: pylibsrtp.Session, *, in_c: bool = True) -> SendBuffer:
    """A send buffer for this session; in C if available and `in_c`."""
    if _kernel is None or not in_c:
        return SendBufferInPython(session)
    send_buffer: SendBuffer = _kernel.SendBuffer(
        session_address(session), protect_address(), SEND_BUFFER_BYTES, session, find_socket
    )
    return send_buffer


def add_to_all(send_buffers: Sequence[SendBuffer], plain: bytes) -> None:
    """Append one packet to every send buffer."""
    if _kernel is not None:
        _kernel.add_to_all(send_buffers, plain)
        return
    for send_buffer in send_buffers:
        send_buffer.add(plain)


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
