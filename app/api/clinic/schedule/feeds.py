"""A person's own calendar: its private address, and the calendar behind it (RFC 5545) for programs without a sign-in."""

import hashlib
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.mail.feeds import make_feed, read_feed, remove_feed
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import Text
from app.api.services import Provided
from app.runtime.clock import to_datetime

__all__ = ["router"]

router = APIRouter(tags=["Calendar"])
_CALENDAR = {
    "schema": {"type": "string"},
    "example": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": _CALENDAR}},
    304: {"description": "It has not changed."},
    **refused(404),
}
_PRIVATE = "private, no-cache"
"""Only the reader's own program keeps it, and asks each time whether it is still the same."""


class CalendarAnswer(BaseModel):
    """The address of a calendar. It is shown once: only its hash is stored."""

    url: str = Field(examples=["https://meet.example.org/api/v1/calendar/Zk2…pQ.ics"])


@router.post("/me/calendar", status_code=HTTPStatus.CREATED)
async def share_calendar(caller: SignedInPerson, services: Provided) -> CalendarAnswer:
    """Make a new address for one's own calendar; an older one leads nowhere from now on."""
    return CalendarAnswer(url=await make_feed(caller, services.notices.pages))


@router.delete("/me/calendar", status_code=HTTPStatus.NO_CONTENT)
async def withdraw_calendar(caller: SignedInPerson) -> None:
    """Withdraw the address of one's own calendar."""
    await remove_feed(caller)


@router.get(
    "/calendar/{secret}.ics",
    response_class=Response,
    responses=_ANSWERS,
)
async def show_calendar(
    secret: Annotated[Text, Path(max_length=200)],
    services: Provided,
    if_none_match: Annotated[str | None, Header(max_length=200)] = None,
) -> Response:
    """Return a person's appointments from 30 days back to 400 ahead, all with the same neutral title."""
    now = to_datetime(services.clock.now())
    notices = services.notices
    data = await read_feed(services.clinics, secret, services.mail_writer, notices.pages, now)
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": _PRIVATE}
    if if_none_match is not None and tag in if_none_match:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(data, media_type="text/calendar; charset=utf-8", headers=headers)
