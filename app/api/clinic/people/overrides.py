"""Overrides of the rule that keeps a couples therapist apart from each partner's own clinicians."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from app.access.care_team import overrides
from app.access.care_team.overrides import OverrideView, Request
from app.api.clinic.common.calls import Signed, SignedInPerson
from app.api.clinic.common.fields import Moment
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.pages import Page
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.sparse import Sparse
from app.api.clinic.people.answers import NameAnswer, name_answer
from app.persistence.clinic_store import ClinicUnit
from clinic.care_team.overrides import REASON_LIMIT, OverrideState, state_of
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import CoupleId, PersonId

__all__ = ["router"]

router = APIRouter(prefix="/overrides", tags=["Care team"])


class OverrideForm(Form):
    """What a director permits. Partner and role have to be named where there is not exactly one conflict now."""

    couple: Id
    clinician: Id
    reason: str = Field(max_length=REASON_LIMIT)
    until: Moment = Field(description="Exclusive, at most 14 days ahead.")
    client: Id | None = Field(None, description="The partner whom the clinician treats alone.")
    role: CareTeamRole | None = Field(None, description="In which role.")


class OverrideAnswer(Sparse):
    """An override.

    Partners learn who, until when, and whether they have acknowledged it; never which of them it is about. Planners
    learn that as well, and directors the reason.
    """

    id: str
    couple: str
    clinician: NameAnswer
    until: datetime
    acknowledged: bool = Field(False, description="Of a partner: by themselves.")
    state: OverrideState = OverrideState.PENDING
    proposed_at: datetime | None = None
    client: str = ""
    role: CareTeamRole | None = None
    acknowledged_by: list[str] = Field([])
    reason: str = ""


@router.get("")
async def list_overrides(
    caller: Signed,
    couple: Annotated[
        Id | None, Query(description="Without it: those that ask the caller as a partner.")
    ] = None,
) -> Page[OverrideAnswer]:
    """Return the overrides made for a couple, the newest first, or those that ask the caller."""
    async with caller.read() as unit:
        if couple is None:
            found = await overrides.list_own_overrides(unit, caller.principal)
            items = [_for_partner(one, caller.principal.person) for one in found]
        else:
            found = await overrides.list_overrides(unit, caller.principal, CoupleId(couple))
            items = [_for_staff(one, unit.now) for one in found]
    return Page(items=items, next=None)


@router.post("", status_code=HTTPStatus.CREATED, response_model=OverrideAnswer)
async def propose_override(caller: Signed, form: OverrideForm, key: RepeatKey = None) -> dict[str, Any]:
    """Permit a conflict for a while, once both partners have acknowledged it."""
    asked = Request(
        CoupleId(form.couple),
        PersonId(form.clinician),
        PersonId(form.client) if form.client else None,
        form.role,
        form.reason,
        form.until,
    )

    async def add(unit: ClinicUnit) -> OverrideAnswer:
        return _for_staff(await overrides.propose_override(unit, caller.principal, asked), unit.now)

    return await once(caller, key, "override", form, add)


@router.post("/{override}/acknowledge")
async def acknowledge_override(caller: SignedInPerson, override: PathId) -> OverrideAnswer:
    """Acknowledge an override as one of the two partners, for oneself."""
    async with caller.write() as unit:
        view = await overrides.acknowledge_override(unit, caller.principal, override)
    return _for_partner(view, caller.principal.person)


@router.delete("/{override}", status_code=HTTPStatus.NO_CONTENT)
async def end_override(caller: Signed, override: PathId) -> None:
    """End an override now, and what it alone permitted."""
    async with caller.write() as unit:
        await overrides.end_override(unit, caller.principal, override)


def _for_partner(view: OverrideView, partner: PersonId) -> OverrideAnswer:
    answer = _shared(view)
    answer.acknowledged = any(given.partner == partner for given in view.record.override.acknowledged)
    return answer


def _for_staff(view: OverrideView, now: datetime) -> OverrideAnswer:
    override, answer = view.record.override, _shared(view)
    answer.state = state_of(override, now)
    answer.proposed_at = override.proposed_at
    if view.sees_conflict:
        answer.client = override.key.client
        answer.role = override.key.role
        answer.acknowledged_by = [given.partner for given in override.acknowledged]
    if view.sees_reason:
        answer.reason = override.reason
    return answer


def _shared(view: OverrideView) -> OverrideAnswer:
    override = view.record.override
    return OverrideAnswer(
        id=view.record.id,
        couple=override.key.couple,
        clinician=name_answer(view.clinician),
        until=override.until,
    )
