"""``/api/v1/room``: accepts a websocket from our own page and hands it to a conversation. Knows no message.

Plain ASGI: hundreds come at the same moment, all that a socket came through stays open for as long as it does, and each
message of a room goes through here to everybody in it.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from app.api.doors.scope import door_of
from app.api.services import Services
from signaling.ports import SocketClosed

__all__ = ["SUBPROTOCOL", "AsgiSocket", "RoomSocket", "allowed_origins"]

SUBPROTOCOL = "attune.v1"
_PATH = "/api/v1/room"


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


class RoomSocket:
    """The application that answers websockets; of other pages and paths they are refused before being accepted.

    Args:
        origins: Whose pages may open one.
        services: The house, while it is open.
    """

    def __init__(self, origins: Iterable[str], services: Callable[[], Services]) -> None:
        self._allowed = frozenset(origins)
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one."""
        if (await receive())["type"] != "websocket.connect":
            return
        if not self._may_open(scope):
            # Closing before accepting answers the handshake with 403.
            await send({"type": "websocket.close", "code": 1000, "reason": ""})
            return
        try:
            await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL, "headers": []})
        except OSError:
            return
        # They would be kept with the socket for hours.
        scope["headers"] = ()
        await self._services().hold_conversation(AsgiSocket(scope, receive, send))

    def _may_open(self, scope: Scope) -> bool:
        is_ours = Headers(scope=scope).get("origin") in self._allowed
        return is_ours and scope["path"] == _PATH and SUBPROTOCOL in scope["subprotocols"]
