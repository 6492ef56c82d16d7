"""Puts out who is in a running room by a link that was withdrawn."""

from app.persistence.unit_of_work import Database
from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.runtime.registry import RoomRegistry

__all__ = ["end_withdrawn"]


async def end_withdrawn(database: Database, rooms: RoomRegistry, seat: SeatId) -> bool:
    """Put out whoever is in this process by a link of the seat that is good no more; whether there is such a seat.

    Raises:
        StorageUnavailable: Which link is good cannot be read now.
        Refused: ``room.busy``; nobody was put out.
    """
    async with database.read() as unit:
        link = await unit.sessions.link_of(seat)
    if link is None:
        return False
    room = await rooms.running(link.session)
    if room is not None:
        try:
            await room.withdraw_link(seat, link.version)
        except Refused as refused:
            if refused.code != "room.ended":
                raise
    return True
