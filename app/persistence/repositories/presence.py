"""Presence: the intervals in which people were there, as projected from the log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models import PresenceIntervalRow
from rooms.model.ids import PersonId, RoomId, SeatId

__all__ = ["Interval", "PresenceRepository"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of presence; ``ended_at`` is None while it lasts."""

    person: PersonId
    seat: SeatId
    started_at: datetime
    ended_at: datetime | None


class PresenceRepository:
    """Queries about presence."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def open(self, room: RoomId, person: PersonId, seat: SeatId, at: datetime) -> None:
        """Open an interval, unless the person is present already."""
        if await self._find_open(room, person) is not None:
            return
        self._session.add(PresenceIntervalRow(session_id=room, person_id=person, seat_id=seat, started_at=at))
        await self._session.flush()

    async def close(self, room: RoomId, person: PersonId, at: datetime) -> None:
        """Close the person's interval; without an open one nothing happens."""
        row = await self._find_open(room, person)
        if row is not None:
            row.ended_at = at
            await self._session.flush()

    async def intervals(self, room: RoomId) -> list[Interval]:
        """Return all intervals of a room, by start and person."""
        query = (
            select(PresenceIntervalRow)
            .where(PresenceIntervalRow.session_id == room)
            .order_by(PresenceIntervalRow.started_at, PresenceIntervalRow.person_id)
        )
        return [
            Interval(PersonId(row.person_id), SeatId(row.seat_id), row.started_at, row.ended_at)
            for row in await self._session.scalars(query)
        ]

    async def _find_open(self, room: RoomId, person: PersonId) -> PresenceIntervalRow | None:
        query = select(PresenceIntervalRow).where(
            PresenceIntervalRow.session_id == room,
            PresenceIntervalRow.person_id == person,
            PresenceIntervalRow.ended_at.is_(None),
        )
        return (await self._session.scalars(query)).one_or_none()
