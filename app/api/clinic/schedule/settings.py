"""A clinic's own settings."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.minutes import counting_of
from app.access.schedule.settings import SettingsChange, access_settings, change_settings
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import WHOLE, Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.versions import Version, tag_version
from app.persistence.repositories.clinics import ClinicRecord
from clinic.programme.tracks import Service
from rooms.model.policy.policy import RoomKind

__all__ = ["router"]

router = APIRouter(tags=["Settings"])


class CountingBody(Form):
    """What counts as programme time; payers differ."""

    services: Annotated[list[Service], Field(max_length=len(Service))]
    breaks: Flag


class SettingsAnswer(BaseModel):
    """The clinic."""

    name: str
    time_zone: str
    counting: CountingBody
    min_staff: dict[RoomKind, int] = Field(description="Staff that a kind needs, where it is more than one.")
    version: int


class SettingsBody(Form):
    """What is to change; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    time_zone: Annotated[str, Field(max_length=64, examples=["America/New_York"])] | None = None
    counting: CountingBody | None = None
    min_staff: dict[RoomKind, Annotated[int, Field(ge=1, le=4), WHOLE]] | None = None


@router.get("/settings", name="read_settings")
async def get_settings(caller: Signed, response: Response) -> SettingsAnswer:
    """The clinic's settings."""
    return _answer(response, await access_settings(caller))


@router.patch("/settings", name="change_settings")
async def patch_settings(
    caller: Signed, response: Response, version: Version, body: SettingsBody
) -> SettingsAnswer:
    """Change the clinic's settings. Needs a fresh proof."""
    counting = body.counting
    asked = SettingsChange(
        body.name,
        body.time_zone,
        None if counting is None else frozenset(counting.services),
        None if counting is None else counting.breaks,
        body.min_staff,
    )
    return _answer(response, await change_settings(caller, asked, version))


def _answer(response: Response, clinic: ClinicRecord) -> SettingsAnswer:
    tag_version(response, clinic.version)
    counting = counting_of(clinic.settings)
    return SettingsAnswer(
        name=clinic.name,
        time_zone=clinic.time_zone,
        counting=CountingBody(services=sorted(counting.services), breaks=counting.breaks),
        min_staff=clinic.settings.get("min_staff", {}),
        version=clinic.version,
    )
