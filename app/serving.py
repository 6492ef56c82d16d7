"""Runs the web server in this process until it is told to stop. The only file that knows uvicorn."""

import logging
import signal
import socket
from collections.abc import Awaitable, Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.api.ops_gate import DIRECT_PEER
from app.settings import Settings

__all__ = ["serve_forever"]

_log = logging.getLogger(__name__)

# signaling/PROTOCOL.md part 2: pings every 10 s, 8 s to answer, messages of 128 KiB at most.
_PING_S = 10.0
_PONG_S = 8.0
_MAX_MESSAGE_BYTES = 128 * 1024
_QUEUED_MESSAGES = 32
_GOODBYE_S = 5


def serve_forever(app: Callable[..., Awaitable[None]], settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; returns when everything is closed. Exits with 3 when serving cannot start."""
    if settings.trusted_proxies:
        app = _NoteDirectPeer(ProxyHeadersMiddleware(app, list(settings.trusted_proxies)))  # type: ignore[arg-type]
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        ws="websockets-sansio",
        ws_ping_interval=_PING_S,
        ws_ping_timeout=_PONG_S,
        ws_max_size=_MAX_MESSAGE_BYTES,
        ws_max_queue=_QUEUED_MESSAGES,
        # Compression of what attackers can partly choose beside secrets is a risk, and these messages are small.
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # Done above, where the direct peer can be noted first.
        proxy_headers=False,
        timeout_graceful_shutdown=_GOODBYE_S,
    )
    # Once closed, the server raises the signal that stopped it again; by then all is done and it means nothing more.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _take_note)
    _Server(config).run()


class _NoteDirectPeer:
    """Notes who really connected, before what a proxy says takes its place."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("client"):
            scope[DIRECT_PEER] = scope["client"][0]
        await self._app(scope, receive, send)


class _Server(uvicorn.Server):
    """Says when it is ready, which uvicorn says in prose only."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _log.info("service.ready", extra={"port": self.config.port})


def _take_note(_number: int, _frame: FrameType | None) -> None:
    return
