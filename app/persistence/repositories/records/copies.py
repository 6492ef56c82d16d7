"""Requests for copies of what is kept about people of one clinic, and the files, which are encrypted."""

import base64
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.records.rights import DataRequestRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, PersonId
from clinic.records.copies import CopyRequest, CopyState

__all__ = ["CopyRepository", "find_waiting"]

_FILE = "data_requests.file"
_ROWS = (
    DataRequestRow.id,
    DataRequestRow.person_id,
    DataRequestRow.by_id,
    DataRequestRow.written,
    DataRequestRow.language,
    DataRequestRow.asked_at,
    DataRequestRow.state,
    DataRequestRow.tries,
    DataRequestRow.ready_at,
)
"""All but the file, which may be large."""


class CopyRepository:
    """Queries about requests for copies."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def add(self, asked: CopyRequest) -> None:
        """Add a request. Two of one person that wait: the second is a WriteConflict."""
        self._session.add(
            DataRequestRow(
                id=asked.id,
                clinic_id=self._clinic,
                person_id=asked.person,
                by_id=asked.by,
                written=asked.written,
                language=asked.language,
                asked_at=asked.asked_at,
                state=asked.state.value,
            )
        )
        await self._session.flush()

    async def find(self, request: str) -> CopyRequest | None:
        """Return a request, or None."""
        query = select(*_ROWS).where(DataRequestRow.clinic_id == self._clinic, DataRequestRow.id == request)
        row = (await self._session.execute(query)).first()
        return None if row is None else _read(row)

    async def of(self, person: PersonId, limit: int) -> list[CopyRequest]:
        """Return somebody's requests, the newest first."""
        return await self._list(DataRequestRow.person_id == person, limit=limit)

    async def newest(self, limit: int) -> list[CopyRequest]:
        """Return the clinic's newest requests."""
        return await self._list(limit=limit)

    async def begin(self, request: CopyRequest) -> CopyRequest | None:
        """Count one more try; returns the request, or None if somebody else has taken it up meanwhile."""
        row = DataRequestRow
        begun = await self._session.execute(
            update(row)
            .where(
                row.id == request.id,
                row.clinic_id == self._clinic,
                row.state == CopyState.WAITING.value,
                row.tries == request.tries,
            )
            .values(tries=request.tries + 1)
            .returning(row.id)
        )
        return await self.find(request.id) if begun.first() else None

    async def put(self, request: CopyRequest, file: bytes | None = None) -> None:
        """Store what has become of a request, with the file if it is ready."""
        text = None if file is None else base64.b64encode(file).decode()
        await self._session.execute(
            update(DataRequestRow)
            .where(DataRequestRow.id == request.id, DataRequestRow.clinic_id == self._clinic)
            .values(
                state=request.state.value,
                ready_at=request.ready_at,
                file=None if text is None else self._keys.seal(_FILE, request.id, text),
            )
        )

    async def file(self, request: str) -> bytes | None:
        """Return a request's file, or None if there is none."""
        query = select(DataRequestRow.file).where(
            DataRequestRow.clinic_id == self._clinic, DataRequestRow.id == request
        )
        sealed = await self._session.scalar(query)
        return None if sealed is None else base64.b64decode(self._keys.open(_FILE, request, sealed))

    async def _list(self, *conditions: ColumnElement[bool], limit: int) -> list[CopyRequest]:
        query = (
            select(*_ROWS)
            .where(checked(DataRequestRow.clinic_id) == self._clinic, *conditions)
            .order_by(DataRequestRow.asked_at.desc(), DataRequestRow.id.desc())
            .limit(limit)
        )
        return [_read(row) for row in await self._session.execute(query)]


async def find_waiting(session: AsyncSession, limit: int) -> list[tuple[ClinicId, str]]:
    """Return requests of all clinics that wait, the oldest first."""
    query = (
        select(DataRequestRow.clinic_id, DataRequestRow.id)
        .where(DataRequestRow.state == CopyState.WAITING.value)
        .order_by(DataRequestRow.asked_at, DataRequestRow.id)
        .limit(limit)
    )
    return [(ClinicId(row.clinic_id), row.id) for row in await session.execute(query)]


def _read(row: Any) -> CopyRequest:
    return CopyRequest(
        row.id,
        PersonId(row.person_id),
        PersonId(row.by_id),
        row.written,
        row.language,
        row.asked_at,
        CopyState(row.state),
        row.tries,
        row.ready_at,
    )
