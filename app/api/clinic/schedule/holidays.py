"""Days on which no series meets."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from app.access.schedule.holidays import access_holidays, put_holidays
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import Day
from app.api.clinic.common.forms import Form
from app.api.services import Provided
from app.persistence.repositories.schedule.clinic_rules import Holiday

__all__ = ["router"]

router = APIRouter(tags=["Schedule"])


class HolidayBody(Form):
    """A local day of the clinic."""

    day: Day
    name: Annotated[str, Field(min_length=1, max_length=100, examples=["Thanksgiving"])]


class HolidaysBody(Form):
    """All holidays."""

    items: Annotated[list[HolidayBody], Field(max_length=80)]


@router.get("/holidays")
async def list_holidays(caller: Signed) -> HolidaysBody:
    """All holidays in order."""
    return _answer(await access_holidays(caller))


@router.put("/holidays", name="put_holidays")
async def put(caller: Signed, services: Provided, body: HolidaysBody) -> HolidaysBody:
    """Store holidays in place of those there were. Sessions of series follow: cancelled on them, back on others."""
    holidays = [Holiday(each.day, each.name) for each in body.items]
    async with caller.write() as unit:
        stored = await put_holidays(unit, caller.principal, holidays, services.notices)
    services.plan_changed()
    return _answer(stored)


def _answer(holidays: list[Holiday]) -> HolidaysBody:
    return HolidaysBody(items=[HolidayBody(day=each.day, name=each.name) for each in holidays])
