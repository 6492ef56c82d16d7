"""A client's socket in the shape of the transport aioice uses, read in batches.

While connecting, the event loop reports when there is something to read. Under load that would be a wake-up for nearly
every packet, on the same machine as the relay; then `read` is called at a fixed pace instead (`Wire.paced`).
"""

import asyncio
import socket
from collections.abc import Callable, Sequence
from typing import Protocol

from bench.relay.batch import ARRIVAL_STAMPS, DatagramBatch

__all__ = ["Wire"]

# Packets that arrive while this process is not running must wait, not get lost.
_SOCKET_BUFFER_BYTES = 4 * 1024 * 1024

_Address = tuple[str, int]


class _Receiver(Protocol):
    def datagram_received(self, data: bytes, address: _Address) -> None: ...

    def connection_lost(self, error: Exception | None) -> None: ...


class Wire:
    """One UDP socket on a local address.

    Args:
        address: IPv4, local.

    Attributes:
        on_media: gets what looks like RTP or RTCP, as a batch and indexes into it; if None, it goes to the receiver
            like everything else.
    """

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self._socket.setsockopt(socket.SOL_SOCKET, option, _SOCKET_BUFFER_BYTES)
        self._socket.setsockopt(socket.SOL_SOCKET, ARRIVAL_STAMPS, 1)
        self._socket.bind((address, 0))
        self.name: _Address = self._socket.getsockname()
        self.on_media: Callable[[DatagramBatch, Sequence[int]], None] | None = None
        self._batch = DatagramBatch()
        self._receiver: _Receiver | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self, loop: asyncio.AbstractEventLoop, receiver: _Receiver) -> None:
        """Start reading whenever there is something."""
        self._loop, self._receiver = loop, receiver
        loop.add_reader(self._socket.fileno(), self.read)

    def paced(self) -> None:
        """Read only when `read` is called, from now on."""
        if self._loop is not None:
            self._loop.remove_reader(self._socket.fileno())

    def read(self) -> None:
        """Read everything that is waiting."""
        batch, receiver = self._batch, self._receiver
        assert receiver is not None
        count = batch.slots
        while count == batch.slots and self._socket.fileno() >= 0:
            try:
                count = batch.read(self._socket.fileno())
            except OSError:
                # An ICMP error of an earlier send: the relay has closed.
                continue
            media = batch.media(count) if self.on_media is not None else ()
            if len(media) < count:
                for index in set(range(count)).difference(media):
                    receiver.datagram_received(batch.data(index), batch.source(index))
            if media and self.on_media is not None:
                self.on_media(batch, media)

    def sendto(self, data: bytes | memoryview, address: _Address) -> None:
        """Send one datagram; if it cannot be sent it is lost, as on any network."""
        # A context manager for each packet would take as long as building it.
        try:
            self._socket.sendto(data, address)
        except OSError:
            pass

    def close(self) -> None:
        """Close the socket; idempotent."""
        if self._loop is None or self._socket.fileno() < 0:
            return
        self.paced()
        self._socket.close()
        if self._receiver is not None:
            self._loop.call_soon(self._receiver.connection_lost, None)
