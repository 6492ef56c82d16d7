"""Who was present: in a session, of a client, of a group, and one's own; and how it is corrected."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from app.access.programme.attendance.correcting import Asked, correct, take_roll
from app.access.programme.attendance.files import export_client, export_session
from app.access.programme.attendance.groups import read_group_week
from app.access.programme.attendance.sessions import read_session
from app.access.programme.attendance.weeks import MOST_WEEKS, read_client_weeks, read_own_weeks
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import Day, Moment
from app.api.clinic.common.files import csv_content
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.programme.attendance.answers import (
    ClientAttendanceAnswer,
    GroupAttendanceAnswer,
    OwnAttendanceAnswer,
    SessionAttendanceAnswer,
    client_answer,
    group_answer,
    own_answer,
    session_answer,
)
from clinic.attendance.corrections import MOST_NOTE, MOST_SPANS, CorrectionReason
from clinic.attendance.csv_file import CLIENT_COLUMNS, SESSION_COLUMNS
from clinic.attendance.roll_call import Here
from clinic.common.ids import AppointmentId, CohortId, PersonId
from clinic.programme.spans import Span

__all__ = ["router"]

router = APIRouter(tags=["Attendance"])

_MOST_SEATS: Final = 30
_TIMES: Final = "2026-03-02T09:00:00-05:00,2026-03-02T12:00:00-05:00,group,9"
_PRESENT: Final = "2026-03-02T09:00:00-05:00,2026-03-02T12:00:00-05:00,175,0,no"

Monday = Annotated[Day, Query(description="The first day of the week.")]
Weeks = Annotated[int, Query(ge=1, le=MOST_WEEKS, description="How many weeks, that one the last.")]


class SpanForm(Form):
    """A time of presence."""

    begins_at: Moment
    ends_at: Moment


class CorrectionForm(Form):
    """When a client was present, all of it."""

    spans: Annotated[list[SpanForm], Field(max_length=MOST_SPANS)] = Field(
        description="Empty if they were not there."
    )
    reason: CorrectionReason
    note: Annotated[str, Field(max_length=MOST_NOTE, examples=["She was on the telephone."])] = ""
    replaces: Annotated[
        Id | None, Field(examples=[None], description="The newest correction until now, if there is one.")
    ] = None


class SeatForm(Form):
    """Who was there before a shared camera: of its two people, the first, the second or both."""

    seat: Annotated[Id, Field(examples=["st_2Hn7vRq9sXwL"])]
    here: Here


class RollForm(Form):
    """The roll of shared cameras."""

    seats: Annotated[list[SeatForm], Field(min_length=1, max_length=_MOST_SEATS)]


@router.get("/appointments/{appointment}/attendance", name="read_attendance_of_session")
async def get_session(
    caller: SignedInPerson, appointment: PathId, response: Response
) -> SessionAttendanceAnswer:
    """Who was present when, for those who led it and planners; others read of their own clients. It is noted."""
    async with caller.read() as unit:
        view = await read_session(unit, caller.principal, AppointmentId(appointment))
    response.headers["cache-control"] = "no-store"
    return session_answer(view)


@router.get(
    "/appointments/{appointment}/attendance.csv",
    name="export_attendance_of_session",
    response_class=Response,
    responses={200: csv_content(",".join(SESSION_COLUMNS), f"{_TIMES},Ana L.,{_PRESENT}")},
)
async def get_session_file(caller: SignedInPerson, appointment: PathId) -> Response:
    """Return the same as a CSV file."""
    async with caller.read() as unit:
        return _file(await export_session(unit, caller.principal, AppointmentId(appointment)))


@router.post(
    "/appointments/{appointment}/attendance/{person}",
    name="correct_attendance",
    status_code=HTTPStatus.CREATED,
    responses=refused(409),
)
async def post_correction(
    caller: SignedInPerson, appointment: PathId, person: PathId, form: CorrectionForm, response: Response
) -> SessionAttendanceAnswer:
    """Say when a client was present, once the session is over. What was recorded and said before is kept."""
    spans = tuple(Span(one.begins_at, one.ends_at) for one in form.spans)
    asked = Asked(spans, form.reason, form.note, form.replaces)
    async with caller.write() as unit:
        view = await correct(unit, caller.principal, AppointmentId(appointment), PersonId(person), asked)
    response.headers["cache-control"] = "no-store"
    return session_answer(view)


@router.post(
    "/appointments/{appointment}/roll-call",
    name="call_roll",
    status_code=HTTPStatus.CREATED,
    responses=refused(409),
)
async def post_roll(
    caller: SignedInPerson, appointment: PathId, form: RollForm, response: Response
) -> SessionAttendanceAnswer:
    """Say who was there before shared cameras, once the session is over: a correction of each of the two."""
    answers = [(one.seat, one.here) for one in form.seats]
    async with caller.write() as unit:
        view = await take_roll(unit, caller.principal, AppointmentId(appointment), answers)
    response.headers["cache-control"] = "no-store"
    return session_answer(view)


@router.get("/people/{person}/attendance", name="read_attendance_of_person")
async def get_client(
    caller: SignedInPerson, person: PathId, monday: Monday, response: Response, weeks: Weeks = 8
) -> ClientAttendanceAnswer:
    """A client's weeks against what was planned and the target, the last with its sessions."""
    async with caller.read() as unit:
        read = await read_client_weeks(unit, caller.principal, PersonId(person), monday, weeks)
    response.headers["cache-control"] = "no-store"
    return client_answer(read)


@router.get(
    "/people/{person}/attendance.csv",
    name="export_attendance_of_person",
    response_class=Response,
    responses={200: csv_content(",".join(CLIENT_COLUMNS), f"{_TIMES},yes,{_PRESENT}")},
)
async def get_client_file(
    caller: SignedInPerson,
    person: PathId,
    first: Annotated[Day, Query(description="The first day.")],
    last: Annotated[Day, Query(description="The last day, a year later at most.")],
) -> Response:
    """Return a client's sessions between two days as a CSV file, one a line."""
    async with caller.read() as unit:
        return _file(await export_client(unit, caller.principal, PersonId(person), first, last))


@router.get("/cohorts/{cohort}/attendance", name="read_attendance_of_cohort")
async def get_group(
    caller: SignedInPerson, cohort: PathId, monday: Monday, response: Response
) -> GroupAttendanceAnswer:
    """A group's week: members by name, and their minutes in each of its sessions."""
    async with caller.read() as unit:
        week = await read_group_week(unit, caller.principal, CohortId(cohort), monday)
    response.headers["cache-control"] = "no-store"
    return group_answer(week)


@router.get("/me/attendance", name="read_own_attendance")
async def get_own(
    caller: SignedInPerson, monday: Monday, response: Response, weeks: Weeks = 4
) -> OwnAttendanceAnswer:
    """The client's own weeks against the target, the last with its sessions."""
    async with caller.read() as unit:
        read = await read_own_weeks(unit, caller.principal, monday, weeks)
    response.headers["cache-control"] = "no-store"
    return own_answer(read)


def _file(data: bytes) -> Response:
    return Response(
        data,
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="attendance.csv"', "cache-control": "no-store"},
    )
