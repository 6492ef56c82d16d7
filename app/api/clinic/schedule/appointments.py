"""Reading sessions, and entering one."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.access.schedule.entering import access_seat
from app.access.schedule.weeks import access_appointment, access_appointments
from app.api.clinic.common.calls import Signed, SignedInPerson
from app.api.clinic.common.fields import Moment
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.pages import Cursor, Limit, Page, read_cursor, read_moment, write_cursor
from app.api.clinic.common.versions import tag_version
from app.api.clinic.schedule.entry import EntryAnswer, entry_answer
from app.api.clinic.schedule.shapes import AppointmentAnswer, answer_shown
from app.api.services import Provided
from app.persistence.repositories.schedule.listing import Span
from clinic.common.ids import AppointmentId, CohortId, PersonId

__all__ = ["router"]

router = APIRouter(tags=["Schedule"])


@router.get("/appointments")
async def list_appointments(
    caller: Signed,
    since: Annotated[Moment, Query(alias="from", description="The first instant.")],
    until: Annotated[Moment, Query(alias="to", description="Exclusive.")],
    person: Annotated[Id | None, Query()] = None,
    cohort: Annotated[Id | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 60,
) -> Page[AppointmentAnswer]:
    """The sessions of at most 62 days, cancelled ones too: of the clinic, a person or a group; a client's own."""
    after = None
    if cursor is not None:
        begins, last = read_cursor(cursor, str, str)
        after = (read_moment(str(begins)), AppointmentId(str(last)))
    span = Span(
        since, until, PersonId(person) if person else None, CohortId(cohort) if cohort else None, after
    )
    found = await access_appointments(caller, span, limit + 1)
    items = [answer_shown(each) for each in found[:limit]]
    following = None
    if len(found) > limit:
        last_one = found[limit - 1].listed.appointment
        following = write_cursor(last_one.begins.isoformat(), last_one.id)
    return Page(items=items, next=following)


@router.get("/appointments/{appointment}", name="read_appointment")
async def get_appointment(caller: Signed, response: Response, appointment: PathId) -> AppointmentAnswer:
    """One session."""
    shown = await access_appointment(caller, AppointmentId(appointment))
    tag_version(response, shown.listed.appointment.version)
    return answer_shown(shown)


@router.post("/appointments/{appointment}/enter", name="enter_appointment")
async def enter(caller: SignedInPerson, services: Provided, appointment: PathId) -> EntryAnswer:
    """The way to the caller's own seat, from the opening on."""
    link = await access_seat(caller, AppointmentId(appointment))
    return entry_answer(services, link)
