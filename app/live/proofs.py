"""Who has shown who they are, as a room is told and as it knows."""

from app.live.planned.running_rooms import glance_at
from app.persistence.unit_of_work import StorageUnavailable
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import RoomSetup
from rooms.runtime.ports import JournalUnavailable
from rooms.runtime.registry import RoomRegistry

__all__ = ["find_unproved", "prove"]


async def find_unproved(rooms: RoomRegistry, setup: RoomSetup) -> frozenset[PersonId]:
    """Return who has yet to show who they are, as far as is known without opening the room."""
    if not setup.proof:
        return frozenset()
    seen = await glance_at(rooms, setup.id)
    return frozenset(setup.people) if seen is None else seen.unproved


_BUSY = frozenset({"room.busy", "storage.unavailable"})


async def prove(rooms: RoomRegistry, room: RoomId, seat: SeatId, person: PersonId) -> bool:
    """Record that the person has shown who they are, in a room that is opened for it if it does not run.

    Returns:
        False if the session is over, or does not seat them there.

    Raises:
        StorageUnavailable: The room cannot be opened, or is too busy.
    """
    try:
        actor = await rooms.get(room)
        if actor is None:
            return False
        await actor.do(cmd.Prove(seat, person))
    except JournalUnavailable as error:
        raise StorageUnavailable("room") from error
    except Refused as refused:
        if refused.code in _BUSY:
            raise StorageUnavailable("busy") from refused
        return False
    return True
