"""``/systems``: systems of others that read records, such as the clinic's charts."""

import json
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.callers import Caller
from app.access.records.exports.systems import (
    LONGEST_NAME,
    ConnectedSystem,
    SystemForm,
    add_system,
    change_system,
    find_keys,
    read_systems,
    system_activity,
    withdraw_system,
)
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.errors import refused
from app.api.clinic.common.forms import Form
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.api.services import Provided, Services
from app.exports.fhir.capability import TOKEN_PATH
from app.persistence.clinic_store import ClinicUnit
from clinic.common.errors import FieldError, Invalid
from clinic.common.ids import RecipientId

__all__ = ["router"]

router = APIRouter(tags=["Office"])

_KEYS_MAX = 8_000
_EXAMPLE = '{"keys": [{"kty": "EC", "crv": "P-384", "kid": "2026", "x": "…", "y": "…"}]}'
_SystemId = Annotated[str, Field(max_length=40)]


class SystemBody(Form):
    """A system, as it is entered."""

    name: str = Field(max_length=4 * LONGEST_NAME, examples=["Chart of the clinic"])
    recipient: str = Field(max_length=40, examples=["rc_k2Vt8sWq4nYb"])
    scopes: str = Field(max_length=2_000, examples=["system/*.rs"])
    keys: str = Field(
        "",
        max_length=_KEYS_MAX,
        description="Its public keys, a JSON Web Key Set; or else `keys_url`.",
        examples=[_EXAMPLE],
    )
    keys_url: str | None = Field(None, max_length=500, examples=["https://ehr.example/jwks.json"])


class SystemAnswer(BaseModel):
    """A system. Its id is its client id."""

    id: str = Field(examples=["sy_w3Hd7kLp1mZc"])
    name: str = Field(examples=["Chart of the clinic"])
    recipient: str = Field(examples=["rc_k2Vt8sWq4nYb"])
    recipient_name: str = Field(examples=["Northside EHR"])
    scopes: str = Field(examples=["system/*.rs"])
    kids: list[str] = Field(description="The names of its keys.", examples=[["2026"]])
    keys: str = Field(description="Its public keys as they were entered.", examples=[_EXAMPLE])
    keys_url: str | None = Field(examples=["https://ehr.example/jwks.json"])
    made_at: datetime
    used_at: datetime | None
    withdrawn_at: datetime | None
    version: int


class ChartAnswer(BaseModel):
    """An organisation that a system can belong to."""

    id: str = Field(examples=["rc_k2Vt8sWq4nYb"])
    name: str = Field(examples=["Northside EHR"])


class SystemsAnswer(BaseModel):
    """The clinic's systems, and what one of them needs to know of this service."""

    items: list[SystemAnswer]
    recipients: list[ChartAnswer]
    address: str = Field(examples=["https://meet.example.org/fhir/r4"])
    token_address: str = Field(examples=["https://meet.example.org/fhir/r4/auth/token"])


class SystemActivityAnswer(BaseModel):
    """Something that a system did."""

    at: datetime
    action: str = Field(examples=["system.read"])
    type: str | None = Field(description="Of the records.", examples=["Encounter"])
    records: int | None = Field(description="How many it read.", examples=[50])


class SystemActivitiesAnswer(BaseModel):
    """What a system did lately, the newest first."""

    items: list[SystemActivityAnswer]


@router.get("/systems", name="list_systems")
async def get_systems(caller: Signed, services: Provided) -> SystemsAnswer:
    """Connected systems."""
    systems, recipients = await read_systems(caller)
    base = services.systems.base
    return SystemsAnswer(
        items=[_answer(each) for each in systems],
        recipients=[ChartAnswer(id=each.id, name=each.name) for each in recipients],
        address=base,
        token_address=f"{base}{TOKEN_PATH}",
    )


@router.post("/systems", name="add_system", status_code=HTTPStatus.CREATED, responses=refused(404, 409))
async def post_system(
    caller: Signed, services: Provided, body: SystemBody, repeat: RepeatKey = None
) -> SystemAnswer:
    """Register a system. Needs a fresh proof."""
    form = await _form(caller, services, body)

    async def create(unit: ClinicUnit) -> SystemAnswer:
        return _answer(await add_system(unit, caller.principal, form))

    return SystemAnswer.model_validate(await once(caller, repeat, "system", body, create))


@router.put("/systems/{system}", name="change_system", responses=refused(404, 409))
async def put_system(
    caller: Signed,
    services: Provided,
    response: Response,
    system: _SystemId,
    version: Version,
    body: SystemBody,
) -> SystemAnswer:
    """Give a system other keys, scopes or another name. Needs a fresh proof."""
    form = await _form(caller, services, body)
    async with caller.write() as unit:
        changed = _answer(await change_system(unit, caller.principal, system, form, version))
    tag_version(response, changed.version)
    return changed


@router.delete(
    "/systems/{system}",
    name="withdraw_system",
    status_code=HTTPStatus.NO_CONTENT,
    responses=refused(404, 409),
)
async def delete_system(caller: Signed, system: _SystemId, version: Version) -> None:
    """Let a system read nothing more. Needs a fresh proof."""
    async with caller.write() as unit:
        await withdraw_system(unit, caller.principal, system, version)


@router.get("/systems/{system}/activity", name="system_activity", responses=refused(404))
async def get_activity(caller: Signed, system: _SystemId) -> SystemActivitiesAnswer:
    """What left for a system lately."""
    entries = await system_activity(caller, system)
    return SystemActivitiesAnswer(
        items=[
            SystemActivityAnswer(
                at=each.at,
                action=each.action,
                type=_text(each.facts.get("type")),
                records=_number(each.facts.get("records")),
            )
            for each in entries
        ]
    )


async def _form(caller: Caller, services: Services, body: SystemBody) -> SystemForm:
    form = SystemForm(
        body.name,
        RecipientId(body.recipient),
        body.scopes,
        _read_keys(body.keys) if body.keys.strip() else (),
        body.keys_url or None,
    )
    await find_keys(caller, services.systems.keys, form)
    return form


def _read_keys(text: str) -> tuple[dict[str, Any], ...]:
    """Return the keys of a set, or the one key that somebody entered."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    keys = read.get("keys", [read]) if isinstance(read, dict) else None
    if not isinstance(keys, list) or not all(isinstance(each, dict) for each in keys):
        raise Invalid([FieldError("keys", "systems.keys")])
    return tuple(keys)


def _answer(one: ConnectedSystem) -> SystemAnswer:
    system = one.system
    return SystemAnswer(
        id=system.id,
        name=system.name,
        recipient=system.recipient,
        recipient_name=one.recipient.name if one.recipient else "",
        scopes=system.scopes,
        kids=[str(each.get("kid", "")) for each in system.keys],
        keys=json.dumps({"keys": system.keys}, indent=1) if system.keys else "",
        keys_url=system.keys_url,
        made_at=system.made_at,
        used_at=system.used_at,
        withdrawn_at=system.withdrawn_at,
        version=system.version,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
