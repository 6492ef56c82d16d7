"""Methods that a path does not have are refused with those that it has: an ASGI wrapper around the programme's requests.

The framework answers with the methods of one route of a path only, and takes a fixed path such as ``/people/merge`` for
one with an id in it if its own route has another method.
"""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.problems import Problem, problem_response

__all__ = ["KnownMethods"]


class KnownMethods:
    """Refuses other methods with 405 and ``Allow`` (RFC 9110, 15.5.6).

    Args:
        app: The application.
        routers: Its routes.
    """

    def __init__(self, app: ASGIApp, routers: Iterable[APIRouter]) -> None:
        self._app = app
        fixed: dict[str, set[str]] = {}
        open_: dict[re.Pattern[str], set[str]] = {}
        for route in (one for router in routers for one in router.routes if isinstance(one, APIRoute)):
            if "{" in route.path:
                open_.setdefault(route.path_regex, set()).update(route.methods or ())
            else:
                fixed.setdefault(route.path, set()).update(route.methods or ())
        self._fixed: Mapping[str, set[str]] = fixed
        self._open: Mapping[re.Pattern[str], set[str]] = open_

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and (allowed := self._allowed(scope)) and scope["method"] not in allowed:
            response = problem_response(Problem(HTTPStatus.METHOD_NOT_ALLOWED, "route.method"))
            response.headers["allow"] = ", ".join(sorted(allowed))
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _allowed(self, scope: Scope) -> set[str]:
        """Return the methods of a path; none if it is unknown."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path in self._fixed:
            return self._fixed[path]
        return set().union(*(methods for shape, methods in self._open.items() if shape.match(path)))
