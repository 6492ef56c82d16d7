"""Clinics: their names, zones, keys, settings and rules. Used before a clinic's own unit of work can be opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.clinics import ClinicRow
from clinic.common.ids import ClinicId

__all__ = ["ClinicRecord", "ClinicRepository"]


@dataclass(frozen=True, slots=True)
class ClinicRecord:
    """A clinic.

    Attributes:
        time_zone: IANA name of the zone in which its series meet.
        data_key: The wrapped keys of its encrypted columns; None for a clinic that has nothing encrypted yet.
        settings: What its administrators chose; keys that are missing have their defaults.
    """

    id: ClinicId
    name: str
    time_zone: str
    data_key: str | None
    settings: dict[str, Any]
    version: int


class ClinicRepository:
    """Queries about clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, clinic: ClinicId, name: str, time_zone: str, data_key: str, now: datetime) -> None:
        """Add a clinic."""
        row = ClinicRow(id=clinic, name=name, time_zone=time_zone, data_key=data_key, created_at=now)
        self._session.add(row)
        await self._session.flush()

    async def find(self, clinic: ClinicId) -> ClinicRecord | None:
        """Return the clinic, or None."""
        row = await self._session.get(ClinicRow, clinic)
        return _record(row) if row else None

    async def all(self) -> list[ClinicRecord]:
        """Return all clinics of the installation, by name."""
        rows = await self._session.scalars(select(ClinicRow).order_by(ClinicRow.name, ClinicRow.id))
        return [_record(row) for row in rows]

    async def keep_keys(self, clinic: ClinicId, before: str, after: str) -> bool:
        """Store the clinic's wrapped keys if it still has those before; return whether it had. None is ever lost."""
        changed = await self._session.execute(
            update(ClinicRow)
            .where(ClinicRow.id == clinic, ClinicRow.data_key == before)
            .values(data_key=after)
            .returning(ClinicRow.id)
        )
        return changed.first() is not None

    async def change(
        self, clinic: ClinicId, version: int, *, name: str, time_zone: str, settings: dict[str, Any]
    ) -> bool:
        """Change the clinic if it still has this version; return whether it had."""
        changed = await self._session.execute(
            update(ClinicRow)
            .where(ClinicRow.id == clinic, ClinicRow.version == version)
            .values(name=name, time_zone=time_zone, settings=settings, version=version + 1)
            .returning(ClinicRow.id)
        )
        return changed.first() is not None


def _record(row: ClinicRow) -> ClinicRecord:
    return ClinicRecord(
        ClinicId(row.id), row.name, row.time_zone, row.data_key, row.settings or {}, row.version
    )
