"""Appointments of all clinics whose rooms are due: they open soon, and their rooms do not follow them yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.schedule import AppointmentRow
from clinic.common.ids import AppointmentId, ClinicId

__all__ = ["DueRoom", "find_due", "find_next_opening", "mark_ready"]


@dataclass(frozen=True, slots=True)
class DueRoom:
    """An appointment that its room does not follow yet."""

    id: AppointmentId
    clinic: ClinicId


async def find_due(session: AsyncSession, by: datetime, limit: int) -> list[DueRoom]:
    """Return appointments that open by this time and whose rooms do not follow them, soonest first."""
    query = (
        select(AppointmentRow.id, AppointmentRow.clinic_id)
        .where(AppointmentRow.room_ready.is_(False), AppointmentRow.opens_at <= by)
        .order_by(AppointmentRow.opens_at, AppointmentRow.id)
        .limit(limit)
    )
    return [DueRoom(AppointmentId(row.id), ClinicId(row.clinic_id)) for row in await session.execute(query)]


async def find_next_opening(session: AsyncSession, after: datetime) -> datetime | None:
    """Return when the next room opens that is not ready; None if none is planned."""
    query = (
        select(AppointmentRow.opens_at)
        .where(AppointmentRow.room_ready.is_(False), AppointmentRow.opens_at > after)
        .order_by(AppointmentRow.opens_at)
        .limit(1)
    )
    return await session.scalar(query)


async def mark_ready(session: AsyncSession, room: DueRoom, version: int) -> None:
    """Note that the room follows this version of the appointment."""
    await session.execute(
        update(AppointmentRow)
        .where(
            AppointmentRow.id == room.id,
            AppointmentRow.clinic_id == room.clinic,
            AppointmentRow.version == version,
        )
        .values(room_ready=True)
    )
