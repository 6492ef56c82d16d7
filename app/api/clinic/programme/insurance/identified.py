"""``/couples/…/identified-patient``: under which partner's name a couple's sessions are billed."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.attendance.insurance import identified
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.versions import Version, tag_version
from app.persistence.repositories.programme.statements import IdentifiedPatient
from clinic.common.ids import CoupleId, PersonId

__all__ = ["router"]

router = APIRouter(prefix="/couples/{couple}/identified-patient", tags=["Insurance"])


class IdentifiedForm(Form):
    """Who it is."""

    person: Id | None = Field(description="One of the two; nobody, and their sessions are on no statement.")


class IdentifiedAnswer(BaseModel):
    """Who it is."""

    person: str | None
    version: int


@router.get("")
async def read_identified(caller: SignedInPerson, response: Response, couple: PathId) -> IdentifiedAnswer:
    """Under which partner's name a couple's sessions are billed."""
    async with caller.read() as unit:
        return _answer(response, await identified.read_identified(unit, caller.principal, CoupleId(couple)))


@router.put("")
async def put_identified(
    caller: SignedInPerson, response: Response, couple: PathId, version: Version, form: IdentifiedForm
) -> IdentifiedAnswer:
    """Choose one of the partners. The other partner's statements say nothing of their sessions together."""
    person = PersonId(form.person) if form.person else None
    async with caller.write() as unit:
        chosen = await identified.choose_identified(unit, caller.principal, CoupleId(couple), person, version)
    return _answer(response, chosen)


def _answer(response: Response, chosen: IdentifiedPatient) -> IdentifiedAnswer:
    tag_version(response, chosen.version)
    return IdentifiedAnswer(person=chosen.person, version=chosen.version)
