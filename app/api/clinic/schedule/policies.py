"""The policies of rooms that a clinic may choose, kind by kind (docs/rooms.md)."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.schedule.policies import ClinicPolicy, access_policies, access_policy, put_policy
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.forms import Form
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.schedule.shapes import PolicyFields
from app.api.services import Provided
from rooms.model.policy.kinds import MATRIX
from rooms.model.policy.limits import LIMITS, Choice, Limit
from rooms.model.policy.policy import RoomKind

__all__ = ["router"]

router = APIRouter(tags=["Policies"])


class LimitAnswer(BaseModel):
    """What a clinic may choose for one field: a number of a range, or one of some values."""

    low: float | None = None
    high: float | None = None
    whole: bool = False
    optional: bool = Field(False, description="Whether null is allowed: no such limit.")
    options: list[str | bool | int] | None = None


class PolicyAnswer(BaseModel):
    """The policy of one kind of room."""

    kind: RoomKind
    chosen: dict[str, Any] = Field(description="What the clinic changed.")
    fields: dict[str, Any] = Field(description="The whole policy as it holds.")
    defaults: dict[str, Any]
    limits: dict[str, LimitAnswer]
    version: int


class PoliciesAnswer(BaseModel):
    """The policy of every kind of room."""

    items: list[PolicyAnswer]


class PolicyBody(Form):
    """What the clinic chooses for a kind; all other fields have their defaults."""

    fields: PolicyFields


@router.get("/policies")
async def list_policies(caller: Signed) -> PoliciesAnswer:
    """The policy of every kind of room, with its limits."""
    return PoliciesAnswer(items=[_answer(each) for each in await access_policies(caller)])


@router.get("/policies/{kind}", name="read_policy")
async def get_policy(caller: Signed, response: Response, kind: RoomKind) -> PolicyAnswer:
    """The policy of one kind of room, with its limits."""
    found = await access_policy(caller, kind)
    tag_version(response, found.version)
    return _answer(found)


@router.put("/policies/{kind}", name="put_policy")
async def put(
    caller: Signed,
    services: Provided,
    response: Response,
    kind: RoomKind,
    version: Version,
    body: PolicyBody,
) -> PolicyAnswer:
    """Choose a policy within the limits; rooms of sessions to come follow."""
    changed = await put_policy(caller, kind, body.fields, version)
    services.plan_changed()
    tag_version(response, changed.version)
    return _answer(changed)


def _answer(policy: ClinicPolicy) -> PolicyAnswer:
    fields, defaults = asdict(policy.policy), asdict(MATRIX[policy.kind])
    del fields["kind"], defaults["kind"]
    return PolicyAnswer(
        kind=policy.kind,
        chosen=dict(policy.chosen),
        fields=fields,
        defaults=defaults,
        limits={name: _limit(limit) for name, limit in LIMITS[policy.kind].items()},
        version=policy.version,
    )


def _limit(limit: Limit) -> LimitAnswer:
    if isinstance(limit, Choice):
        return LimitAnswer(
            options=[one if isinstance(one, bool | int) else str(one) for one in limit.options]
        )
    return LimitAnswer(low=limit.low, high=limit.high, whole=limit.whole, optional=limit.optional)
