"""Disconnects people who joined a running room by a link that was withdrawn."""

from app.persistence.unit_of_work import Database
from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.runtime.registry import RoomRegistry

__all__ = ["end_withdrawn"]


async def end_withdrawn(database: Database, rooms: RoomRegistry, seat: SeatId) -> bool:
    """Disconnect everybody in this process who used a withdrawn link of the seat; returns whether the seat exists.

    Raises:
        StorageUnavailable: The valid link cannot be read now.
        Refused: ``room.busy``; nobody was disconnected.
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
