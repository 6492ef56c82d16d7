"""``POST /api/v1/tickets``: exchanges an invitation for a ticket (signaling/PROTOCOL.md part 1)."""

from collections.abc import Collection, Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.doors.scope import door_of
from app.api.room.links import follow_link, read_body, storage_away
from app.api.room.own_page import require_own_page
from app.api.services import Services, services_of
from app.api.traffic import PlainRoute
from app.auth.invitations import MAX_INVITATION
from app.auth.tickets import TICKET_TTL_S, TicketGrant
from app.persistence.unit_of_work import StorageUnavailable
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.model.policy.policy import CameraRule

__all__ = ["build_ticket_route"]


class TicketRequest(BaseModel):
    """The request's body."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    invitation: Annotated[str, Field(min_length=1, max_length=MAX_INVITATION)]


class PersonAnswer(BaseModel):
    """A person on the seat."""

    id: str
    name: str


class SessionAnswer(BaseModel):
    """The session that the link leads to. ``camera``: what it asks of cameras; nobody is shut out for not having one.

    ``prepares``: whether clients are asked something before they come in (``/api/v1/seats/preparation``).
    """

    title: str
    state: Literal["waiting", "live", "ended"]
    camera: CameraRule
    prepares: bool


class SeatAnswer(BaseModel):
    """The seat that the link leads to, people in seat order. A companion device has neither camera nor microphone.

    ``unproved``: the ids of those who have yet to show who they are.
    """

    id: str
    shared: bool
    companion: bool
    role: Role
    people: list[PersonAnswer]
    unproved: list[str]


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
    asked = await read_body(request, TicketRequest)
    seat, (link, setup) = await follow_link(request, services, asked.invitation)
    door_of(request.scope).prove()
    if setup.proof:
        await _prove_signed_in(request, services, setup, seat)
    return TicketAnswer(
        ticket=services.tickets.issue(TicketGrant(setup.id, seat, link.version), services.clock.steady()),
        expires_in_s=TICKET_TTL_S,
        session=_describe_session(setup, live=link.live),
        seat=_describe(setup, seat, await services.proofs.find_unproved(setup)),
    )


async def _prove_signed_in(request: Request, services: Services, setup: RoomSetup, seat: SeatId) -> None:
    """Let whoever is signed in on the page, and expected on the seat, have shown who they are."""
    person = await services.proofs.find_signed_in(request.cookies.get(services.cookie, ""))
    if person not in setup.seats[seat].occupants:
        return
    try:
        await services.proofs.prove(setup.id, seat, person)
    except StorageUnavailable:
        raise storage_away() from None


def _describe_session(setup: RoomSetup, *, live: bool) -> SessionAnswer:
    return SessionAnswer(
        title=setup.title,
        state="live" if live else "waiting",
        camera=setup.policy.camera,
        prepares=setup.checks,
    )


def _describe(setup: RoomSetup, seat: SeatId, unproved: Collection[PersonId]) -> SeatAnswer:
    occupants = setup.seats[seat].occupants
    return SeatAnswer(
        id=seat,
        shared=len(occupants) > 1,
        companion=setup.seats[seat].companion,
        role=setup.role_of(seat),
        people=[PersonAnswer(id=person, name=setup.people[person].name) for person in occupants],
        unproved=[person for person in occupants if person in unproved],
    )
