"""The versions of one clinic's code tables. A new one is added; none is changed, so that it stays known what held."""

from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.clinics import CodeTableRow
from clinic.attendance.codes import CodeRow, CodeTable
from clinic.common.ids import ClinicId

__all__ = ["CodeTableRepository"]

_ROWS: Final = TypeAdapter(tuple[CodeRow, ...])


class CodeTableRepository:
    """The code tables of one clinic, by scope: a payer's id, or ``clinic``."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def newest(self, scope: str) -> CodeTable | None:
        """Return the version that holds now, or None if the clinic has none of this scope."""
        query = (
            select(CodeTableRow)
            .where(CodeTableRow.clinic_id == self._clinic, CodeTableRow.scope == scope)
            .order_by(CodeTableRow.number.desc())
            .limit(1)
        )
        row = await self._session.scalar(query)
        return CodeTable(scope, row.number, _ROWS.validate_python(row.rows)) if row else None

    async def scopes(self) -> dict[str, int]:
        """Return every scope that has a table, with the number of the version that holds."""
        query = (
            select(CodeTableRow.scope, func.max(CodeTableRow.number))
            .where(CodeTableRow.clinic_id == self._clinic)
            .group_by(CodeTableRow.scope)
        )
        return {scope: number for scope, number in await self._session.execute(query)}

    async def add(self, table: CodeTable, now: datetime) -> None:
        """Store a new version. Two with one number: the second is a WriteConflict."""
        rows: list[dict[str, Any]] = _ROWS.dump_python(table.rows, mode="json")
        self._session.add(
            CodeTableRow(
                clinic_id=self._clinic, scope=table.scope, number=table.number, rows=rows, made_at=now
            )
        )
        await self._session.flush()
