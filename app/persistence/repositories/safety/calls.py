"""Calls of clinics' webhooks that are due, over all clinics, and what became of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.safety.alerts import AlertPageRow, AlertRow
from clinic.common.ids import ClinicId, PersonId

__all__ = ["CallRepository", "DueCall"]


@dataclass(frozen=True, slots=True)
class DueCall:
    """A call to make: ids, and nothing else, for the clinic's own system.

    Attributes:
        attempts: How often it was tried before.
    """

    id: str
    clinic: ClinicId
    alert: str
    person: PersonId
    at: datetime
    attempts: int


class CallRepository:
    """The calls of all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim(self, now: datetime, limit: int, lease_until: datetime) -> list[DueCall]:
        """Return calls that are due, the longest due first; nobody else gets them before the lease ends."""
        due = (
            select(AlertPageRow.id)
            .where(AlertPageRow.call_due_at <= now)
            .order_by(AlertPageRow.call_due_at, AlertPageRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = list(await self._session.scalars(due))
        if not claimed:
            return []
        await self._session.execute(
            update(AlertPageRow).where(AlertPageRow.id.in_(claimed)).values(call_due_at=lease_until)
        )
        query = select(AlertPageRow).where(AlertPageRow.id.in_(claimed)).order_by(AlertPageRow.id)
        return [
            DueCall(
                row.id,
                ClinicId(row.clinic_id),
                row.alert_id,
                PersonId(row.person_id),
                row.at,
                row.call_attempts,
            )
            for row in await self._session.scalars(query)
        ]

    async def next_due(self) -> datetime | None:
        """Return when the next call is due, or the next lease ends."""
        due: datetime | None = await self._session.scalar(select(func.min(AlertPageRow.call_due_at)))
        return due

    async def settle(self, call: DueCall, state: str, due_at: datetime | None) -> None:
        """Store what became of an attempt; without a time at which it is due again, it has come to its end."""
        await self._session.execute(
            update(AlertPageRow)
            .where(AlertPageRow.id == call.id)
            .values(call_state=state, call_due_at=due_at, call_attempts=AlertPageRow.call_attempts + 1)
        )
        if state:
            # The room is told what the escalation makes of it.
            await self._session.execute(
                update(AlertRow).where(AlertRow.id == call.alert).values(pending=True)
            )
