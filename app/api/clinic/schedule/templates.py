"""Templates of a programme's week."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from app.access.schedule.sessions.forms import Invited
from app.access.schedule.templates import ChosenSession, WeekPlan, access_templates, plan_week
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import WHOLE, Day, ShownTime, TimeOfDay
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.schedule.shapes import PlannedAnswer, Title, answer_planned
from app.api.services import Provided
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import CohortId, CoupleId, PersonId
from clinic.programme.tracks import Service, Track
from clinic.schedule.agenda import Part, break_of, length_of
from clinic.schedule.attendees import Role
from clinic.schedule.recurrence.rules import Weekday
from clinic.schedule.templates import MOST_WEEKS, Audience, TemplateSession
from rooms.model.policy.policy import RoomKind

__all__ = ["router"]

router = APIRouter(tags=["Schedule"])


class PartAnswer(BaseModel):
    """A part of a session."""

    part: Part
    minutes: int


class TemplateSessionAnswer(BaseModel):
    """A session that recurs in the week."""

    audience: Audience
    kind: RoomKind
    track: Track
    service: Service
    days: list[Weekday]
    at: ShownTime
    every_weeks: int
    duration_min: int
    break_min: int
    parts: list[PartAnswer]


class TemplateAnswer(BaseModel):
    """A programme's week; its words are chosen by its id."""

    id: str
    sessions: list[TemplateSessionAnswer]


class TemplatesAnswer(BaseModel):
    """Every template."""

    items: list[TemplateAnswer]


class StaffBody(Form):
    """A member of staff of a session."""

    person: Id
    role: Role = Role.FACILITATOR


class ChosenBody(Form):
    """A session of the template that is to be planned."""

    session: Annotated[int, Field(ge=0, le=20, description="Its place in the template, from 0."), WHOLE]
    title: Title
    staff: Annotated[list[StaffBody], Field(min_length=1, max_length=12)]
    at: TimeOfDay | None = None


class WeekBody(Form):
    """What is to become of the template."""

    first_monday: Annotated[Day, Field(lt=date(2190, 1, 1))]
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS), WHOLE]
    sessions: Annotated[list[ChosenBody], Field(min_length=1, max_length=12)]
    cohort: Id | None = None
    client: Id | None = None
    couple: Id | None = None

    def plan(self) -> WeekPlan:
        """Return what the rules check."""
        return WeekPlan(
            self.first_monday,
            self.weeks,
            tuple(
                ChosenSession(
                    each.session,
                    each.title,
                    tuple(Invited(PersonId(one.person), one.role) for one in each.staff),
                    each.at,
                )
                for each in self.sessions
            ),
            CohortId(self.cohort) if self.cohort else None,
            PersonId(self.client) if self.client else None,
            CoupleId(self.couple) if self.couple else None,
        )


@router.get("/templates")
async def list_templates(caller: Signed) -> TemplatesAnswer:
    """Every template of a programme's week."""
    return TemplatesAnswer(
        items=[
            TemplateAnswer(id=each.code, sessions=[_session(one) for one in each.sessions])
            for each in access_templates(caller)
        ]
    )


@router.post(
    "/templates/{template}/plan",
    name="plan_template",
    status_code=HTTPStatus.CREATED,
    response_model=PlannedAnswer,
)
async def plan(
    caller: Signed,
    services: Provided,
    template: Annotated[str, Path(max_length=40, pattern=r"^[a-z_]+$", examples=["couples_week"])],
    body: WeekBody,
    key: RepeatKey = None,
) -> dict[str, Any]:
    """Plan sessions of a template for a group, a client or a couple, whole or not at all."""

    async def create(unit: ClinicUnit) -> PlannedAnswer:
        done = await plan_week(unit, caller.principal, template, body.plan(), services.notices)
        return answer_planned(done)

    answer = await once(caller, key, f"template.{template}", body, create)
    services.plan_changed()
    return answer


def _session(session: TemplateSession) -> TemplateSessionAnswer:
    return TemplateSessionAnswer(
        audience=session.audience,
        kind=RoomKind(session.room),
        track=session.track,
        service=session.service,
        days=list(session.days),
        at=session.at,
        every_weeks=session.every_weeks,
        duration_min=length_of(session.agenda),
        break_min=break_of(session.agenda),
        parts=[PartAnswer(part=each.part, minutes=each.minutes) for each in session.agenda],
    )
