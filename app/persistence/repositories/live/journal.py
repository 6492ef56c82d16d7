"""The rooms' log: rows of events, only ever appended."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.live.record import RoomEventRow
from app.persistence.room_log import write_records
from rooms.model.events import Recorded
from rooms.model.events.codec import decode_event
from rooms.model.ids import RoomId

__all__ = ["JournalRepository", "find_records"]


class JournalRepository:
    """Queries about room events."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def last_position(self, room: RoomId) -> int:
        """Return the position of the newest event; 0 if there is none."""
        query = select(func.max(RoomEventRow.position)).where(RoomEventRow.session_id == room)
        return await self._session.scalar(query) or 0

    async def records(self, room: RoomId, *, first: int = 1, last: int | None = None) -> list[Recorded]:
        """Return the records from ``first`` to ``last``, inclusive, in order."""
        connection = await self._session.connection()
        return await connection.run_sync(find_records, room, first=first, last=last)

    async def add(self, room: RoomId, records: Sequence[Recorded]) -> None:
        """Append records and the rows derived from them; the database rejects a position that is taken."""
        connection = await self._session.connection()
        await connection.run_sync(write_records, [(room, records)])


def find_records(
    connection: Connection, room: RoomId, *, first: int = 1, last: int | None = None
) -> list[Recorded]:
    """Return the records from ``first`` to ``last``, inclusive, in order."""
    row = RoomEventRow
    query = select(row.position, row.at, row.kind, row.payload)
    query = query.where(row.session_id == room, row.position >= first)
    if last is not None:
        query = query.where(row.position <= last)
    rows = connection.execute(query.order_by(row.position))
    return [Recorded(position, at, decode_event(kind, payload)) for position, at, kind, payload in rows]
