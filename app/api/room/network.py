"""``POST /api/v1/seats/network``: the servers with which a page tries its network before the room (PROTOCOL.md part 1).

While it waits, a client sends and receives no media; so it would learn only in the room that its network blocks them.
What the page finds stays there: nothing is sent back, stored or logged.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.problems import Problem
from app.api.room.links import follow_link, read_body
from app.api.room.own_page import require_own_page
from app.api.room.proof import who_is_here
from app.api.services import Services, services_of
from app.api.traffic import PlainRoute
from app.auth.invitations import MAX_INVITATION
from signaling.messages import IceServer

__all__ = ["build_network_route"]


class NetworkRequest(BaseModel):
    """The request's body."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    invitation: Annotated[str, Field(min_length=1, max_length=MAX_INVITATION)]


class NetworkAnswer(BaseModel):
    """The TURN servers that the seat would get with an offer, with a credential that ends sooner."""

    ice_servers: list[IceServer]


def build_network_route(origins: Iterable[str]) -> PlainRoute:
    """Return the route, for pages of these origins."""
    return PlainRoute("/api/v1/seats/network", _NetworkRoute(origins), methods=["POST"])


class _NetworkRoute:
    """Plain ASGI; the application's exception handlers answer for what it raises."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._require_own_page = require_own_page(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._require_own_page(request)
        found = NetworkAnswer(ice_servers=await _find(request, services_of(request)))
        response = Response(found.model_dump_json(), media_type="application/json")
        await response(scope, receive, send)


async def _find(request: Request, services: Services) -> list[IceServer]:
    asked = await read_body(request, NetworkRequest)
    seat, arrival = await follow_link(request, services, asked.invitation)
    if arrival.setup.proof:
        await who_is_here(request, services, seat, arrival)
    if not services.networks.limits.admit(seat, services.clock.steady()):
        raise _TOO_OFTEN
    # A companion sends and receives no media, so it gets no servers in the room either.
    return [] if arrival.setup.seats[seat].companion else services.networks.ice_servers(seat)


_TOO_OFTEN = Problem(HTTPStatus.TOO_MANY_REQUESTS, "rate.limited", retry_after_s=20)
