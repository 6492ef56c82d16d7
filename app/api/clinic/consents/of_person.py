"""A client's documents, for staff."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from app.access.consents import of_client
from app.access.consents.signing import Request
from app.api.clinic.common.calls import Signed, SignedInPerson
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.consents.answers import (
    AgreementsAnswer,
    GrantAnswer,
    agreements_answer,
    grant_answer,
)
from app.api.clinic.consents.own import Language, SignedVersion
from app.api.clinic.consents.rooms import tell_rooms
from app.api.services import Provided
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.versions import VersionId

__all__ = ["router"]

router = APIRouter(prefix="/people/{person}/agreements", tags=["Agreements"])


class SpokenForm(Form):
    """What a client agreed to by word of mouth, heard by the caller."""

    version: SignedVersion
    language: Language
    about: Id | None = Field(None, description="The session it was due for, as answered.")


@router.get("")
async def read_agreements_of_person(caller: Signed, person: PathId) -> AgreementsAnswer:
    """What is due from a client and what they signed."""
    async with caller.read() as unit:
        return agreements_answer(await of_client.read_of_client(unit, caller.principal, PersonId(person)))


@router.post("", status_code=HTTPStatus.CREATED, response_model=GrantAnswer)
async def note_spoken_agreement(
    caller: SignedInPerson, services: Provided, person: PathId, form: SpokenForm, key: RepeatKey = None
) -> dict[str, Any]:
    """Note that a client agreed by word of mouth. What names a recipient has to be signed by the client."""
    asked = Request(VersionId(form.version), form.language, AppointmentId(form.about) if form.about else None)

    async def add(unit: ClinicUnit) -> GrantAnswer:
        return grant_answer(await of_client.sign_for_client(unit, caller.principal, PersonId(person), asked))

    answer = await once(caller, key, f"agreement of {person}", form, add)
    await tell_rooms(caller, services, PersonId(person))
    return answer


@router.post("/{agreement}/withdraw")
async def withdraw_agreement_of_person(
    caller: SignedInPerson, services: Provided, person: PathId, agreement: PathId
) -> GrantAnswer:
    """Take a consent back because the client said so. A session that runs follows at once."""
    async with caller.write() as unit:
        found = await of_client.withdraw_for_client(unit, caller.principal, PersonId(person), agreement)
        answer = grant_answer(found)
    await tell_rooms(caller, services, PersonId(person))
    return answer
