"""Counts the web server's load: open websockets, and requests by route template and status class.

Only templates of our own routes are counted by name; everything else is ``other``, so that outsiders cannot grow the
table or write into it.
"""

from collections import Counter
from dataclasses import dataclass, field

from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CountTraffic", "PlainRoute", "Traffic"]

_UNKNOWN = "other"


@dataclass(slots=True)
class Traffic:
    """Counters since the start: ``sockets`` open now, ``requests`` by route and status class."""

    sockets: int = 0
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)


class PlainRoute(Route):
    """A Starlette route that is counted by its template, as FastAPI's routes are."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether the route matches, and note it in the scope."""
        match, matched = super().matches(scope)
        return match, {**matched, "route": self} if match is not Match.NONE else matched


class CountTraffic:
    """Wraps an application.

    Args:
        app: The application.
        traffic: The counters.
    """

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        self._app = app
        self._traffic = traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        match scope["type"]:
            case "http":
                await self._count_request(scope, receive, send)
            case "websocket":
                self._traffic.sockets += 1
                try:
                    await self._app(scope, receive, send)
                finally:
                    self._traffic.sockets -= 1
            case _:
                await self._app(scope, receive, send)

    async def _count_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        # If a handler fails before it responds, an outer layer sends 500.
        status = 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        finally:
            self._traffic.requests[_template(scope), f"{status // 100}xx"] += 1


def _template(scope: Scope) -> str:
    """Return the template of the matched route, such as ``/ops/workers/{index}/drain``, or the mount point of files."""
    return getattr(scope.get("route"), "path", None) or scope.get("root_path") or _UNKNOWN
