"""One's own documents: what is due, what was signed, signing and taking back."""

from datetime import datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import Field

from app.access.consents import own
from app.access.consents.signing import Request
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.fields import Day
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.consents.answers import (
    AgreementsAnswer,
    CopyAnswer,
    GrantAnswer,
    agreements_answer,
    copy_answer,
    grant_answer,
)
from app.api.clinic.consents.rooms import tell_rooms
from app.api.services import Provided
from app.persistence.clinic_store import ClinicUnit
from clinic.care_team.reading import Category
from clinic.common.ids import AppointmentId, PersonId, RecipientId
from clinic.consents.grants import LONGEST_PURPOSE, Terms, is_organisation
from clinic.consents.versions import VersionId
from rooms.model.ids import RoomId

__all__ = ["Language", "SignedVersion", "router"]

router = APIRouter(prefix="/me/agreements", tags=["Agreements"])

SignedVersion = Annotated[Id, Field(description="The version that was read.", examples=["dv_agreement-1"])]
Language = Annotated[Literal["en", "es"], Field(description="In which the text was read.")]


class TermsForm(Form):
    """Whom a consent lets read what, what for, and until when (42 CFR 2.31)."""

    recipient: Id | None = Field(
        None, description="Of `team` or `organisations`; none means the programme as a whole."
    )
    purpose: str = Field(max_length=LONGEST_PURPOSE, examples=["To plan care together."])
    categories: list[Category] = Field(max_length=len(Category))
    expires_on: Day = Field(description="The last day, at most a year ahead.")


class SignForm(Form):
    """A signature."""

    version: SignedVersion
    language: Language
    about: Id | None = Field(None, description="The session it was due for, as answered.")
    terms: TermsForm | None = Field(None, description="Of documents that name somebody, and of no others.")


class AcknowledgeForm(Form):
    """That one still agrees to what one signed, before a session."""

    version: SignedVersion
    appointment: Id
    language: Language


@router.get("")
async def read_own_agreements(caller: SignedInPerson) -> AgreementsAnswer:
    """What is due from oneself, what one signed, and whom one may let read more."""
    async with caller.read() as unit:
        return agreements_answer(await own.read_own(unit, caller.principal))


@router.get("/{agreement}")
async def read_own_agreement(caller: SignedInPerson, agreement: PathId) -> CopyAnswer:
    """A copy of what one signed."""
    async with caller.read() as unit:
        return copy_answer(await own.read_own_copy(unit, caller.principal, agreement))


@router.post("", status_code=HTTPStatus.CREATED, response_model=GrantAnswer)
async def sign_agreement(
    caller: SignedInPerson, services: Provided, form: SignForm, key: RepeatKey = None
) -> dict[str, Any]:
    """Sign the version that one has read. If another one holds meanwhile, its id is the refusal's reason."""

    async def add(unit: ClinicUnit) -> GrantAnswer:
        asked = Request(
            VersionId(form.version),
            form.language,
            AppointmentId(form.about) if form.about else None,
            terms=_terms(form.terms, unit.zone),
        )
        return grant_answer(await own.sign_own(unit, caller.principal, asked))

    answer = await once(caller, key, "agreement", form, add)
    await tell_rooms(caller, services, caller.principal.person)
    return answer


@router.post("/acknowledge", status_code=HTTPStatus.NO_CONTENT)
async def acknowledge_agreement(caller: SignedInPerson, services: Provided, form: AcknowledgeForm) -> None:
    """Confirm, before a session, what one signed; once more changes nothing."""
    async with caller.write() as unit:
        await own.acknowledge_own(
            unit, caller.principal, VersionId(form.version), AppointmentId(form.appointment), form.language
        )
    services.preparations.changed(RoomId(form.appointment))


@router.post("/{agreement}/withdraw")
async def withdraw_agreement(caller: SignedInPerson, services: Provided, agreement: PathId) -> GrantAnswer:
    """Take a consent back, from now on. A session that runs follows at once."""
    async with caller.write() as unit:
        answer = grant_answer(await own.withdraw_own(unit, caller.principal, agreement))
    await tell_rooms(caller, services, caller.principal.person)
    return answer


def _terms(form: TermsForm | None, zone: ZoneInfo) -> Terms | None:
    if form is None:
        return None
    ends = datetime.combine(form.expires_on + timedelta(days=1), time(), zone)
    return Terms(
        _recipient(form.recipient),
        form.purpose.strip(),
        frozenset(form.categories),
        ends,
    )


def _recipient(named: str | None) -> PersonId | RecipientId | None:
    if named is None or is_organisation(named):
        return named
    return PersonId(named)
