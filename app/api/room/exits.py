"""``POST /api/v1/seats/exit``: somebody left the page at once (signaling/PROTOCOL.md part 1).

The page is gone before it could read an answer, so there is only one: whether the token was good, and whether the seat
was still there, is not told.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.doors.scope import door_of
from app.api.problems import Problem
from app.api.room.links import read_body
from app.api.room.own_page import require_own_page
from app.api.services import Services, services_of
from app.api.traffic import PlainRoute
from app.auth.resume import MAX_TOKEN

__all__ = ["build_exit_route"]


class ExitRequest(BaseModel):
    """The request's body."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    resume: Annotated[str, Field(min_length=1, max_length=MAX_TOKEN, repr=False)]


def build_exit_route(origins: Iterable[str]) -> PlainRoute:
    """Return the route, for pages of these origins."""
    return PlainRoute("/api/v1/seats/exit", _ExitRoute(origins), methods=["POST"])


class _ExitRoute:
    """Plain ASGI; the application's exception handlers answer for what it raises."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._require_own_page = require_own_page(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._require_own_page(request)
        await _exit(request, services_of(request))
        await Response(status_code=HTTPStatus.NO_CONTENT)(scope, receive, send)


async def _exit(request: Request, services: Services) -> None:
    asked = await read_body(request, ExitRequest)
    steady = services.clock.steady()
    left = services.exits.read(asked.resume)
    if left is None:
        host = request.client.host if request.client else ""
        if not services.ticket_limits.admit_failure(host, steady):
            raise _TOO_OFTEN
        return
    door_of(request.scope).prove()
    if not services.exits.limits.admit(left.seat, steady):
        raise _TOO_OFTEN
    await services.exits.exit(left)


_TOO_OFTEN = Problem(HTTPStatus.TOO_MANY_REQUESTS, "rate.limited", retry_after_s=5)
