"""``/api/v1/room``: accepts a websocket from our own page and hands it to a conversation. Knows no message."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.routing import WebSocketRoute
from starlette.types import Receive, Scope, Send

from app.api.services import services_of
from app.doors.scope import door_of
from signaling.ports import SocketClosed

__all__ = ["SUBPROTOCOL", "AsgiSocket", "allowed_origins", "build_socket_route"]

SUBPROTOCOL = "attune.v1"


class AsgiSocket:
    """Implements ``signaling.ports.Socket`` over an accepted websocket of ASGI."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._is_over = False

    async def receive(self) -> str:
        """Return the next text frame, an empty text for a binary one. Raises SocketClosed."""
        if self._is_over:
            raise SocketClosed
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            self._is_over = True
            raise SocketClosed
        return message.get("text") or ""

    async def send(self, text: str) -> None:
        """Send one text frame. Raises SocketClosed."""
        if self._is_over:
            raise SocketClosed
        try:
            await self._send({"type": "websocket.send", "text": text})
        except (OSError, RuntimeError) as error:
            # The server raises OSError once the other side has gone, RuntimeError once the handshake has failed.
            self._is_over = True
            raise SocketClosed from error

    async def close(self, code: int) -> None:
        """Close with this code; closing twice, or after the other side did, is no error."""
        if self._is_over:
            return
        self._is_over = True
        with suppress(OSError, RuntimeError):
            await self._send({"type": "websocket.close", "code": code, "reason": ""})

    def admit(self, *, in_room: bool) -> None:
        """Tell the connection whose socket it is; in the room more may be sent than outside of it."""
        door_of(self._scope).admit(in_room=in_room)


def allowed_origins(public_url: str, *, demo: bool) -> frozenset[str]:
    """Return the origins whose pages may open the socket: ours, and in the demo every name of this machine."""
    origins = {public_url}
    if demo:
        parts = urlsplit(public_url)
        port = f":{parts.port}" if parts.port else ""
        origins |= {f"{parts.scheme}://{host}{port}" for host in ("localhost", "127.0.0.1", "[::1]")}
    return frozenset(origins)


def build_socket_route(origins: Iterable[str]) -> WebSocketRoute:
    """Return the route; pages of other origins are refused before anything is accepted."""
    return WebSocketRoute("/api/v1/room", _RoomSocket(frozenset(origins)))


class _RoomSocket:
    """Plain ASGI: hundreds come at the same moment, and each message of a room goes through here to everybody in it."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        if (await receive())["type"] != "websocket.connect":
            return
        if connection.headers.get("origin") not in self._allowed or SUBPROTOCOL not in scope["subprotocols"]:
            # Closing before accepting answers the handshake with 403.
            await send({"type": "websocket.close", "code": 1000, "reason": ""})
            return
        socket = AsgiSocket(scope, receive, send)
        try:
            await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL, "headers": []})
        except OSError:
            return
        await services_of(connection).hold_conversation(socket)
