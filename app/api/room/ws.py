"""``/api/v1/room``: accepts websockets from our own page and hands them to a session. Knows no messages.

Plain ASGI: hundreds of people connect at once, every layer stays in memory as long as its socket, and each message from
a room passes through here once per participant.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from app.api.doors.scope import door_of
from app.api.services import Services
from signaling.messages import SUBPROTOCOL
from signaling.ports import SocketClosed

__all__ = ["AsgiSocket", "RoomSocket", "allowed_origins"]

_PATH = "/api/v1/room"


class AsgiSocket:
    """Implements ``signaling.ports.Socket`` over an accepted ASGI websocket."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._is_over = False

    async def receive(self) -> str:
        """Return the next text frame; an empty text for a binary one. Raises SocketClosed."""
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
            # The server raises OSError once the client has gone, RuntimeError once the handshake has failed.
            self._is_over = True
            raise SocketClosed from error

    async def close(self, code: int) -> None:
        """Close with this code; closing twice, or after the client has closed, is allowed."""
        if self._is_over:
            return
        self._is_over = True
        with suppress(OSError, RuntimeError):
            await self._send({"type": "websocket.close", "code": code, "reason": ""})

    def admit(self, *, in_room: bool) -> None:
        """Mark the connection as identified; its rate limit is higher in the room."""
        door_of(self._scope).admit(in_room=in_room)


def allowed_origins(public_url: str, *, demo: bool) -> frozenset[str]:
    """Return the origins whose pages may open the websocket: ours, and in the demo every name of this machine."""
    origins = {public_url}
    if demo:
        parts = urlsplit(public_url)
        port = f":{parts.port}" if parts.port else ""
        origins |= {f"{parts.scheme}://{host}{port}" for host in ("localhost", "127.0.0.1", "[::1]")}
    return frozenset(origins)


class RoomSocket:
    """The websocket application. It rejects other origins and paths before accepting.

    Args:
        origins: Whose pages may open a websocket.
        services: The services, while the application runs.
    """

    def __init__(self, origins: Iterable[str], services: Callable[[], Services]) -> None:
        self._allowed = frozenset(origins)
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one websocket."""
        if (await receive())["type"] != "websocket.connect":
            return
        if not self._may_open(scope):
            # Closing before accepting rejects the handshake with 403.
            await send({"type": "websocket.close", "code": 1000, "reason": ""})
            return
        try:
            await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL, "headers": []})
        except OSError:
            return
        # They would stay in memory with the socket for hours.
        scope["headers"] = ()
        await self._services().run_session(AsgiSocket(scope, receive, send))

    def _may_open(self, scope: Scope) -> bool:
        is_ours = Headers(scope=scope).get("origin") in self._allowed
        return is_ours and scope["path"] == _PATH and SUBPROTOCOL in scope["subprotocols"]
