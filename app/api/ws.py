"""``/api/v1/room``: accepts a websocket from our own page and hands it to a conversation. Knows no message."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from app.api.services import services_of
from app.doors.scope import door_of
from signaling.ports import SocketClosed

__all__ = ["SUBPROTOCOL", "StarletteSocket", "allowed_origins", "build_router"]

SUBPROTOCOL = "attune.v1"


class StarletteSocket:
    """Implements ``signaling.ports.Socket`` over an accepted websocket."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket

    async def receive(self) -> str:
        """Return the next text frame, an empty text for a binary one. Raises SocketClosed."""
        try:
            message = await self._websocket.receive()
        except (WebSocketDisconnect, RuntimeError) as error:
            # Starlette raises RuntimeError when asked again after the end.
            raise SocketClosed from error
        if message["type"] == "websocket.disconnect":
            raise SocketClosed
        return message.get("text") or ""

    async def send(self, text: str) -> None:
        """Send one text frame. Raises SocketClosed."""
        if self._is_over:
            raise SocketClosed
        try:
            await self._websocket.send_text(text)
        except (WebSocketDisconnect, RuntimeError, OSError) as error:
            raise SocketClosed from error

    async def close(self, code: int) -> None:
        """Close with this code; closing twice, or after the other side did, is no error."""
        if self._is_over:
            return
        try:
            await self._websocket.close(code)
        except (WebSocketDisconnect, RuntimeError, OSError):
            return

    def admit(self, *, in_room: bool) -> None:
        """Tell the connection whose socket it is; in the room more may be sent than outside of it."""
        door_of(self._websocket.scope).admit(in_room=in_room)

    @property
    def _is_over(self) -> bool:
        return WebSocketState.DISCONNECTED in (
            self._websocket.client_state,
            self._websocket.application_state,
        )


def allowed_origins(public_url: str, *, demo: bool) -> frozenset[str]:
    """Return the origins whose pages may open the socket: ours, and in the demo every name of this machine."""
    origins = {public_url}
    if demo:
        parts = urlsplit(public_url)
        port = f":{parts.port}" if parts.port else ""
        origins |= {f"{parts.scheme}://{host}{port}" for host in ("localhost", "127.0.0.1", "[::1]")}
    return frozenset(origins)


def build_router(origins: Iterable[str]) -> APIRouter:
    """Return the route; pages of other origins are refused before anything is accepted."""
    allowed = frozenset(origins)
    router = APIRouter()

    @router.websocket("/api/v1/room")
    async def open_room_socket(websocket: WebSocket) -> None:
        offered = websocket.scope.get("subprotocols") or []
        if websocket.headers.get("origin") not in allowed or SUBPROTOCOL not in offered:
            # Closing before accepting answers the handshake with 403.
            await websocket.close()
            return
        await websocket.accept(subprotocol=SUBPROTOCOL)
        await services_of(websocket).hold_conversation(StarletteSocket(websocket))

    return router
