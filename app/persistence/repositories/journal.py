"""The log of rooms: rows of events, appended and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models import RoomEventRow
from rooms.model.ids import RoomId

__all__ = ["JournalEntry", "JournalRepository"]


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One event as plain data. ``at`` is Unix seconds."""

    position: int
    at: float
    kind: str
    payload: dict[str, Any]


class JournalRepository:
    """Queries about room events."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def last_position(self, room: RoomId) -> int:
        """Return the position of the newest event, 0 when there is none."""
        query = select(func.max(RoomEventRow.position)).where(RoomEventRow.session_id == room)
        return await self._session.scalar(query) or 0

    async def entries(self, room: RoomId, *, first: int = 1, last: int | None = None) -> list[JournalEntry]:
        """Return the entries from ``first`` to ``last``, both included, in order."""
        query = select(RoomEventRow).where(RoomEventRow.session_id == room, RoomEventRow.position >= first)
        if last is not None:
            query = query.where(RoomEventRow.position <= last)
        rows = await self._session.scalars(query.order_by(RoomEventRow.position))
        return [JournalEntry(row.position, row.at, row.kind, row.payload) for row in rows]

    async def add(self, room: RoomId, entries: Sequence[JournalEntry]) -> None:
        """Append entries; the database refuses a position that is taken."""
        self._session.add_all(
            RoomEventRow(
                session_id=room, position=entry.position, at=entry.at, kind=entry.kind, payload=entry.payload
            )
            for entry in entries
        )
        await self._session.flush()

    async def has_kind(self, room: RoomId, kind: str) -> bool:
        """Say whether an event of this kind has happened in the room."""
        query = (
            select(RoomEventRow.position)
            .where(RoomEventRow.session_id == room, RoomEventRow.kind == kind)
            .limit(1)
        )
        return await self._session.scalar(query) is not None
