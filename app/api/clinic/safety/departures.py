"""``/appointments/{appointment}/departures``: who left a session how, and handing it over to somebody on call."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.safety.departing import DeparturesView, hand_over, read_departed
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.ids import PathId
from app.api.clinic.people.answers import NameAnswer, name_answer
from app.api.services import Provided
from app.runtime.clock import to_datetime
from clinic.common.ids import AppointmentId, PersonId
from clinic.safety.tasks import TaskKind
from rooms.model.events.follow_up import RemovalReason
from rooms.rules.side_channels.departures import Departure, Leaving

__all__ = ["router"]

router = APIRouter(prefix="/appointments/{appointment}", tags=["Safety"])


class FactAnswer(BaseModel):
    """Something that happened or was done, as a code, and when."""

    what: Annotated[str, Field(examples=["called"])]
    at: datetime
    cause: RemovalReason | None = None


class ExitAnswer(BaseModel):
    """An answer of the exit check."""

    number: int
    call: bool
    red: bool = Field(description="It has to be followed up.")
    done: str | None = Field(None, description="What staff chose to do about it.", examples=["call"])


class DepartureAnswer(BaseModel):
    """How one client was in the session and left it, as far as you may know it."""

    person: NameAnswer
    came_at: datetime
    left_at: datetime | None
    how: Leaving
    goodbye: bool = Field(
        description="They answered the exit check, or were there to the end of the closing round."
    )
    exit: ExitAnswer | None
    noted: list[FactAnswer] = Field(
        description="What has to be followed up, help signals and welfare checks."
    )


class TaskAnswer(BaseModel):
    """A follow-up task that is open."""

    id: str = Field(examples=["fu_112_T8wHn2s5uYkL"])
    client: NameAnswer
    kind: TaskKind


class HandOverAnswer(BaseModel):
    """To whom it was handed over."""

    to: NameAnswer
    by: NameAnswer
    at: datetime


class GoneAnswer(BaseModel):
    """What was taken out of the session’s log as it grew old."""

    answers_at: datetime = Field(description="When what people answered in private was removed.")
    log_at: datetime | None = Field(description="When the log was removed; then nobody is listed any more.")
    people: int = Field(description="How many clients were there; known once the log is removed.")


class DeparturesAnswer(BaseModel):
    """Who left a session how."""

    title: str
    ended_at: datetime | None
    people: list[DepartureAnswer]
    crisis: list[FactAnswer] = Field(description="What was noted in crisis breaks.")
    tasks: list[TaskAnswer]
    hand_overs: list[HandOverAnswer]
    may_hand_over: bool
    gone: GoneAnswer | None


@router.get("/departures", name="read_departures")
async def get_departures(caller: SignedInPerson, appointment: PathId, response: Response) -> DeparturesAnswer:
    """Who left a session how, for those who led it, and for others as far as they may know it. Every look is noted."""
    async with caller.read() as unit:
        found = await read_departed(unit, caller.principal, AppointmentId(appointment))
    response.headers["cache-control"] = "no-store"
    return _answer(found)


@router.post("/hand-over", name="hand_over", status_code=HTTPStatus.CREATED, responses=refused(409))
async def post_hand_over(
    caller: SignedInPerson, services: Provided, appointment: PathId, response: Response
) -> DeparturesAnswer:
    """Hand what is left to do over to the first on call who can be reached: they get a mail that names nobody."""
    async with caller.write() as unit:
        found = await hand_over(unit, caller.principal, AppointmentId(appointment), services.notices)
    response.headers["cache-control"] = "no-store"
    return _answer(found)


def _answer(view: DeparturesView) -> DeparturesAnswer:
    def name(person: str) -> NameAnswer:
        return name_answer(view.names[PersonId(person)])

    return DeparturesAnswer(
        title=view.title,
        ended_at=None if view.ended_at is None else to_datetime(view.ended_at),
        people=[_departure(one, name(one.person)) for one in view.people],
        crisis=[FactAnswer(what=what, at=to_datetime(at)) for what, at in view.crisis],
        tasks=[TaskAnswer(id=task.id, client=name(task.client), kind=task.kind) for task in view.tasks],
        hand_overs=[HandOverAnswer(to=name(one.to), by=name(one.by), at=one.at) for one in view.hand_overs],
        may_hand_over=view.may_hand_over,
        gone=view.gone
        and GoneAnswer(
            answers_at=view.gone.answers_removed_at,
            log_at=view.gone.log_removed_at,
            people=view.gone.people,
        ),
    )


def _departure(one: Departure, person: NameAnswer) -> DepartureAnswer:
    noted = [
        *((what, at, cause) for what, at, cause in one.follow_ups),
        *(("signal", at, None) for at in one.help_at),
        *((f"welfare.{step}", at, None) for step, at in one.welfare),
    ]
    return DepartureAnswer(
        person=person,
        came_at=to_datetime(one.came_at),
        left_at=None if one.left_at is None else to_datetime(one.left_at),
        how=one.how,
        goodbye=one.goodbye,
        exit=one.exit
        and ExitAnswer(number=one.exit.number, call=one.exit.call, red=one.exit.red, done=one.exit.done),
        noted=[
            FactAnswer(what=what, at=to_datetime(at), cause=cause)
            for what, at, cause in sorted(noted, key=lambda line: line[1])
        ],
    )
