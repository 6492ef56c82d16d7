"""What staff do and are qualified for, their licences, and where people are signed in."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.people import licences, roles, sign_ins
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import Day
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.pages import Page
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.sparse import Sparse
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.people.answers import PersonAnswer, person_answer
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.licences import LicenceRecord
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from clinic.people.licences import Compact, CompactPrivilege, Licence, LicenceType, Qualification

__all__ = ["router"]

router = APIRouter(tags=["Staff"])

_State = Annotated[str, Field(min_length=2, max_length=2, examples=["NY"])]


class RolesForm(Form):
    """The roles that somebody is to have, and no others."""

    roles: list[StaffRole] = Field(max_length=len(StaffRole))


class QualificationsForm(Form):
    """What somebody is qualified for, and nothing else."""

    qualifications: list[Qualification] = Field(max_length=len(Qualification))


class QualificationsAnswer(BaseModel):
    """What somebody is qualified for. The version is that of the person."""

    qualifications: list[Qualification]
    version: int


class PrivilegeForm(Form):
    """The right to treat clients in other states under a compact."""

    compact: Compact
    states: list[_State] = Field(min_length=1, max_length=60)
    expires: Day = Field(description="The last valid day.")


class LicenceForm(Form):
    """A licence of one state."""

    state: _State
    type: LicenceType
    number: str = Field(max_length=40)
    expires: Day = Field(description="The last valid day.")
    privileges: list[PrivilegeForm] = Field(default_factory=list, max_length=10)


class LicenceAnswer(Sparse):
    """A licence. The number is there for those who check licences, and for its owner."""

    id: str
    state: str
    type: LicenceType
    expires: date
    privileges: list[PrivilegeForm]
    number: str = ""


class PersonSignInAnswer(BaseModel):
    """Where somebody is signed in."""

    id: str
    method: str
    device: str = Field(examples=["Firefox, Android"])
    started_at: datetime
    seen_at: datetime


@router.put("/people/{person}/roles")
async def put_roles(
    caller: Signed, person: PathId, form: RolesForm, version: Version, response: Response
) -> PersonAnswer:
    """Let a member of staff have these roles. Their sign-ins go on with them."""
    async with caller.write() as unit:
        view = await roles.put_roles(unit, caller.principal, PersonId(person), version, frozenset(form.roles))
    tag_version(response, view.record.version)
    return person_answer(view)


@router.get("/people/{person}/qualifications")
async def read_qualifications(caller: Signed, person: PathId, response: Response) -> QualificationsAnswer:
    """Return what a member of staff is qualified for."""
    async with caller.read() as unit:
        found = await licences.read_qualifications(unit, caller.principal, PersonId(person))
    return _qualified(found, response)


@router.put("/people/{person}/qualifications")
async def put_qualifications(
    caller: Signed, person: PathId, form: QualificationsForm, version: Version, response: Response
) -> QualificationsAnswer:
    """Let a member of staff have these qualifications."""
    async with caller.write() as unit:
        put = await licences.put_qualifications(
            unit, caller.principal, PersonId(person), version, form.qualifications
        )
    return _qualified(put, response)


@router.get("/people/{person}/licences")
async def list_licences(caller: Signed, person: PathId) -> Page[LicenceAnswer]:
    """Return somebody's licences, those that expire first before the others."""
    async with caller.read() as unit:
        found = await licences.list_licences(unit, caller.principal, PersonId(person))
    numbers = licences.sees_numbers(caller.principal, PersonId(person))
    return Page(items=[_licence(one, numbers) for one in found], next=None)


@router.post("/people/{person}/licences", status_code=HTTPStatus.CREATED, response_model=LicenceAnswer)
async def add_licence(
    caller: Signed, person: PathId, form: LicenceForm, key: RepeatKey = None
) -> dict[str, Any]:
    """Record a licence."""

    async def add(unit: ClinicUnit) -> LicenceAnswer:
        licence = Licence(
            form.state,
            form.type,
            form.number,
            form.expires,
            tuple(
                CompactPrivilege(one.compact, frozenset(one.states), one.expires) for one in form.privileges
            ),
        )
        record = await licences.add_licence(unit, caller.principal, PersonId(person), licence)
        return _licence(record, numbers=True)

    return await once(caller, key, f"licence {person}", form, add)


@router.delete("/licences/{licence}", status_code=HTTPStatus.NO_CONTENT)
async def remove_licence(caller: Signed, licence: PathId) -> None:
    """Remove a licence that was recorded by mistake."""
    async with caller.write() as unit:
        await licences.remove_licence(unit, caller.principal, licence)


@router.get("/people/{person}/sign-ins")
async def list_sign_ins(caller: Signed, person: PathId) -> Page[PersonSignInAnswer]:
    """Return where somebody is signed in."""
    async with caller.read() as unit:
        found = await sign_ins.list_sign_ins(unit, caller.principal, PersonId(person))
    items = [
        PersonSignInAnswer(
            id=one.sign_in.id,
            method=one.method,
            device=one.device,
            started_at=one.sign_in.started_at,
            seen_at=one.sign_in.seen_at,
        )
        for one in found
    ]
    return Page(items=items, next=None)


@router.delete("/people/{person}/sign-ins", status_code=HTTPStatus.NO_CONTENT)
async def end_sign_ins(caller: Signed, person: PathId) -> None:
    """Sign somebody out everywhere."""
    async with caller.write() as unit:
        await sign_ins.end_sign_ins(unit, caller.principal, PersonId(person))


def _qualified(one: licences.Qualified, response: Response) -> QualificationsAnswer:
    tag_version(response, one.version)
    return QualificationsAnswer(qualifications=sorted(one.qualifications), version=one.version)


def _licence(record: LicenceRecord, numbers: bool) -> LicenceAnswer:
    licence = record.licence
    answer = LicenceAnswer(
        id=record.id,
        state=licence.state,
        type=licence.type,
        expires=licence.expires,
        privileges=[
            PrivilegeForm(compact=one.compact, states=sorted(one.states), expires=one.expires)
            for one in licence.privileges
        ],
    )
    if numbers:
        answer.number = licence.number
    return answer
