"""``/me``: who is signed in, until when, and where else."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from app.access.identity.own.me import access_own_sign_ins, end_own_sign_in, own_deadline
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.fields import Token
from app.api.clinic.common.pages import Page
from app.api.clinic.identity.answers import MeAnswer, SignInAnswer, answer_me, answer_sign_in
from app.api.services import Provided
from clinic.common.ids import SignInId

__all__ = ["router"]

router = APIRouter(prefix="/me", tags=["Me"])


class StayAnswer(BaseModel):
    """Until when one is signed in, if nothing happens."""

    idle_at: datetime
    warn_at: datetime


@router.get("")
async def read_me(caller: SignedInPerson, services: Provided) -> MeAnswer:
    """Tell who is signed in."""
    return await answer_me(services, caller)


@router.post("/stay", name="stay_signed_in")
async def stay(caller: SignedInPerson, services: Provided) -> StayAnswer:
    """Stay signed in."""
    found = own_deadline(services.identity, caller)
    return StayAnswer(idle_at=found.ends_at, warn_at=found.warn_at)


@router.get("/sign-ins", name="list_own_sign_ins")
async def list_sign_ins(caller: SignedInPerson, services: Provided) -> Page[SignInAnswer]:
    """List where one is signed in."""
    found = await access_own_sign_ins(services.identity, caller)
    return Page[SignInAnswer](items=[answer_sign_in(one, caller) for one in found], next=None)


@router.delete("/sign-ins/{sign_in}", name="end_own_sign_in", status_code=HTTPStatus.NO_CONTENT)
async def end_sign_in(caller: SignedInPerson, sign_in: Annotated[Token, Path(max_length=40)]) -> None:
    """End one of one's sign-ins."""
    await end_own_sign_in(caller, SignInId(sign_in))
