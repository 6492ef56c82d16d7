"""Break-glass access: a client's emergency facts, outside one's own care team."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.access.care_team.break_glass import LONGEST_REASON, break_glass
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.services import Provided
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import PersonId

__all__ = ["router"]

router = APIRouter(tags=["Care team"])


class BreakGlassForm(Form):
    """Whose facts are needed, and why."""

    person: Id
    reason: str = Field(max_length=LONGEST_REASON, description="At least 10 characters.")


class BreakGlassAnswer(BaseModel):
    """Until when the facts can be read at ``/people/{person}``."""

    id: str
    person: str
    until: datetime


@router.post(
    "/break-glass", name="break_glass", status_code=HTTPStatus.CREATED, response_model=BreakGlassAnswer
)
async def break_the_glass(
    caller: SignedInPerson, form: BreakGlassForm, services: Provided, key: RepeatKey = None
) -> dict[str, Any]:
    """Open a client's emergency facts for an hour. The clinical directors are told at once, by mail and in the audit."""

    async def add(unit: ClinicUnit) -> BreakGlassAnswer:
        person = PersonId(form.person)
        broken = await break_glass(unit, caller.principal, person, form.reason, services.notices)
        return BreakGlassAnswer(id=broken.id, person=broken.person, until=broken.until)

    return await once(caller, key, "break-glass", form, add)
