"""Inviting people to set up how they sign in."""

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import Field

from app.access.people import invitations
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.sparse import Sparse
from app.api.services import Provided
from clinic.common.ids import PersonId

__all__ = ["router"]

router = APIRouter(prefix="/people", tags=["People"])


class InvitedAnswer(Sparse):
    """Whether an invitation is on its way."""

    sent: bool = Field(description="False: there is no channel by which the person may be written to.")
    url: str = Field("", description="The link itself; in the demo only.")


@router.post("/{person}/invite")
async def invite_person(caller: Signed, person: PathId, services: Provided) -> InvitedAnswer:
    """Send a person a link to set up how they sign in. Earlier ones are withdrawn."""
    url, sent = await invitations.invite_person(services.identity, caller, PersonId(person))
    answer = InvitedAnswer(sent=sent)
    if services.identity.demo_clinic == caller.principal.clinic:
        answer.url = url
    return answer


@router.delete("/{person}/invitations", status_code=HTTPStatus.NO_CONTENT)
async def withdraw_invitations(caller: Signed, person: PathId) -> None:
    """Withdraw the invitations of a person that were not used."""
    await invitations.withdraw_invitations(caller, PersonId(person))
