"""The light client of ``python -m bench arrivals`` and ``rooms``: one ticket, one websocket (RFC 6455), no view kept.

It does as little as a client can, so that thousands fit on the core beside the one under test. Each connects from an
address of its own within 127.0.0.0/8, as real people do, so that per-address limits apply to each separately.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from signaling.messages import MAX_MESSAGE_BYTES, SUBPROTOCOL

__all__ = ["Answer", "Door", "WireSocket", "address_of", "ask_http", "open_socket"]

_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_MASKED = 0x80
_ANSWER_S = 60.0
"""Timeout of an HTTP request: longer than anybody would wait."""
_HOSTS = 250


@dataclass(frozen=True, slots=True)
class Door:
    """The address of the service."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The response to an HTTP request."""

    status: int
    headers: dict[str, str]
    body: bytes


def address_of(number: int) -> str:
    """Return the loopback address of this client."""
    third, fourth = divmod(number, _HOSTS)
    return f"127.{1 + third // _HOSTS}.{third % _HOSTS}.{1 + fourth}"


async def ask_http(door: Door, address: str, method: str, path: str, body: bytes = b"") -> Answer:
    """Make one request on a new connection. Raises OSError when it fails or there is no response."""
    loop = asyncio.get_running_loop()
    transport, reply = await loop.create_connection(_Reply, door.host, door.port, local_addr=(address, 0))
    try:
        transport.write(
            f"{method} {path} HTTP/1.1\r\nHost: {door.host}:{door.port}\r\n"
            f"Origin: http://{door.host}:{door.port}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        async with asyncio.timeout(_ANSWER_S):
            return await reply.answer
    finally:
        transport.close()


class _Reply(asyncio.Protocol):
    """Reads one response with a content length."""

    def __init__(self) -> None:
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._read = b""

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, end, body = self._read.partition(b"\r\n\r\n")
        if not end or self.answer.done():
            return
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if len(body) >= int(headers.get("content-length", 0)):
            self.answer.set_result(Answer(int(status.split()[1]), headers, body))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.answer.done():
            self.answer.set_exception(ConnectionError("closed without an answer"))


async def open_socket(
    door: Door, address: str, on_text: Callable[[bytes], None], on_close: Callable[[], None]
) -> "WireSocket":
    """Open a room's socket; returns once it is accepted.

    Args:
        on_text: Gets each text frame. on_close: Called once when the socket is closed.

    Raises:
        OSError: It was not accepted.
    """
    loop = asyncio.get_running_loop()
    transport, socket = await loop.create_connection(
        lambda: WireSocket(on_text, on_close), door.host, door.port, local_addr=(address, 0)
    )
    transport.write(
        f"GET /api/v1/room HTTP/1.1\r\nHost: {door.host}:{door.port}\r\nOrigin: http://{door.host}:{door.port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n".encode()
    )
    try:
        async with asyncio.timeout(_ANSWER_S):
            await socket.accepted
    except OSError:
        transport.abort()
        raise
    return socket


class WireSocket(asyncio.Protocol):
    """An open websocket, created by ``open_socket``."""

    def __init__(self, on_text: Callable[[bytes], None], on_close: Callable[[], None]) -> None:
        self.accepted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._on_text = on_text
        self._on_close = on_close
        self._read = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Process received bytes."""
        self._read += data
        if not self.accepted.done():
            head, end, rest = self._read.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 101 "):
                self.accepted.set_exception(ConnectionError("not accepted"))
                return
            self._read = rest
            self.accepted.set_result(None)
        self._take_frames()

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail whoever waits: nothing more will arrive."""
        if not self.accepted.done():
            self.accepted.set_exception(ConnectionError("closed before it was accepted"))
        self._on_close()

    def say(self, text: bytes) -> None:
        """Send a text frame."""
        self._send(_TEXT, text)

    def drop(self) -> None:
        """Drop the connection without a close."""
        if self._transport is not None:
            self._transport.abort()

    def _take_frames(self) -> None:
        at, read = 0, self._read
        while (frame := _frame_at(read, at)) is not None:
            opcode, begin, at = frame
            if opcode == _TEXT:
                self._on_text(bytes(read[begin:at]))
            elif opcode == _PING:
                self._send(_PONG, bytes(read[begin:at]))
            elif opcode == _CLOSE and self._transport is not None:
                self._transport.close()
        del read[:at]

    def _send(self, opcode: int, payload: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        assert len(payload) < MAX_MESSAGE_BYTES, "clients say little"
        length = len(payload)
        head = bytes([0x80 | opcode, _MASKED | length]) if length < 126 else b""
        if not head:
            head = bytes([0x80 | opcode, _MASKED | 126]) + length.to_bytes(2, "big")
        # A zero mask changes nothing and costs the client nothing.
        self._transport.write(head + bytes(4) + payload)


def _frame_at(read: bytearray, at: int) -> tuple[int, int, int] | None:
    """Opcode, start and end of the payload of the complete frame that starts here; None if it is incomplete."""
    have = len(read) - at
    if have < 2:
        return None
    length, begin = read[at + 1] & 0x7F, at + 2
    if length >= 126:
        width = 2 if length == 126 else 8
        if have < 2 + width:
            return None
        length, begin = int.from_bytes(read[begin : begin + width], "big"), begin + width
    return (read[at] & 0x0F, begin, begin + length) if len(read) >= begin + length else None
