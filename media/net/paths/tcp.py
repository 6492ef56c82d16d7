"""TCP for networks that carry no UDP: passive ICE candidates on the worker's port (RFC 6544, RFC 4571).

A connection is a path like an address. Strangers get little time and few packets before a valid check (`admission`), and
what waits for a client that does not read is bounded (`framing`). The packets inside are the same as on UDP.
"""

import asyncio
import contextlib
import ipaddress
import socket
import struct
import time
from collections import Counter
from typing import Protocol

from media.net.ice import Address, Datagrams, IcePeer, Path
from media.net.paths.admission import FIRST_CHECK_S, FRAME_S, QUIET_S, STRANGER_PACKETS, Admission
from media.net.paths.framing import BadFrame, Deframer, SendQueue

__all__ = ["TcpListener", "TcpPath", "TcpUser"]

# A wake-up takes so many connections, and so many bytes of each, so that others wait no longer than that takes.
_ACCEPTED_AT_ONCE = 16
_READ_BYTES = 16 * 1024
_PARTS_AT_ONCE = 64
_BACKLOG = 64
_SWEEP_S = 1.0
# Linux: how much the system may hold that has not left yet, and how long a client may leave data unacknowledged. What
# waits, waits in our queue, where old pictures can be given up.
_UNSENT_BYTES = 16 * 1024
_UNACKNOWLEDGED_MS = 10_000
_OPTIONS = {"TCP_NODELAY": 1, "TCP_NOTSENT_LOWAT": _UNSENT_BYTES, "TCP_USER_TIMEOUT": _UNACKNOWLEDGED_MS}
# Closing with this drops what waits and tells the other side at once.
_RESET = struct.pack("ii", 1, 0)


class TcpUser(Protocol):
    """Who has the listeners.

    Attributes:
        drops: the worker's counters of dropped packets, by reason.
    """

    drops: Counter[str]

    def welcomes(self, host: str) -> bool:
        """Whether a client with this address may connect at all."""

    def take(self, data: bytes, path: Path, now: float) -> None:
        """Take one packet; no content makes it raise."""

    def flush(self) -> None:
        """Send everything pending: a wake-up ends."""

    def on_ended(self, path: Path, owner: IcePeer) -> None:
        """A path that belonged to this connection is no more."""


