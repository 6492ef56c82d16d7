"""After a signature, a withdrawal or a new version: the rooms that run follow at once."""

from app.access.callers import Caller
from app.api.services import Services
from clinic.common.ids import PersonId
from rooms.model.ids import RoomId

__all__ = ["tell_rooms"]


async def tell_rooms(caller: Caller, services: Services, person: PersonId | None) -> None:
    """Have the rooms told in which somebody is expected now.

    Args:
        person: None means everybody: it is about a document of all.
    """
    async with caller.read() as unit:
        sessions = await unit.preparations.open_sessions(person, unit.now)
    for session in sessions:
        services.preparations.changed(RoomId(session))
