"""``/programme/week``: the week of the whole programme, for clinical directors and owners."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.attendance.director import (
    ProgrammeWeek,
    Pulse,
    export_programme_week,
    read_programme_week,
)
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.fields import Day
from app.api.clinic.common.files import csv_content
from app.api.clinic.people.answers import NameAnswer
from app.api.clinic.programme.measures.answers import (
    AverageAnswer,
    InstrumentAnswer,
    average_answer,
    instrument_answer,
)
from clinic.attendance.programme_week import COLUMNS, Standing
from clinic.consents.documents import DocumentKind
from clinic.programme.authorisations import Unit, Warning
from clinic.programme.coverage import Billed

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


class RunningOutAnswer(BaseModel):
    """An authorisation that runs out by its dates or by what is used, as of today."""

    person: NameAnswer
    billed: Billed
    unit: Unit
    left: int
    last_on: date
    warnings: list[Warning]


class GroupPulseAnswer(BaseModel):
    """How a session of a group was, on the average of at least five people."""

    group: NameAnswer
    session: str = Field(examples=["ss_T8wHn2s5uYkL"])
    begins_at: datetime
    averages: list[AverageAnswer | None] = Field(description="Item by item.")


class PulseOfWeekAnswer(BaseModel):
    """The pulse of the week's groups. There is no average over groups."""

    instrument: InstrumentAnswer | None = Field(description="What was asked; none if nothing is shown.")
    sessions: list[GroupPulseAnswer]


class ProgrammeWeekAnswer(BaseModel):
    """A week of the programme."""

    monday: date
    sessions: int = Field(description="Sessions that took place or are planned.")
    days: list[ProgrammeDayAnswer]
    clients: list[StandingAnswer] = Field(description="By how they stand, and by name.")
    consents: list[WaitingConsentsAnswer] = Field(description="The nearest first.")
    running_out: list[RunningOutAnswer] = Field(description="The most urgent first.")
    pulse: PulseOfWeekAnswer | None = Field(description="For clinical directors alone.")


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
    responses={200: csv_content(",".join(COLUMNS), "client,Ana L.,,540,480,540,on_course,,,,,,")},
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
        running_out=[
            RunningOutAnswer(
                person=NameAnswer(id=one.client, name=one.name),
                billed=one.authorisation.billed,
                unit=one.authorisation.unit,
                left=one.balance.left,
                last_on=one.authorisation.last_on,
                warnings=list(one.balance.warnings),
            )
            for one in week.running_out.authorisations
        ],
        pulse=None if week.pulse is None else _pulse(week.pulse),
    )


def _pulse(pulse: Pulse) -> PulseOfWeekAnswer:
    return PulseOfWeekAnswer(
        instrument=instrument_answer(pulse.groups[0].pulse.instrument) if pulse.groups else None,
        sessions=[
            GroupPulseAnswer(
                group=NameAnswer(id=one.cohort, name=one.name),
                session=one.pulse.session.id,
                begins_at=one.pulse.session.begins_at,
                averages=[average_answer(each) for each in one.pulse.averages],
            )
            for one in pulse.groups
        ],
    )
