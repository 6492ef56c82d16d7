"""The way into a room, as it is answered."""

from pydantic import BaseModel, Field

from app.api.services import Services
from app.auth.invitations import Invitation
from app.persistence.repositories.live.sessions import SeatLink

__all__ = ["EntryAnswer", "entry_answer"]


class EntryAnswer(BaseModel):
    """Somebody's own seat."""

    invitation: str
    url: str = Field(description="Where the room is entered, on this server.", examples=["/join#WyJz…"])


def entry_answer(services: Services, link: SeatLink) -> EntryAnswer:
    """Return the way to a seat."""
    invitation = services.invitations.write(Invitation(link.seat, link.version))
    return EntryAnswer(invitation=invitation, url=f"/join#{invitation}")
