"""What pays for a client's care: coverages, authorisations, and what somebody has to call payers about."""

from datetime import date
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.attendance.insurance import changes
from app.access.programme.attendance.insurance.coverage import read_insurance
from app.access.programme.attendance.insurance.due import read_due
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.programme.insurance.shapes import (
    AuthorisationForm,
    BalanceAnswer,
    CoverageForm,
    InsuranceAnswer,
    asked_authorisation,
    asked_coverage,
    balance_answer,
    insurance_answer,
)
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import PersonId
from clinic.programme.authorisations import Unit
from clinic.programme.coverage import Billed

__all__ = ["router"]

router = APIRouter(tags=["Insurance"])


class KeptAnswer(BaseModel):
    """What was entered. Nothing of it is repeated."""

    id: str = Field(examples=["cv_d3Jw8qTn5yRk"])
    version: int


class DueReviewAnswer(BaseModel):
    """A review that is due soon, or was."""

    client: str
    name: str
    review_on: date


class DueAuthorisationAnswer(BaseModel):
    """An authorisation that runs out."""

    client: str
    name: str
    billed: Billed
    unit: Unit
    amount: int
    last_on: date
    balance: BalanceAnswer


class PayerCallsAnswer(BaseModel):
    """What somebody has to call payers about, the most urgent first."""

    reviews: list[DueReviewAnswer]
    authorisations: list[DueAuthorisationAnswer]


@router.get("/people/{person}/insurance", name="read_insurance")
async def get_insurance(caller: SignedInPerson, response: Response, person: PathId) -> InsuranceAnswer:
    """What pays for a client's care, what is left of it, and what does not fit together."""
    async with caller.read() as unit:
        found = await read_insurance(unit, caller.principal, PersonId(person))
    response.headers["cache-control"] = "no-store"
    return insurance_answer(found)


@router.get("/insurance/due", name="list_insurance_due")
async def get_due(caller: SignedInPerson) -> PayerCallsAnswer:
    """Reviews that are due, and authorisations that run out, for those who plan."""
    async with caller.read() as unit:
        found = await read_due(unit, caller.principal)
    return PayerCallsAnswer(
        reviews=[
            DueReviewAnswer(client=one.client, name=one.name, review_on=one.coverage.review_on)
            for one in found.reviews
            if one.coverage.review_on is not None
        ],
        authorisations=[
            DueAuthorisationAnswer(
                client=one.client,
                name=one.name,
                billed=one.authorisation.billed,
                unit=one.authorisation.unit,
                amount=one.authorisation.amount,
                last_on=one.authorisation.last_on,
                balance=balance_answer(one.balance),
            )
            for one in found.authorisations
        ],
    )


@router.post("/people/{person}/coverages", status_code=HTTPStatus.CREATED, response_model=KeptAnswer)
async def add_coverage(
    caller: SignedInPerson, person: PathId, form: CoverageForm, key: RepeatKey = None
) -> dict[str, Any]:
    """Enter what a payer covers. What contradicts itself is kept, and named."""

    async def add(unit: ClinicUnit) -> KeptAnswer:
        made = await changes.add_coverage(unit, caller.principal, asked_coverage(form, PersonId(person)))
        return KeptAnswer(id=made.id, version=made.version)

    return await once(caller, key, f"coverage of {person}", form, add)


@router.put("/coverages/{coverage}", responses=refused(404))
async def change_coverage(
    caller: SignedInPerson, response: Response, coverage: PathId, version: Version, form: CoverageForm
) -> KeptAnswer:
    """Change a coverage."""
    asked = asked_coverage(form, PersonId(""), coverage, version)
    async with caller.write() as unit:
        changed = await changes.change_coverage(unit, caller.principal, asked)
    tag_version(response, changed.version)
    return KeptAnswer(id=changed.id, version=changed.version)


@router.delete("/coverages/{coverage}", status_code=HTTPStatus.NO_CONTENT, responses=refused(404))
async def remove_coverage(caller: SignedInPerson, coverage: PathId, version: Version) -> None:
    """Remove a coverage that was entered by mistake, with its authorisations."""
    async with caller.write() as unit:
        await changes.remove_coverage(unit, caller.principal, coverage, version)


@router.post(
    "/coverages/{coverage}/authorisations",
    status_code=HTTPStatus.CREATED,
    response_model=KeptAnswer,
    responses=refused(404),
)
async def add_authorisation(
    caller: SignedInPerson, coverage: PathId, form: AuthorisationForm, key: RepeatKey = None
) -> dict[str, Any]:
    """Enter what a payer has authorised."""

    async def add(unit: ClinicUnit) -> KeptAnswer:
        asked = asked_authorisation(form, coverage)
        made = await changes.add_authorisation(unit, caller.principal, asked)
        return KeptAnswer(id=made.id, version=made.version)

    return await once(caller, key, f"authorisation of {coverage}", form, add)


@router.put("/authorisations/{authorisation}", responses=refused(404))
async def change_authorisation(
    caller: SignedInPerson,
    response: Response,
    authorisation: PathId,
    version: Version,
    form: AuthorisationForm,
) -> KeptAnswer:
    """Change an authorisation."""
    asked = asked_authorisation(form, "", authorisation, version)
    async with caller.write() as unit:
        changed = await changes.change_authorisation(unit, caller.principal, asked)
    tag_version(response, changed.version)
    return KeptAnswer(id=changed.id, version=changed.version)


@router.delete("/authorisations/{authorisation}", status_code=HTTPStatus.NO_CONTENT, responses=refused(404))
async def remove_authorisation(caller: SignedInPerson, authorisation: PathId, version: Version) -> None:
    """Remove an authorisation that was entered by mistake."""
    async with caller.write() as unit:
        await changes.remove_authorisation(unit, caller.principal, authorisation, version)
