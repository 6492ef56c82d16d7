"""``POST /api/v1/seats/proof``: somebody on a seat shows by their PIN who they are (signaling/PROTOCOL.md part 1).

It signs nobody in: two people who share a screen each do it there. Whoever is not on the seat is answered as if the
link were invalid.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.clinic.identity.cookies import set_seat
from app.api.problems import Problem
from app.api.room.links import follow_link, read_body, storage_away
from app.api.room.own_page import require_own_page
from app.api.services import Services, services_of
from app.api.traffic import PlainRoute
from app.auth.invitations import MAX_INVITATION
from app.live.entrance import Arrival
from app.persistence.unit_of_work import StorageUnavailable
from app.runtime.clock import to_datetime
from clinic.common.errors import Refused
from clinic.identity.lockout import MustWait
from rooms.model.ids import PersonId, SeatId

__all__ = ["build_proof_route", "who_is_here"]

_MAX_ID = 64
_MAX_PIN = 32
_STATUSES = {
    "link.invalid": HTTPStatus.NOT_FOUND,
    "sign_in.busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "sign_in.wait": HTTPStatus.TOO_MANY_REQUESTS,
}
"""By the code with which a PIN is refused; any other is wrong."""


class ProofRequest(BaseModel):
    """The request's body."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    invitation: Annotated[str, Field(min_length=1, max_length=MAX_INVITATION)]
    person: Annotated[str, Field(min_length=1, max_length=_MAX_ID)]
    pin: Annotated[str, Field(min_length=1, max_length=_MAX_PIN, repr=False)]


def build_proof_route(origins: Iterable[str]) -> PlainRoute:
    """Return the route, for pages of these origins."""
    return PlainRoute("/api/v1/seats/proof", _ProofRoute(origins), methods=["POST"])


class _ProofRoute:
    """Plain ASGI; the application's exception handlers answer for what it raises."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._require_own_page = require_own_page(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._require_own_page(request)
        services = services_of(request)
        seat, person = await _prove(request, services)
        response = Response(status_code=HTTPStatus.NO_CONTENT)
        cookies = services.preparations.cookies
        set_seat(response, cookies.name, cookies.write(seat, person, to_datetime(services.clock.now())))
        await response(scope, receive, send)


async def _prove(request: Request, services: Services) -> tuple[SeatId, PersonId]:
    asked = await read_body(request, ProofRequest)
    seat, arrival = await follow_link(request, services, asked.invitation)
    person = PersonId(asked.person)
    if person not in arrival.setup.seats[seat].occupants:
        raise Problem(HTTPStatus.NOT_FOUND, "link.invalid")
    try:
        await services.proofs.check_pin(request, asked.invitation, person, asked.pin)
        goes_on = await services.proofs.prove(arrival.setup.id, seat, person)
    except Refused as refused:
        raise _problem(refused) from None
    except StorageUnavailable:
        raise storage_away() from None
    if not goes_on:
        raise Problem(HTTPStatus.GONE, "link.ended")
    services.preparations.changed(arrival.setup.id)
    return seat, person


async def who_is_here(
    request: Request, services: Services, seat: SeatId, arrival: Arrival
) -> tuple[PersonId, frozenset[PersonId]]:
    """Return who has shown at this browser who they are, and who of the seat has done it anywhere. Raises Problem."""
    occupants = arrival.setup.seats[seat].occupants
    cookies = services.preparations.cookies
    by = cookies.read(request.cookies.get(cookies.name, ""), seat, to_datetime(services.clock.now()))
    if by is None:
        by = await services.proofs.find_signed_in(request.cookies.get(services.cookie, ""))
    proved = frozenset(occupants) - await services.proofs.find_unproved(arrival.setup)
    if by is None or by not in proved:
        raise Problem(HTTPStatus.FORBIDDEN, "admission.unproved")
    return by, proved


def _problem(refused: Refused) -> Problem:
    again_s = refused.retry_after_s if isinstance(refused, MustWait) else None
    return Problem(_STATUSES.get(refused.code, HTTPStatus.FORBIDDEN), refused.code, again_s)
