"""Rejects requests for any host name that is not ours.

A malicious page can make its own domain resolve to this machine and so read our responses (DNS rebinding). That takes a
domain name: a host given as an IP address or as ``localhost`` cannot be rebound.
"""

from collections.abc import Awaitable, Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

__all__ = ["KnownHosts"]


class KnownHosts:
    """Wraps an application; other host names get 421, Misdirected Request (RFC 9110 section 15.5.20).

    Args:
        app: The application.
        names: The service's host names, besides ``localhost``.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names) | {"localhost"}

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one connection."""
        app = self._app
        if scope["type"] in ("http", "websocket") and not self._knows(Headers(scope=scope).getlist("host")):
            app = (
                PlainTextResponse("Misdirected Request\n", status_code=421)
                if scope["type"] == "http"
                else WebSocketClose()
            )
        return app(scope, receive, send)

    def _knows(self, hosts: list[str]) -> bool:
        if len(hosts) != 1:
            return False
        try:
            name = urlsplit(f"//{hosts[0]}").hostname or ""
        except ValueError:
            return False
        return name in self._names or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
