"""Agendas as they were prepared, and what sessions' logs tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.live.record import RoomEventRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.schedule import AgendaRow, AppointmentRow
from clinic.common.ids import AppointmentId, ClinicId
from clinic.schedule.agenda import AgendaItem, Part
from rooms.model import events as ev
from rooms.model.events.codec import decode_event

__all__ = ["AgendaRepository", "StoredAgenda"]

_TOLD_BY: Final = [
    event.kind for event in (ev.AgendaPrepared, ev.AgendaChanged, ev.AgendaLedOn, ev.RoomBack, ev.RoomEnded)
]


@dataclass(frozen=True, slots=True)
class StoredAgenda:
    """A prepared agenda.

    Attributes:
        version: Rises with every change; 0 while nothing was ever prepared.
    """

    items: tuple[AgendaItem, ...] = ()
    version: int = 0


class AgendaRepository:
    """The agendas of one clinic's sessions."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def find(self, appointment: AppointmentId) -> StoredAgenda:
        """Return what was prepared for a session."""
        query = select(AgendaRow.items, AgendaRow.version).where(
            AgendaRow.appointment_id == appointment, AgendaRow.clinic_id == self._clinic
        )
        row = (await self._session.execute(query)).one_or_none()
        return StoredAgenda() if row is None else StoredAgenda(_read(row.items), row.version)

    async def previous(self, appointment: AppointmentId) -> StoredAgenda:
        """Return what was prepared for the latest earlier session of the same series that has an agenda."""
        this = select(AppointmentRow.series_id, AppointmentRow.begins_at).where(
            AppointmentRow.id == appointment, AppointmentRow.clinic_id == self._clinic
        )
        one = (await self._session.execute(this)).one_or_none()
        if one is None:
            return StoredAgenda()
        query = (
            select(AgendaRow.items, AgendaRow.version)
            .join(AppointmentRow, AppointmentRow.id == AgendaRow.appointment_id)
            .where(
                AgendaRow.clinic_id == self._clinic,
                AppointmentRow.series_id == one.series_id,
                AppointmentRow.begins_at < one.begins_at,
            )
            .order_by(AppointmentRow.begins_at.desc())
            .limit(1)
        )
        row = (await self._session.execute(query)).one_or_none()
        return StoredAgenda() if row is None else StoredAgenda(_read(row.items), row.version)

    async def put(self, appointment: AppointmentId, items: Sequence[AgendaItem], version: int) -> bool:
        """Store an agenda in place of the one with this version; returns whether that was still the newest.

        Two who make the first one at once: the second is a WriteConflict.
        """
        written = [_write(item) for item in items]
        if version == 0:
            if (await self.find(appointment)).version:
                return False
            row = {"appointment_id": appointment, "clinic_id": self._clinic, "items": written, "version": 1}
            await self._session.execute(insert(AgendaRow), [row])
            return True
        query = (
            update(AgendaRow)
            .where(
                AgendaRow.appointment_id == appointment,
                AgendaRow.clinic_id == self._clinic,
                AgendaRow.version == version,
            )
            .values(items=written, version=version + 1)
            .returning(AgendaRow.version)
        )
        return (await self._session.execute(query)).one_or_none() is not None

    async def log(self, appointment: AppointmentId) -> list[ev.Recorded]:
        """Return what a session's log tells of its agenda; nothing once the log is no longer kept."""
        row = RoomEventRow
        query = (
            select(row.position, row.at, row.kind, row.payload)
            .join(SessionRow, SessionRow.id == row.session_id)
            .where(
                row.session_id == appointment,
                SessionRow.clinic_id == self._clinic,
                row.kind.in_(_TOLD_BY),
            )
            .order_by(row.position)
        )
        return [
            ev.Recorded(position, at, decode_event(kind, payload))
            for position, at, kind, payload in await self._session.execute(query)
        ]


def _write(item: AgendaItem) -> dict[str, Any]:
    fields = {
        "id": item.id,
        "part": item.part.value,
        "minutes": item.minutes,
        "mode": item.mode,
        "protocol": item.protocol,
        "options": dict(item.options) or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _read(items: Sequence[Any]) -> tuple[AgendaItem, ...]:
    return tuple(
        AgendaItem(
            Part(each["part"]),
            each["minutes"],
            each.get("mode"),
            each.get("protocol"),
            each.get("options", {}),
            each["id"],
        )
        for each in items
    )
