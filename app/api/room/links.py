"""Requests that come with a seat's link: their bounded bodies, their rate limits, and where the link leads.

No response reveals whether a session or a person exists: unknown, altered and withdrawn invitations look the same.
"""

import random
from http import HTTPStatus
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from app.api.problems import Problem
from app.api.services import Services
from app.live.entrance import Arrival
from app.persistence.unit_of_work import StorageUnavailable
from app.runtime.clock import to_datetime
from rooms.model.ids import SeatId
from rooms.rules.seats import ALIVE_S

__all__ = ["follow_link", "read_body", "storage_away"]

_MAX_BODY = 4096
_AGAIN_S = (2, 5)
"""Range of the retry delay while the database is down, so that clients do not all retry at once."""
_TOO_OFTEN = Problem(HTTPStatus.TOO_MANY_REQUESTS, "rate.limited", retry_after_s=5)

_Body = TypeVar("_Body", bound=BaseModel)


async def read_body(request: Request, form: type[_Body]) -> _Body:
    """Return the request's body as this form. Raises Problem."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request.too_large")
    try:
        return form.model_validate_json(body)
    except ValidationError:
        raise Problem(HTTPStatus.BAD_REQUEST, "request.malformed") from None


async def follow_link(request: Request, services: Services, text: str) -> tuple[SeatId, Arrival]:
    """Return the seat that an invitation names, and what is known of it, if its link admits somebody now.

    Raises:
        Problem: ``link.invalid``, ``link.expired``, ``link.ended``, ``rate.limited`` or ``storage.unavailable``.
    """
    steady = services.clock.steady()
    invitation = services.invitations.read(text)
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
        raise storage_away() from None
    return invitation.seat, _check(arrival, invitation.version, services)


def storage_away() -> Problem:
    """Return the answer while the database is down."""
    again_s = random.randint(*_AGAIN_S)
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "storage.unavailable", retry_after_s=again_s)


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
