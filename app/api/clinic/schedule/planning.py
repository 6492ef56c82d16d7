"""Planning and changing sessions."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.access.schedule.changes import Change, change_sessions, substitute_staff
from app.access.schedule.interpreters import External, add_interpreter
from app.access.schedule.planning import check_sessions, plan_sessions
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.errors import ConflictAnswer, conflict_answers
from app.api.clinic.common.fields import Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version
from app.api.clinic.schedule.shapes import (
    AttendeeBody,
    LocalStart,
    Minutes,
    PlanBody,
    PlannedAnswer,
    PolicyFields,
    RuleText,
    Title,
    answer_planned,
    invited_from,
)
from app.api.services import Provided
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import AppointmentId, PersonId
from clinic.people.person import LIMITS
from clinic.programme.tracks import Track
from clinic.schedule.recurrence.edits import Scope
from clinic.schedule.states import Status

__all__ = ["router"]

router = APIRouter(tags=["Schedule"])

Which = Annotated[
    Scope, Query(description="This session, this and the following, or all that have not begun.")
]


class CheckBody(PlanBody):
    """Sessions whose conflicts are asked for."""

    appointment: Id | None = Field(None, description="The session that they would replace.")


class ChangeBody(Form):
    """What is to change; what is left out stays."""

    title: Title | None = None
    track: Track | None = None
    starts_local: LocalStart | None = None
    second: Flag | None = None
    duration_min: Minutes | None = None
    break_min: Minutes | None = None
    rule: RuleText | None = None
    attendees: Annotated[list[AttendeeBody], Field(max_length=80)] | None = Field(
        None, description="Everybody who is to come, members of the group too."
    )
    policy: PolicyFields | None = None
    status: Status | None = None

    def change(self) -> Change:
        """Return what the rules check."""
        return Change(
            self.title,
            self.track,
            self.break_min,
            self.policy,
            self.starts_local,
            self.second,
            self.duration_min,
            self.rule,
            None if self.attendees is None else invited_from(self.attendees),
            None if self.status is None else self.status is Status.CANCELLED,
        )


class SubstituteBody(Form):
    """Who is away, and who comes instead."""

    away: Id = Field(alias="out")
    by: Id = Field(alias="in")


class InterpreterBody(Form):
    """An interpreter from outside, for one session."""

    name: str = Field(max_length=LIMITS["display_name"], examples=["Marta R."])
    language: str = Field(max_length=LIMITS["language"], description="That they interpret.", examples=["es"])
    email: str = Field(max_length=LIMITS["email"], examples=["marta@example.org"])
    serves: Id | None = Field(None, description="The member whom they interpret for; else everybody.")
    has_agreed: Flag = Field(description="Whether staff have their signed confidentiality agreement.")


class ConflictsAnswer(BaseModel):
    """What speaks against sessions."""

    conflicts: list[ConflictAnswer]


@router.post(
    "/appointments", name="plan_appointments", status_code=HTTPStatus.CREATED, response_model=PlannedAnswer
)
async def plan(caller: Signed, services: Provided, body: PlanBody, key: RepeatKey = None) -> dict[str, Any]:
    """Plan one session or a series, whole or not at all."""

    async def create(unit: ClinicUnit) -> PlannedAnswer:
        return answer_planned(await plan_sessions(unit, caller.principal, body.draft(), services.notices))

    answer = await once(caller, key, "appointment", body, create)
    services.plan_changed()
    return answer


@router.post("/appointments/check", name="check_appointments")
async def check(caller: Signed, body: CheckBody) -> ConflictsAnswer:
    """What would speak against sessions, while they are edited. Nothing is stored."""
    instead_of = AppointmentId(body.appointment) if body.appointment else None
    found = await check_sessions(caller, body.draft(), instead_of)
    return ConflictsAnswer(conflicts=conflict_answers(found))


@router.patch("/appointments/{appointment}", name="change_appointment")
async def change(
    caller: Signed,
    services: Provided,
    appointment: PathId,
    version: Version,
    body: ChangeBody,
    scope: Which = Scope.ONE,
) -> PlannedAnswer:
    """Change a session, and others of its series with it; answers those that changed."""
    async with caller.write() as unit:
        done = await change_sessions(
            unit,
            caller.principal,
            AppointmentId(appointment),
            version,
            scope,
            body.change(),
            services.notices,
        )
    services.plan_changed()
    return answer_planned(done)


@router.post("/appointments/{appointment}/cancel", name="cancel_appointment")
async def cancel(
    caller: Signed, services: Provided, appointment: PathId, scope: Which = Scope.ONE
) -> PlannedAnswer:
    """Cancel a session, and others of its series with it."""
    async with caller.write() as unit:
        done = await change_sessions(
            unit,
            caller.principal,
            AppointmentId(appointment),
            None,
            scope,
            Change(cancelled=True),
            services.notices,
        )
    services.plan_changed()
    return answer_planned(done)


@router.post("/appointments/{appointment}/substitute", name="substitute_staff")
async def substitute(
    caller: Signed, services: Provided, appointment: PathId, body: SubstituteBody
) -> PlannedAnswer:
    """Let a colleague take the place of a member of staff, also while the session goes on."""
    async with caller.write() as unit:
        done = await substitute_staff(
            unit,
            caller.principal,
            AppointmentId(appointment),
            PersonId(body.away),
            PersonId(body.by),
            services.notices,
        )
    services.plan_changed()
    return answer_planned(done)


@router.post("/appointments/{appointment}/interpreters", name="add_interpreter")
async def add_external(
    caller: Signed, services: Provided, appointment: PathId, body: InterpreterBody
) -> PlannedAnswer:
    """Add an interpreter from outside to one session. They get a mail with a link of their own and need no account."""
    serves = PersonId(body.serves) if body.serves else None
    asked = External(body.name, body.language, body.email, serves, body.has_agreed)
    async with caller.write() as unit:
        done = await add_interpreter(
            unit, caller.principal, AppointmentId(appointment), asked, services.notices
        )
    services.plan_changed()
    return answer_planned(done)
