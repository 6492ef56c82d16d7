"""Days on which no series meets."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.access.schedule.holidays import access_holidays, put_holidays
from app.api.clinic.common.calls import Signed
from app.api.services import Provided
from app.persistence.repositories.schedule.clinic_rules import Holiday

__all__ = ["router"]

router = APIRouter(tags=["schedule"])


class HolidayBody(BaseModel):
    """A local day of the clinic."""

    model_config = ConfigDict(extra="forbid")

    day: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
    name: Annotated[str, Field(min_length=1, max_length=100, examples=["Thanksgiving"])]


class HolidaysBody(BaseModel):
    """All holidays."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[HolidayBody], Field(max_length=80)]


@router.get("/holidays")
async def list_holidays(caller: Signed) -> HolidaysBody:
    """All holidays in order."""
    return _answer(await access_holidays(caller))


@router.put("/holidays")
async def put(caller: Signed, services: Provided, body: HolidaysBody) -> HolidaysBody:
    """Store holidays in place of those there were. Sessions of series follow: cancelled on them, back on others."""
    holidays = [Holiday(each.day, each.name) for each in body.items]
    async with caller.write() as unit:
        stored = await put_holidays(unit, caller.principal, holidays, services.notices)
    services.plan_changed()
    return _answer(stored)


def _answer(holidays: list[Holiday]) -> HolidaysBody:
    return HolidaysBody(items=[HolidayBody(day=each.day, name=each.name) for each in holidays])
