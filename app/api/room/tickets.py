"""``POST /api/v1/tickets``: exchanges an invitation for a ticket (signaling/PROTOCOL.md part 1).

No response reveals whether a session or a person exists: unknown, altered and withdrawn invitations look the same.
"""

import random
from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.doors.scope import door_of
from app.api.problems import Problem
from app.api.room.own_page import require_own_page
from app.api.services import Services, services_of
from app.api.traffic import PlainRoute
from app.auth.invitations import MAX_INVITATION
from app.auth.tickets import TICKET_TTL_S, TicketGrant
from app.live.entrance import Arrival
from app.persistence.unit_of_work import StorageUnavailable
from app.runtime.clock import to_datetime
from rooms.model.ids import SeatId
from rooms.model.people import Role, RoomSetup
from rooms.rules.seats import ALIVE_S

__all__ = ["build_ticket_route"]

_MAX_BODY = 4096
_AGAIN_S = (2, 5)
"""Range of the retry delay while the database is down, so that clients do not all retry at once."""
_TOO_OFTEN = Problem(HTTPStatus.TOO_MANY_REQUESTS, "rate.limited", retry_after_s=5)


class TicketRequest(BaseModel):
    """The request's body."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    invitation: Annotated[str, Field(min_length=1, max_length=MAX_INVITATION)]


class PersonAnswer(BaseModel):
    """A person on the seat."""

    id: str
    name: str


class SessionAnswer(BaseModel):
    """The session that the link leads to."""

    title: str
    state: Literal["waiting", "live", "ended"]


class SeatAnswer(BaseModel):
    """The seat that the link leads to, people in seat order. A companion device has neither camera nor microphone."""

    id: str
    shared: bool
    companion: bool
    role: Role
    people: list[PersonAnswer]


class TicketAnswer(BaseModel):
    """A ticket and what it is for."""

    ticket: str
    expires_in_s: int
    session: SessionAnswer
    seat: SeatAnswer


def build_ticket_route(origins: Iterable[str]) -> PlainRoute:
    """Return the route, for pages of these origins.

    It does not use FastAPI: hundreds of requests arrive at once, and FastAPI would cost twice as much as issuing the
    ticket.
    """
    return PlainRoute("/api/v1/tickets", _TicketRoute(origins), methods=["POST"])


class _TicketRoute:
    """Plain ASGI; the application's exception handlers answer for what it raises."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._require_own_page = require_own_page(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._require_own_page(request)
        ticket = await _issue(request, services_of(request))
        await Response(ticket.model_dump_json(), media_type="application/json")(scope, receive, send)


async def _issue(request: Request, services: Services) -> TicketAnswer:
    """Issue a ticket for the seat that the invitation names."""
    steady = services.clock.steady()
    asked = await _read(request)
    invitation = services.invitations.read(asked.invitation)
    if invitation is None:
        host = request.client.host if request.client else ""
        if not services.ticket_limits.admit_failure(host, steady):
            raise _TOO_OFTEN
        raise Problem(HTTPStatus.NOT_FOUND, "link.invalid")
    if not services.ticket_limits.admit_seat(invitation.seat, steady):
        raise _TOO_OFTEN
    try:
        arrival = await services.entrance.find(invitation.seat)
    except StorageUnavailable:
        again_s = random.randint(*_AGAIN_S)
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "storage.unavailable", retry_after_s=again_s) from None
    link, setup = _check(arrival, invitation.version, services)
    door_of(request.scope).prove()
    return TicketAnswer(
        ticket=services.tickets.issue(TicketGrant(setup.id, invitation.seat, link.version), steady),
        expires_in_s=TICKET_TTL_S,
        session=SessionAnswer(title=setup.title, state="live" if link.live else "waiting"),
        seat=_describe(setup, invitation.seat),
    )


async def _read(request: Request) -> TicketRequest:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request.too_large")
    try:
        return TicketRequest.model_validate_json(body)
    except ValidationError:
        raise Problem(HTTPStatus.BAD_REQUEST, "request.malformed") from None


def _check(arrival: Arrival | None, version: int, services: Services) -> Arrival:
    """Return the arrival if this version of the seat's link admits somebody now. Raises Problem."""
    if arrival is None or arrival.link.version != version:
        raise Problem(HTTPStatus.NOT_FOUND, "link.invalid")
    session = arrival.link.session
    if session.ended_at is not None:
        raise Problem(HTTPStatus.GONE, "link.ended")
    now = services.clock.now()
    in_room = services.time_in(arrival.setup.id)
    if not session.is_open(to_datetime(now)) and not _goes_on(arrival, now if in_room is None else in_room):
        raise Problem(HTTPStatus.GONE, "link.expired")
    return arrival


def _goes_on(arrival: Arrival, now: float) -> bool:
    """Return whether the session runs past its hours: somebody is there, or left so recently that their seat is kept."""
    link = arrival.link
    if not link.live or link.told_at is None:
        return False
    return now - link.told_at <= arrival.setup.policy.absence_s + ALIVE_S


def _describe(setup: RoomSetup, seat: SeatId) -> SeatAnswer:
    occupants = setup.seats[seat].occupants
    return SeatAnswer(
        id=seat,
        shared=len(occupants) > 1,
        companion=setup.seats[seat].companion,
        role=setup.role_of(seat),
        people=[PersonAnswer(id=person, name=setup.people[person].name) for person in occupants],
    )
