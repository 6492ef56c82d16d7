"""Aftercare plans and check-ins: for a client's care team, and on the client's own page."""

from collections.abc import Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.support import aftercare, check_ins
from app.access.programme.support.aftercare import PlanView
from app.access.programme.support.check_ins import CheckInsView
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import Day, Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.people.answers import NameAnswer, name_answer
from app.persistence.repositories.programme.support.aftercare import KeptPlan
from clinic.common.ids import PersonId
from clinic.support.aftercare import (
    MOST,
    NAME_LIMIT,
    TEXT_LIMIT,
    AftercarePlan,
    Contact,
    Step,
)
from clinic.support.check_ins import Answer, CheckIn, CheckInState, asked_now

__all__ = ["router"]

router = APIRouter(tags=["Support"])
_Line = Annotated[str, Field(max_length=TEXT_LIMIT)]


class PlanStepBody(Form):
    """One thing that the client wants to do."""

    text: _Line = Field(examples=["Sunday alumni group"])
    on: Day | None = None


class PlanContactBody(Form):
    """Somebody to call."""

    name: Annotated[str, Field(max_length=NAME_LIMIT, examples=["My sister"])]
    phone: Annotated[str, Field(max_length=40, examples=["+12025550123"])] = ""


class PlanBody(Form):
    """What a plan says, in the client's own words."""

    steps: list[PlanStepBody] = Field(max_length=MOST)
    contacts: list[PlanContactBody] = Field(max_length=MOST)
    signs: list[_Line] = Field(
        max_length=MOST,
        examples=[["I stop answering messages"]],
        description="Early signs that things get harder.",
    )
    helps: list[_Line] = Field(max_length=MOST, examples=[["A walk with the dog"]])


class PlanForm(PlanBody):
    """A plan to be kept."""

    together: Flag = Field(description="The caller confirms: it was written with the client.")


class PlanVersionAnswer(BaseModel):
    """One version of a plan."""

    id: str = Field(examples=["ap_2Hn7vRq9sXwL"])
    by: NameAnswer | None
    at: datetime
    plan: PlanBody


class PlanAnswer(BaseModel):
    """A client's plan."""

    versions: list[PlanVersionAnswer] = Field(description="The newest first; the first is the plan.")
    may_change: bool
    version: int = Field(description="How many there are.")


class OwnPlanAnswer(BaseModel):
    """One's own plan."""

    at: datetime | None = Field(description="When it was written; None if there is none.")
    plan: PlanBody | None


class CheckInAnswer(BaseModel):
    """One check-in."""

    id: str = Field(examples=["ck_2Hn7vRq9sXwL"])
    due_on: date
    state: CheckInState
    answer: Answer | None
    answered_at: datetime | None


class CheckInsAnswer(BaseModel):
    """A client's check-ins by their days."""

    items: list[CheckInAnswer]
    discharged_on: date | None = Field(description="None while they are treated here.")
    may_change: bool


class OwnCheckInsAnswer(BaseModel):
    """One's own check-ins."""

    asked: str | None = Field(examples=["ck_2Hn7vRq9sXwL"], description="The one that can be answered now.")
    next_on: date | None
    last: CheckInAnswer | None = Field(description="The one that was answered last.")


class TapForm(Form):
    """How somebody is."""

    answer: Answer


class QuietAnswer(BaseModel):
    """A check-in that has had no answer for a week."""

    client: NameAnswer
    due_on: date


class QuietsAnswer(BaseModel):
    """The newest of each client."""

    items: list[QuietAnswer]


@router.get("/people/{person}/aftercare", name="read_aftercare")
async def get_plan(caller: SignedInPerson, person: PathId, response: Response) -> PlanAnswer:
    """A client’s aftercare plan with its former versions, for their care team. Every look is noted."""
    async with caller.read() as unit:
        view = await aftercare.read_plan(unit, caller.principal, PersonId(person))
    return _tagged(response, view)


@router.post(
    "/people/{person}/aftercare",
    name="keep_aftercare",
    status_code=HTTPStatus.CREATED,
    responses=refused(409),
)
async def post_plan(
    caller: SignedInPerson, person: PathId, form: PlanForm, version: Version, response: Response
) -> PlanAnswer:
    """Keep a plan that the caller has written with the client, as another version."""
    async with caller.write() as unit:
        view = await aftercare.keep_plan(
            unit, caller.principal, PersonId(person), _plan(form), version, together=form.together
        )
    return _tagged(response, view)


@router.get("/people/{person}/check-ins", name="read_check_ins")
async def get_check_ins(caller: SignedInPerson, person: PathId) -> CheckInsAnswer:
    """A client’s check-ins after discharge, for their care team."""
    async with caller.read() as unit:
        return _check_ins(await check_ins.read_check_ins(unit, caller.principal, PersonId(person)))


