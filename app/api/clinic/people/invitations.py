"""``/people/{person}/invite``: a link by which somebody sets up how they sign in."""

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel

from app.access.identity.links import access_invite, access_withdraw_invitations
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.ids import PathId
from app.api.services import Provided
from clinic.ids import PersonId

__all__ = ["router"]

router = APIRouter(tags=["People"])


class InvitationAnswer(BaseModel):
    """Whether a mail will be sent; ``url`` is the link, in a demo only."""

    sent: bool
    url: str | None = None


@router.post("/people/{person}/invite")
async def invite(person: PathId, caller: SignedInPerson, services: Provided) -> InvitationAnswer:
    """Invite somebody; earlier invitations are withdrawn. It is sent to their safe channel alone."""
    made = await access_invite(services.identity, caller, PersonId(person))
    is_demo = services.identity.demo_clinic is not None
    return InvitationAnswer(sent=made.sent, url=made.url if is_demo else None)


@router.delete("/people/{person}/invitations", status_code=HTTPStatus.NO_CONTENT)
async def withdraw(person: PathId, caller: SignedInPerson) -> None:
    """Withdraw somebody's unused invitations."""
    await access_withdraw_invitations(caller, PersonId(person))
