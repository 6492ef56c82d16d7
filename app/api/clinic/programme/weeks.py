"""A client's week, and a client's own programme."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.access.programme.minutes import ClientWeek, access_own_programme, access_week
from app.api.clinic.common.calls import Signed, SignedInPerson
from app.api.clinic.common.fields import Day
from app.api.clinic.common.ids import PathId
from app.api.clinic.schedule.shapes import AppointmentAnswer, answer_shown
from clinic.common.ids import PersonId
from clinic.programme.minutes import WeekMinutes

__all__ = ["router"]

router = APIRouter(tags=["Programme"])


class MinutesAnswer(BaseModel):
    """Programme minutes of one week."""

    gross_min: int = Field(description="As the calendar shows them, with breaks.")
    net_min: int = Field(description="As the payer counts them.")
    uncounted_min: int = Field(description="Minutes of sessions that this payer does not count.")
    target_min: int
    missing_min: int
    only_looks_enough: bool = Field(description="Gross meets the target, net does not.")


class WeekAnswer(MinutesAnswer):
    """A client's week."""

    appointments: list[AppointmentAnswer]


class ToDoAnswer(BaseModel):
    """Something that is still to do."""

    code: str


class OwnProgrammeAnswer(BaseModel):
    """A client's own programme."""

    next: AppointmentAnswer | None
    week: list[AppointmentAnswer]
    to_do: list[ToDoAnswer]
    target: MinutesAnswer


@router.get("/people/{person}/week", name="read_week")
async def get_week(
    caller: Signed,
    person: PathId,
    monday: Annotated[Day, Query(description="The first day of the week.")],
) -> WeekAnswer:
    """A client's week: gross and net programme minutes against the target, and the sessions."""
    week = await access_week(caller, PersonId(person), monday)
    return WeekAnswer(**_minutes(week.minutes).model_dump(), appointments=_sessions(week))


@router.get("/me/programme", name="read_own_programme")
async def get_own_programme(caller: SignedInPerson) -> OwnProgrammeAnswer:
    """The client's next session, this week, and what is still to do."""
    own = await access_own_programme(caller)
    return OwnProgrammeAnswer(
        next=None if own.next is None else answer_shown(own.next),
        week=_sessions(own.week),
        to_do=[ToDoAnswer(code=code) for code in own.to_do],
        target=_minutes(own.week.minutes),
    )


def _sessions(week: ClientWeek) -> list[AppointmentAnswer]:
    return [answer_shown(each) for each in week.sessions]


def _minutes(minutes: WeekMinutes) -> MinutesAnswer:
    return MinutesAnswer(
        gross_min=minutes.gross_min,
        net_min=minutes.net_min,
        uncounted_min=minutes.uncounted_min,
        target_min=minutes.target_min,
        missing_min=minutes.missing_min,
        only_looks_enough=minutes.only_looks_enough,
    )