@router.put("/people/{person}/check-ins", name="start_check_ins", responses=refused(409))
async def put_check_ins(caller: SignedInPerson, person: PathId) -> CheckInsAnswer:
    """Plan a client’s check-ins anew, from their discharge on."""
    async with caller.write() as unit:
        return _check_ins(await check_ins.start_check_ins(unit, caller.principal, PersonId(person)))


@router.delete("/people/{person}/check-ins", name="stop_check_ins")
async def delete_check_ins(caller: SignedInPerson, person: PathId) -> CheckInsAnswer:
    """Stop a client’s check-ins, as they wish."""
    async with caller.write() as unit:
        return _check_ins(await check_ins.stop_check_ins(unit, caller.principal, PersonId(person)))


@router.get("/check-ins/quiet", name="list_quiet_check_ins")
async def get_quiet(caller: SignedInPerson) -> QuietsAnswer:
    """Check-ins of the caller’s own clients that have had no answer for a week."""
    async with caller.read() as unit:
        found = await check_ins.list_quiet(unit, caller.principal)
    return QuietsAnswer(
        items=[QuietAnswer(client=name_answer(one.client), due_on=one.check_in.due) for one in found]
    )


@router.get("/me/aftercare", name="read_own_aftercare")
async def get_own_plan(caller: SignedInPerson, response: Response) -> OwnPlanAnswer:
    """One’s own aftercare plan."""
    async with caller.read() as unit:
        found = await aftercare.read_own_plan(unit, caller.principal)
    response.headers["cache-control"] = "no-store"
    return OwnPlanAnswer(at=found.at if found else None, plan=_body(found) if found else None)


@router.get("/me/check-ins", name="read_own_check_ins")
async def get_own_check_ins(caller: SignedInPerson) -> OwnCheckInsAnswer:
    """One’s own check-ins."""
    async with caller.read() as unit:
        return _own(await check_ins.read_own_check_ins(unit, caller.principal))


@router.post("/me/check-ins/{check_in}/answer", name="answer_check_in", responses=refused(404, 409))
async def post_answer(caller: SignedInPerson, check_in: PathId, form: TapForm) -> OwnCheckInsAnswer:
    """Answer a check-in. With `talk`, somebody of the care team gets a task, due within a day."""
    async with caller.write() as unit:
        return _own(await check_ins.answer_own(unit, caller.principal, check_in, form.answer))


@router.delete("/me/check-ins", name="stop_own_check_ins")
async def delete_own_check_ins(caller: SignedInPerson) -> OwnCheckInsAnswer:
    """Stop one’s own check-ins."""
    async with caller.write() as unit:
        return _own(await check_ins.stop_own(unit, caller.principal))


def _plan(form: PlanBody) -> AftercarePlan:
    return AftercarePlan(
        tuple(Step(one.text, one.on) for one in form.steps),
        tuple(Contact(one.name, one.phone) for one in form.contacts),
        tuple(form.signs),
        tuple(form.helps),
    )


def _body(kept: KeptPlan) -> PlanBody:
    plan = kept.plan
    return PlanBody(
        steps=[PlanStepBody(text=one.text, on=one.on) for one in plan.steps],
        contacts=[PlanContactBody(name=one.name, phone=one.phone) for one in plan.contacts],
        signs=list(plan.signs),
        helps=list(plan.helps),
    )


def _tagged(response: Response, view: PlanView) -> PlanAnswer:
    response.headers["cache-control"] = "no-store"
    tag_version(response, view.version)
    return PlanAnswer(
        versions=[
            PlanVersionAnswer(
                id=one.id,
                by=name_answer(view.names[one.by]) if one.by in view.names else None,
                at=one.at,
                plan=_body(one),
            )
            for one in view.versions
        ],
        may_change=view.may_change,
        version=view.version,
    )


def _check_in(one: CheckIn) -> CheckInAnswer:
    return CheckInAnswer(
        id=one.id, due_on=one.due, state=one.state, answer=one.answer, answered_at=one.answered_at
    )


def _check_ins(view: CheckInsView) -> CheckInsAnswer:
    return CheckInsAnswer(
        items=[_check_in(one) for one in view.check_ins],
        discharged_on=view.discharged,
        may_change=view.may_change,
    )


def _own(found: Sequence[CheckIn]) -> OwnCheckInsAnswer:
    asked = asked_now(found)
    planned = [one.due for one in found if one.state is CheckInState.PLANNED]
    answered = [one for one in found if one.state is CheckInState.ANSWERED]
    return OwnCheckInsAnswer(
        asked=asked.id if asked else None,
        next_on=min(planned, default=None),
        last=_check_in(answered[-1]) if answered else None,
    )
