"""Runs the web server in this process until it is told to stop. The only file that knows uvicorn."""

import asyncio
import logging
import resource
import signal
import socket
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from app.api.doors.budgets import LATE_S, MAX_WAIT_S
from app.api.doors.connection import GuardedConnection
from app.api.doors.guard import Guard
from app.api.doors.scope import DOOR, door_of
from app.api.ops.gate import DIRECT_PEER
from app.runtime.settings import Settings
from signaling.heartbeat import together
from signaling.messages import MAX_MESSAGE_BYTES

__all__ = ["serve_forever"]

_log = logging.getLogger(__name__)

# signaling/PROTOCOL.md part 2: a ping every 10 s, 8 s to answer.
_PING_S = 10.0
_PONG_S = 8.0
_QUEUED_MESSAGES = 32
_GOODBYE_S = 5
_OPEN_FILES = 65_536


def serve_forever(app: Callable[..., Awaitable[None]], settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; returns once everything is closed. Exits with status 3 if serving cannot start."""
    if settings.trusted_proxies:
        app = _NoteDirectPeer(ProxyHeadersMiddleware(_NameClients(app), list(settings.trusted_proxies)))  # type: ignore[arg-type]
    _open_more_files()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=_guarded(Guard(settings.trusted_proxies)),  # type: ignore[arg-type]
        ws=_Socket,
        ws_ping_interval=_PING_S,
        ws_ping_timeout=_PONG_S,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_max_queue=_QUEUED_MESSAGES,
        # Compression is a risk where attackers control part of a text that also holds secrets, and these messages are
        # small.
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # Done above, where the direct peer can be recorded first.
        proxy_headers=False,
        timeout_graceful_shutdown=_GOODBYE_S,
    )
    # After shutting down, uvicorn raises the signal that stopped it again; everything is done by then, so it is ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _take_note)
    _Server(config).run()


class _NoteDirectPeer:
    """Records the address that really connected before the proxy's headers replace it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("client"):
            scope[DIRECT_PEER] = scope["client"][0]
        await self._app(scope, receive, send)


class _NameClients:
    """Tells the guard which client a proxy forwards for, so that one client cannot use up everybody's budget."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if client and client[0] != scope.get(DIRECT_PEER):
            wait_s = door_of(scope).name(client[0])
            if wait_s > MAX_WAIT_S:
                busy: ASGIApp = (
                    PlainTextResponse("Service Unavailable\n", 503, {"retry-after": "5"})
                    if scope["type"] == "http"
                    else WebSocketClose()
                )
                await busy(scope, receive, send)
                return
            await asyncio.sleep(wait_s)
        await self._app(scope, receive, send)


class _Requests(HttpToolsProtocol):
    """HTTP that handles one request after the other: it does not parse the next before this one is answered."""

    @property
    def wants_more(self) -> bool:
        """Whether it is waiting for the rest of a request, or for the next one."""
        return self.cycle is None or self.cycle.more_body or self.cycle.response_complete

    @property
    def is_handling(self) -> bool:
        """Whether the application is at a request, all of which need not be here yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def handle_websocket_upgrade(self) -> None:
        """Hand over to the websocket protocol, and break the reference cycle that would keep this one in memory."""
        super().handle_websocket_upgrade()
        self.parser = None  # type: ignore[assignment]

    def on_message_complete(self) -> None:
        """Pause until the request is answered."""
        super().on_message_complete()
        # After an upgrade, reading must go on.
        if not self.wants_more:
            self.flow.pause_reading()


class _Socket(WebSocketsSansIOProtocol):
    """A websocket that is not closed for a pong that our own stalled event loop read too late."""

    _pong_due_at = 0.0

    def handle_connect(self, event: Request) -> None:
        """Start the application, then drop the headers, which would stay in memory with the socket for hours."""
        super().handle_connect(event)
        event.headers.clear()

    def schedule_ping(self) -> None:
        """Schedule the next ping, at the same moment as other sockets'."""
        self.ping_timer = self.loop.call_at(together(self.loop.time() + _PING_S), self.send_keepalive_ping)

    def send_keepalive_ping(self) -> None:
        """Check that the client is still there."""
        super().send_keepalive_ping()
        self._pong_due_at = self.loop.time() + (self.ping_timeout or 0.0)

    def keepalive_timeout(self) -> None:
        """Handle a pong that was not read in time."""
        now = self.loop.time()
        if now - self._pong_due_at > LATE_S and self.ping_timeout:
            self._pong_due_at = now + self.ping_timeout
            self.pong_timer = self.loop.call_later(self.ping_timeout, self.keepalive_timeout)
            return
        super().keepalive_timeout()


def _guarded(guard: Guard) -> Callable[..., GuardedConnection]:
    """Return a factory for each connection's protocol: uvicorn's own parser behind a guarded connection."""

    def make(
        config: uvicorn.Config, server_state: Any, app_state: dict[str, Any], _loop: Any = None
    ) -> GuardedConnection:
        def make_parser(connection: GuardedConnection) -> asyncio.Protocol:
            return _Requests(config, server_state, {**app_state, DOOR: connection}, _loop)

        return GuardedConnection(guard, make_parser, _wants_more, _is_handling)

    return make


def _wants_more(parser: asyncio.Protocol) -> bool:
    return isinstance(parser, _Requests) and parser.wants_more


def _is_handling(parser: asyncio.Protocol) -> bool:
    return isinstance(parser, _Requests) and parser.is_handling


def _open_more_files() -> None:
    """Raise the limit of open files to the system's maximum; the default is usually lower."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class _Server(uvicorn.Server):
    """Logs when it is ready, which uvicorn reports only in prose."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _log.info("service.ready", extra={"port": self.config.port})


def _take_note(_number: int, _frame: FrameType | None) -> None:
    return
