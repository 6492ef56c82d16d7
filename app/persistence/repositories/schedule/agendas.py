"""Agendas as they were prepared, what clinics keep to begin with, and what sessions' logs tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.live.record import RoomEventRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.schedule import AgendaRow, AgendaTemplateRow, AppointmentRow
from clinic.common.ids import AppointmentId, ClinicId
from clinic.schedule.agenda import AgendaItem, Part
from clinic.schedule.agenda_templates import AgendaTemplate
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

    async def templates(self, kind: str) -> list[AgendaTemplate]:
        """Return what the clinic keeps for a kind of room, by name."""
        row = AgendaTemplateRow
        query = (
            select(row.id, row.items, row.name)
            .where(row.clinic_id == self._clinic, row.kind == kind)
            .order_by(row.name)
        )
        return [
            AgendaTemplate(code, _read(items), name)
            for code, items, name in await self._session.execute(query)
        ]

    async def keep_template(self, kind: str, template: AgendaTemplate) -> None:
        """Keep a template for a kind of room. Two of one name at once: the second is a WriteConflict."""
        row = {
            "id": template.code,
            "clinic_id": self._clinic,
            "kind": kind,
            "name": template.name,
            "items": [_write(item) for item in template.items],
        }
        await self._session.execute(insert(AgendaTemplateRow), [row])

    async def remove_template(self, kind: str, code: str) -> bool:
        """Remove a template of a kind of room; returns whether it was there."""
        row = AgendaTemplateRow
        query = (
            delete(row)
            .where(row.id == code, row.clinic_id == self._clinic, row.kind == kind)
            .returning(row.id)
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
