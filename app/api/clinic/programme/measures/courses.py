"""Courses for staff: a client's own, a group's, and how one session was."""

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.measures.alerting import see_alerts
from app.access.programme.measures.groups import ReviewedSession, read_group, read_pulse
from app.access.programme.measures.reading import read_course
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.ids import PathId
from app.api.clinic.consents.rooms import tell_rooms
from app.api.clinic.programme.measures.answers import (
    AverageAnswer,
    GroupWeekAnswer,
    InstrumentAnswer,
    ResponseAnswer,
    average_answer,
    instrument_answer,
    response_answer,
)
from app.api.services import Provided
from clinic.common.ids import AppointmentId, CohortId, PersonId

__all__ = ["router"]

router = APIRouter(tags=["Measures"])


class OpenAlertAnswer(BaseModel):
    """An answer because of which somebody has to talk with the client; its task is not done."""

    task: str = Field(examples=["fu_9Kd2mPv7rTzq"])
    at: datetime
    seen_at: datetime | None


class CourseAnswer(BaseModel):
    """What a client has sent, the oldest first."""

    instruments: list[InstrumentAnswer]
    responses: list[ResponseAnswer]
    alerts: list[OpenAlertAnswer]


class PulseAnswer(BaseModel):
    """How a session was, on the average of at least five people."""

    session: str = Field(examples=["ss_T8wHn2s5uYkL"])
    begins_at: datetime
    open_until: datetime = Field(description="Until then the pulse is asked, and no average is shown.")
    instrument: InstrumentAnswer
    averages: list[AverageAnswer | None] = Field(description="Item by item.")
    protocols: list[str] = Field(
        description="Exercises that were started, each once, in order.", examples=[["opening"]]
    )
    quieter_half: float | None = Field(
        ge=0,
        le=0.5,
        description="Which part of the time in turns the half of the group had that had least; 0.5 is even. "
        "Empty for fewer than five clients, without turns, and once the session's log is gone.",
        examples=[0.4],
    )


class InstrumentWeeksAnswer(BaseModel):
    """A group's weeks with one instrument."""

    instrument: InstrumentAnswer
    weeks: list[GroupWeekAnswer]


class GroupCourseAnswer(BaseModel):
    """The course of a group. Nothing in it tells anybody's own value."""

    measures: list[InstrumentWeeksAnswer]
    sessions: list[PulseAnswer] = Field(description="The oldest first.")


@router.get("/people/{person}/measures", name="read_course")
async def get_course(caller: SignedInPerson, person: PathId, response: Response) -> CourseAnswer:
    """What a client has sent, for those who may read it. Every look is noted."""
    async with caller.read() as unit:
        found = await read_course(unit, caller.principal, PersonId(person))
    response.headers["cache-control"] = "no-store"
    known = found.catalogue.instruments
    used = dict.fromkeys((one.instrument, one.version) for one in found.responses)
    return CourseAnswer(
        instruments=[instrument_answer(known[each]) for each in used],
        responses=[response_answer(one, known[one.instrument, one.version]) for one in found.responses],
        alerts=[OpenAlertAnswer(task=each.task, at=each.at, seen_at=each.seen_at) for each in found.alerts],
    )


@router.post("/people/{person}/measures/seen", name="see_alerts", status_code=HTTPStatus.NO_CONTENT)
async def post_seen(caller: SignedInPerson, services: Provided, person: PathId) -> None:
    """Take it on to talk with a client because of an answer: nobody more is written to. Once more changes nothing."""
    async with caller.write() as unit:
        await see_alerts(unit, caller.principal, PersonId(person))
    await tell_rooms(caller, services, PersonId(person))


@router.get("/cohorts/{cohort}/measures", name="read_group_course")
async def get_group(caller: SignedInPerson, cohort: PathId, response: Response) -> GroupCourseAnswer:
    """A group's course, for those who lead its sessions and for clinical directors. Every look is noted."""
    async with caller.read() as unit:
        found = await read_group(unit, caller.principal, CohortId(cohort))
    response.headers["cache-control"] = "no-store"
    return GroupCourseAnswer(
        measures=[
            InstrumentWeeksAnswer(
                instrument=instrument_answer(instrument),
                weeks=[
                    GroupWeekAnswer(monday=one.monday, average=average_answer(one.average)) for one in weeks
                ],
            )
            for instrument, weeks in found.instruments
        ],
        sessions=[_pulse(one) for one in found.sessions],
    )


@router.get("/appointments/{appointment}/pulse", name="read_pulse")
async def get_pulse(caller: SignedInPerson, appointment: PathId, response: Response) -> PulseAnswer:
    """How a session was, for those who led it. Every look is noted."""
    async with caller.read() as unit:
        found = await read_pulse(unit, caller.principal, AppointmentId(appointment))
    response.headers["cache-control"] = "no-store"
    return _pulse(found)


def _pulse(one: ReviewedSession) -> PulseAnswer:
    pulse = one.pulse
    return PulseAnswer(
        session=pulse.session.id,
        begins_at=pulse.session.begins_at,
        open_until=pulse.open_until,
        instrument=instrument_answer(pulse.instrument),
        averages=[average_answer(each) for each in pulse.averages],
        protocols=list(one.protocols),
        quieter_half=one.quieter_half,
    )