class TcpListener:
    """One listening socket, and the connections made to it.

    Args:
        bind: local address. port: local port.
        user: takes what arrives.
        admission: bounds the connections, together with those of the worker's other listeners.

    Attributes:
        paths: the connections.
        loop: set once it is open.

    Raises:
        OSError: the address or the port cannot be had.
    """

    def __init__(self, bind: str, port: int, user: TcpUser, admission: "Admission[TcpPath]") -> None:
        is_v6 = ipaddress.ip_address(bind).version == 6
        self._socket = socket.socket(socket.AF_INET6 if is_v6 else socket.AF_INET, socket.SOCK_STREAM)
        self.user = user
        self.admission = admission
        self.drops = user.drops
        self.paths: set[TcpPath] = set()
        self.loop: asyncio.AbstractEventLoop | None = None
        self._is_accepting = False
        self._swept_at = 0.0
        try:
            self._socket.setblocking(False)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if is_v6:
                self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            self._socket.bind((bind, port))
            self._socket.listen(_BACKLOG)
        except OSError:
            self._socket.close()
            raise

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start to accept connections."""
        self.loop = loop
        self._accept_from_now_on()

    def close(self) -> None:
        """Close it and all its connections; idempotent."""
        if self._socket.fileno() < 0:
            return
        self._stop_accepting()
        self._socket.close()
        for path in list(self.paths):
            path.close()

    def on_timer(self, now: float) -> None:
        """Close what took too long; looks once a second."""
        if now - self._swept_at < _SWEEP_S or self.loop is None:
            return
        self._swept_at = now
        for path in list(self.paths):
            reason = path.overdue(now)
            if reason is not None:
                self.drops[reason] += 1
                path.close(reset=True)
        self._accept_from_now_on()

    def _accept_from_now_on(self) -> None:
        if self.loop is not None and not self._is_accepting and self._socket.fileno() >= 0:
            self._is_accepting = True
            self.loop.add_reader(self._socket.fileno(), self._accept)

    def _stop_accepting(self) -> None:
        if self.loop is not None and self._is_accepting:
            self._is_accepting = False
            self.loop.remove_reader(self._socket.fileno())

    def _accept(self) -> None:
        now = time.monotonic()
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                inner, address = self._socket.accept()
            except (BlockingIOError, ConnectionError):
                return
            except OSError:
                # No descriptors are left: the next sweep tries again, or this would be called without end.
                self.drops["socket_error"] += 1
                self._stop_accepting()
                return
            if not self.user.welcomes(address[0]):
                self.drops["outsider"] += 1
                inner.close()
                continue
            path = TcpPath(self, inner, address, now)
            may_stay, oldest = self.admission.admit(path, address[0])
            if oldest is not None:
                self.drops["tcp_crowded"] += 1
                oldest.close(reset=True)
            if may_stay:
                path.open()
            else:
                self.drops["tcp_crowded"] += 1
                path.close(reset=True)


class TcpPath:
    """One TCP connection of a client."""

    def __init__(self, listener: TcpListener, inner: socket.socket, address: Address, now: float) -> None:
        self.address = address
        self.owner: IcePeer | None = None
        self._listener = listener
        self._socket = inner
        self._deframer = Deframer()
        self._queue = SendQueue()
        self._since = self._heard = now
        self._packets_as_stranger = 0
        self._is_waiting = False

    def open(self) -> None:
        """Start to read."""
        loop = self._listener.loop
        assert loop is not None
        self._socket.setblocking(False)
        for name, value in _OPTIONS.items():
            if (option := getattr(socket, name, None)) is not None:
                with contextlib.suppress(OSError):
                    self._socket.setsockopt(socket.IPPROTO_TCP, option, value)
        self._listener.paths.add(self)
        loop.add_reader(self._socket.fileno(), self._read)

    def overdue(self, now: float) -> str | None:
        """Why it should be closed; None as long as it keeps its times."""
        if self.owner is None and now - self._since > FIRST_CHECK_S:
            return "tcp_stranger"
        begun = self._deframer.since
        if (begun is not None and now - begun > FRAME_S) or now - self._heard > QUIET_S:
            return "tcp_slow"
        return None

    def _read(self) -> None:
        now = time.monotonic()
        try:
            data = self._socket.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        try:
            packets = self._deframer.feed(data, now)
        except BadFrame:
            self._listener.drops["tcp_bad_frame"] += 1
            self.close(reset=True)
            return
        for packet in packets:
            self._heard = now
            self._listener.user.take(packet, self, now)
            if self.owner is None:
                self._count_stranger()
            if self._socket.fileno() < 0:
                break
        self._listener.user.flush()

    def _count_stranger(self) -> None:
        """Count a packet that proved nothing; a few of them close the connection."""
        self._packets_as_stranger += 1
        if self._packets_as_stranger >= STRANGER_PACKETS and self._socket.fileno() >= 0:
            self._listener.drops["tcp_stranger"] += 1
            self.close(reset=True)

    def send(self, data: bytes) -> None:
        """Send one packet, or queue it."""
        self._push(data, time.monotonic())
        self._write()

    def send_all(self, datagrams: Datagrams, sizes: list[int]) -> None:
        """Send packets that lie back to back, or queue them; what there is no room for is counted."""
        now, at = time.monotonic(), 0
        for size in sizes:
            self._push(bytes(datagrams[at : at + size]), now)
            at += size
        self._write()

    def _push(self, data: bytes, now: float) -> None:
        if self._socket.fileno() >= 0:
            self._count_late(self._queue.push(data, now))

    def _count_late(self, packets: int) -> None:
        if packets:
            self._listener.drops["tcp_late"] += packets

    def _write(self) -> None:
        if not self._is_waiting and self._socket.fileno() >= 0:
            self._write_what_waits()

    def _write_what_waits(self) -> None:
        queue = self._queue
        self._count_late(queue.expire(time.monotonic()))
        try:
            while parts := queue.next_parts(_PARTS_AT_ONCE):
                queue.take(self._socket.sendmsg(parts))
        except BlockingIOError:
            pass
        except OSError:
            self.close()
            return
        self._wait_for_room(bool(queue))

    def _wait_for_room(self, is_waiting: bool) -> None:
        loop = self._listener.loop
        if loop is None or is_waiting is self._is_waiting or self._socket.fileno() < 0:
            return
        self._is_waiting = is_waiting
        if is_waiting:
            loop.add_writer(self._socket.fileno(), self._write_what_waits)
        else:
            loop.remove_writer(self._socket.fileno())

    def keep(self, owner: IcePeer) -> None:
        """It belongs to this connection from now on."""
        self.owner = owner
        self._listener.admission.prove(self)

    def drop(self) -> None:
        """It belongs to nobody any more, so it ends."""
        self.owner = None
        self.close()

    def close(self, *, reset: bool = False) -> None:
        """Close it; what the system has taken still leaves, unless it is reset. Idempotent."""
        if self._socket.fileno() < 0:
            return
        loop, listener = self._listener.loop, self._listener
        if loop is not None and self in listener.paths:
            loop.remove_reader(self._socket.fileno())
            if self._is_waiting:
                loop.remove_writer(self._socket.fileno())
        if reset:
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._socket.close()
        listener.paths.discard(self)
        listener.admission.forget(self)
        owner, self.owner = self.owner, None
        if owner is not None:
            listener.user.on_ended(self, owner)
