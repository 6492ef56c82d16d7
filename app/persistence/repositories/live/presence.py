"""Queries about presence: the intervals in which people were there. ``room_log`` writes them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.live.record import PresenceIntervalRow
from rooms.model.ids import PersonId, RoomId, SeatId

__all__ = ["Interval", "PresenceRepository"]


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of presence, in the room or a private one; ``ended_at`` is None while it lasts."""

    person: PersonId
    seat: SeatId
    private: bool
    started_at: datetime
    ended_at: datetime | None


class PresenceRepository:
    """Queries about presence."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def intervals(self, room: RoomId) -> list[Interval]:
        """Return all intervals of a room by start and person; equal ones in order of insertion."""
        query = (
            select(PresenceIntervalRow)
            .where(PresenceIntervalRow.session_id == room)
            .order_by(PresenceIntervalRow.started_at, PresenceIntervalRow.person_id, PresenceIntervalRow.id)
        )
        return [
            Interval(PersonId(row.person_id), SeatId(row.seat_id), row.private, row.started_at, row.ended_at)
            for row in await self._session.scalars(query)
        ]
