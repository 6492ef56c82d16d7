"""``/programme/week``: the week of the whole programme, for clinical directors and owners."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.attendance.director import ProgrammeWeek, export_programme_week, read_programme_week
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.fields import Day
from app.api.clinic.common.files import csv_content
from app.api.clinic.people.answers import NameAnswer
from clinic.attendance.programme_week import COLUMNS, Standing
from clinic.consents.documents import DocumentKind

__all__ = ["router"]

router = APIRouter(tags=["Programme"])

Monday = Annotated[Day, Query(description="The first day of the week.")]


class ProgrammeDayAnswer(BaseModel):
    """A local day: the minutes of all clients, added."""

    day: date
    planned_min: int
    present_min: int


class StandingAnswer(BaseModel):
    """A client with a weekly target."""

    person: NameAnswer
    standing: Standing
    planned_min: int
    present_min: int
    behind_min: int = Field(description="Behind what was planned until now.")
    target_min: int


class WaitingConsentsAnswer(BaseModel):
    """What a client has still to sign before a session of this week. Private documents are not in it."""

    person: NameAnswer
    kinds: list[DocumentKind] = Field(examples=[["agreement"]])
    first_at: datetime = Field(description="When the first session begins that asks for it.")


class ProgrammeWeekAnswer(BaseModel):
    """A week of the programme."""

    monday: date
    sessions: int = Field(description="Sessions that took place or are planned.")
    days: list[ProgrammeDayAnswer]
    clients: list[StandingAnswer] = Field(description="By how they stand, and by name.")
    consents: list[WaitingConsentsAnswer] = Field(description="The nearest first.")


@router.get("/programme/week", name="read_programme_week")
async def get_programme_week(
    caller: SignedInPerson, monday: Monday, response: Response
) -> ProgrammeWeekAnswer:
    """Hours planned and present, how clients stand, and what they have still to sign. Every look is noted."""
    async with caller.read() as unit:
        week = await read_programme_week(unit, caller.principal, monday)
    response.headers["cache-control"] = "no-store"
    return _answer(week)


@router.get(
    "/programme/week.csv",
    name="export_programme_week",
    response_class=Response,
    responses={200: csv_content(",".join(COLUMNS), "client,Ana L.,,540,480,540,on_course,")},
)
async def get_programme_week_file(caller: SignedInPerson, monday: Monday) -> Response:
    """Return the same as a CSV file, its sections below each other."""
    async with caller.read() as unit:
        file = await export_programme_week(unit, caller.principal, monday)
    return Response(file, media_type="text/csv; charset=utf-8", headers={"cache-control": "no-store"})


def _answer(week: ProgrammeWeek) -> ProgrammeWeekAnswer:
    return ProgrammeWeekAnswer(
        monday=week.monday,
        sessions=week.hours.sessions,
        days=[
            ProgrammeDayAnswer(day=one.day, planned_min=one.planned_min, present_min=one.present_min)
            for one in week.hours.days
        ],
        clients=[
            StandingAnswer(
                person=NameAnswer(id=one.client, name=one.name),
                standing=one.standing,
                planned_min=one.week.total.planned_min,
                present_min=one.week.total.present_min,
                behind_min=one.week.total.behind_min,
                target_min=one.week.total.target_min,
            )
            for one in week.standings.clients
        ],
        consents=[
            WaitingConsentsAnswer(
                person=NameAnswer(id=one.consents.client, name=one.name),
                kinds=list(one.consents.kinds),
                first_at=one.consents.first_at,
            )
            for one in week.consents.clients
        ],
    )
