"""A member of staff's day."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.access.schedule.today import TodaySession, access_today
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.schedule.shapes import AppointmentAnswer, NamedPersonAnswer, answer_shown
from app.api.services import Provided
from clinic.schedule.states import SessionState

__all__ = ["router"]

router = APIRouter(tags=["Schedule"])


class TodayItem(BaseModel):
    """One session of the day, and who is there."""

    appointment: AppointmentAnswer
    waiting: int = Field(description="People in the waiting room.")
    here: int = Field(description="People in the session.")
    missing: list[NamedPersonAnswer] = Field(description="Members who have not come, once people may enter.")
    state: SessionState


class TodayAnswer(BaseModel):
    """Sessions of the clinic's day."""

    items: list[TodayItem]
    whole_clinic: bool = Field(description="Whether these are everybody's, because the caller is in none.")


@router.get("/today", name="read_today")
async def today(caller: SignedInPerson, services: Provided) -> TodayAnswer:
    """The sessions that the caller is in today, in order of time; for who plans and is in none, the whole clinic's."""
    found = await access_today(caller, services.glance)
    return TodayAnswer(items=[_item(each) for each in found.sessions], whole_clinic=found.whole_clinic)


def _item(each: TodaySession) -> TodayItem:
    names = each.shown.listed.names
    return TodayItem(
        appointment=answer_shown(each.shown),
        waiting=each.waiting,
        here=each.here,
        missing=[NamedPersonAnswer(id=person, name=names[person].name) for person in each.missing],
        state=each.shown.state,
    )
