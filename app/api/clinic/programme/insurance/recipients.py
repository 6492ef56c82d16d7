"""``/recipients``: the organisations that records may go to."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.attendance.insurance import recipients
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import RecipientId
from clinic.consents.recipients import LONGEST_NAME, Recipient, RecipientKind

__all__ = ["router"]

router = APIRouter(prefix="/recipients", tags=["Insurance"])

_Name = Annotated[str, Field(max_length=LONGEST_NAME, examples=["Acme Behavioral Health"])]


class RecipientForm(Form):
    """An organisation."""

    name: _Name
    kind: RecipientKind


class RecipientChange(Form):
    """What is to change; what is left out stays."""

    name: _Name | None = None
    archived: Flag | None = None


class RecipientAnswer(BaseModel):
    """An organisation that records may go to."""

    id: str = Field(examples=["rc_q2Zn8vTy4kLs"])
    name: _Name
    kind: RecipientKind
    archived: bool = Field(description="It cannot be named anew.")
    version: int


class RecipientsAnswer(BaseModel):
    """All of them, by name."""

    items: list[RecipientAnswer]


@router.get("")
async def list_recipients(caller: SignedInPerson) -> RecipientsAnswer:
    """Payers and keepers of charts, by name."""
    async with caller.read() as unit:
        found = await recipients.list_recipients(unit, caller.principal)
    return RecipientsAnswer(items=[_answer(one) for one in found])


@router.post("", status_code=HTTPStatus.CREATED, response_model=RecipientAnswer)
async def add_recipient(caller: SignedInPerson, form: RecipientForm, key: RepeatKey = None) -> dict[str, Any]:
    """Add an organisation."""

    async def add(unit: ClinicUnit) -> RecipientAnswer:
        return _answer(await recipients.add_recipient(unit, caller.principal, form.name, form.kind))

    return await once(caller, key, "recipient", form, add)


@router.patch("/{recipient}", responses=refused(404))
async def change_recipient(
    caller: SignedInPerson, response: Response, recipient: PathId, version: Version, form: RecipientChange
) -> RecipientAnswer:
    """Rename an organisation, archive it or take it back."""
    async with caller.write() as unit:
        changed = await recipients.change_recipient(
            unit, caller.principal, RecipientId(recipient), form.name, version, archived=form.archived
        )
    tag_version(response, changed.version)
    return _answer(changed)


def _answer(one: Recipient) -> RecipientAnswer:
    return RecipientAnswer(
        id=one.id, name=one.name, kind=one.kind, archived=one.archived_at is not None, version=one.version
    )
