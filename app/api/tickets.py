"""``POST /api/v1/tickets``: from an invitation to a ticket (signaling/PROTOCOL.md part 1).

No answer says whether a session or a person exists: what is unknown, altered or withdrawn looks the same.
"""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.api.problems import Problem
from app.api.services import Services, services_of
from app.auth.invitations import MAX_INVITATION
from app.auth.tickets import TICKET_TTL_S
from app.clock import to_datetime
from app.persistence.repositories.sessions import SessionRecord
from app.persistence.unit_of_work import StorageUnavailable, UnitOfWork
from rooms.model.events import RoomLive
from rooms.model.ids import SeatId
from rooms.model.people import Role, RoomSetup
from rooms.seats import ALIVE_S

__all__ = ["router"]

_MAX_BODY = 4096
router = APIRouter(prefix="/api/v1")


class TicketRequest(BaseModel):
    """What a client brings."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    invitation: Annotated[str, Field(min_length=1, max_length=MAX_INVITATION)]


class PersonAnswer(BaseModel):
    """A person on the seat."""

    id: str
    name: str


class SessionAnswer(BaseModel):
    """The session the link leads to."""

    title: str
    state: Literal["waiting", "live", "ended"]


class SeatAnswer(BaseModel):
    """The seat the link leads to, its people in seat order; a companion device has neither camera nor microphone."""

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


@router.post("/tickets")
async def issue_ticket(request: Request, services: Annotated[Services, Depends(services_of)]) -> TicketAnswer:
    """Give a ticket for the seat that the invitation names."""
    now = services.clock.now()
    if not services.ticket_limit.admit(request.client.host if request.client else "", now):
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "rate.limited", retry_after_s=5)
    asked = await _read(request)
    invitation = services.invitations.read(asked.invitation)
    if invitation is None:
        raise Problem(HTTPStatus.NOT_FOUND, "link.invalid")
    try:
        async with services.database.read() as unit:
            session = await _session_of(unit, invitation.seat, invitation.version)
            setup = await unit.sessions.setup(session.id)
            assert setup is not None, "the session was found in the same transaction"
            live = await unit.journal.has_kind(session.id, RoomLive.kind)
            if not session.is_open(to_datetime(now)) and not (live and await _goes_on(unit, setup, now)):
                raise Problem(HTTPStatus.GONE, "link.expired")
    except StorageUnavailable:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "storage.unavailable", retry_after_s=2) from None
    return TicketAnswer(
        ticket=services.tickets.issue(session.id, invitation.seat, now),
        expires_in_s=TICKET_TTL_S,
        session=SessionAnswer(title=session.title, state="live" if live else "waiting"),
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


async def _session_of(unit: UnitOfWork, seat: SeatId, version: int) -> SessionRecord:
    link = await unit.sessions.link_of(seat)
    session = await unit.sessions.find(link.session) if link and link.version == version else None
    if session is None:
        raise Problem(HTTPStatus.NOT_FOUND, "link.invalid")
    if session.ended_at is not None:
        raise Problem(HTTPStatus.GONE, "link.ended")
    return session


async def _goes_on(unit: UnitOfWork, setup: RoomSetup, now: float) -> bool:
    """Say whether the session runs over its hours: somebody is there, or was so lately that their place is kept."""
    told_at = await unit.journal.last_at(setup.id)
    return told_at is not None and now - told_at <= setup.policy.absence_s + ALIVE_S


def _describe(setup: RoomSetup, seat: SeatId) -> SeatAnswer:
    occupants = setup.seats[seat].occupants
    return SeatAnswer(
        id=seat,
        shared=len(occupants) > 1,
        companion=setup.seats[seat].companion,
        role=setup.role_of(seat),
        people=[PersonAnswer(id=person, name=setup.people[person].name) for person in occupants],
    )
