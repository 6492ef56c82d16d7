"""Care teams: who looks after a client or a couple."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.access.care_team import assignments
from app.access.care_team.assignments import Proposal, TeamMember
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import Moment
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.pages import Page
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.people.answers import NameAnswer, name_answer
from app.persistence.clinic_store import ClinicUnit
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import CoupleId, PersonId

__all__ = ["router"]

router = APIRouter(tags=["Care team"])


class AssignmentForm(Form):
    """A clinician in one role: for a client, for a couple, or on call for the clinic."""

    clinician: Id
    role: CareTeamRole
    since: Moment
    until: Moment | None = Field(None, description="Exclusive.")
    client: Id | None = None
    couple: Id | None = None


class AssignmentAnswer(BaseModel):
    """Somebody who looks after a client or a couple."""

    id: str
    clinician: NameAnswer
    role: CareTeamRole
    since: datetime
    until: datetime | None


@router.get("/people/{person}/care-team", name="list_care_team_of_person")
async def team_of_client(caller: Signed, person: PathId) -> Page[AssignmentAnswer]:
    """Return who looks after a client now or later, as far as the caller may know."""
    async with caller.read() as unit:
        team = await assignments.team_of_client(unit, caller.principal, PersonId(person))
    return Page(items=[_answer(one) for one in team], next=None)


@router.get("/couples/{couple}/care-team", name="list_care_team_of_couple")
async def team_of_couple(caller: Signed, couple: PathId) -> Page[AssignmentAnswer]:
    """Return who looks after a couple now or later."""
    async with caller.read() as unit:
        team = await assignments.team_of_couple(unit, caller.principal, CoupleId(couple))
    return Page(items=[_answer(one) for one in team], next=None)


@router.post(
    "/assignments", name="assign_clinician", status_code=HTTPStatus.CREATED, response_model=AssignmentAnswer
)
async def assign(caller: Signed, form: AssignmentForm, key: RepeatKey = None) -> dict[str, Any]:
    """Assign a clinician. Refused with ``care_team.couples_therapist`` or ``care_team.own_clinician`` under R1."""
    proposal = Proposal(
        PersonId(form.clinician),
        form.role,
        form.since,
        form.until,
        PersonId(form.client) if form.client else None,
        CoupleId(form.couple) if form.couple else None,
    )

    async def add(unit: ClinicUnit) -> AssignmentAnswer:
        return _answer(await assignments.assign(unit, caller.principal, proposal))

    return await once(caller, key, "assignment", form, add)


@router.delete("/assignments/{assignment}", status_code=HTTPStatus.NO_CONTENT)
async def end_assignment(caller: Signed, assignment: PathId) -> None:
    """End an assignment now; it stays on record."""
    async with caller.write() as unit:
        await assignments.end_assignment(unit, caller.principal, assignment)


def _answer(one: TeamMember) -> AssignmentAnswer:
    held = one.record.assignment
    return AssignmentAnswer(
        id=one.record.id,
        clinician=name_answer(one.clinician),
        role=held.role,
        since=held.period.since,
        until=held.period.until,
    )
