"""Counts what the web server serves: open sockets, and requests by route template and class of status.

Only templates of our own routes are counted by name; whatever else is asked for is ``other``, so that nobody outside
can make the table grow or write into it.
"""

from collections import Counter
from dataclasses import dataclass, field

from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CountTraffic", "PlainRoute", "Traffic"]

_UNKNOWN = "other"


@dataclass(slots=True)
class Traffic:
    """The counts, from the start: ``sockets`` that are open now, ``requests`` by route and class of status."""

    sockets: int = 0
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)


class PlainRoute(Route):
    """A route of Starlette's own that is counted by its template, as FastAPI's are."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether it serves this, and note that it does."""
        match, matched = super().matches(scope)
        return match, {**matched, "route": self} if match is not Match.NONE else matched


class CountTraffic:
    """Wraps an application.

    Args:
        app: What answers.
        traffic: Where it is counted.
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
        # A handler that fails before it answers is answered for with 500, outside of here.
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
    """The template of the route that answered, such as ``/ops/workers/{index}/drain``, or where files are mounted."""
    return getattr(scope.get("route"), "path", None) or scope.get("root_path") or _UNKNOWN
