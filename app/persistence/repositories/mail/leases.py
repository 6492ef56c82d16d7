"""What workers take from the outbox, over all clinics, and what they bring back.

A claim locks what it takes: on PostgreSQL each row, passing over those that others have locked, on SQLite the database.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.mail import OutboxRow
from app.persistence.models.people import PersonRow
from app.persistence.repositories.mail.records import AddressedMail, SealedMail
from clinic.common.ids import ClinicId

__all__ = ["LeaseRepository"]


class LeaseRepository:
    """The due mails of all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next_due(self) -> datetime | None:
        """Return when the next mail is to be looked at."""
        due: datetime | None = await self._session.scalar(select(func.min(OutboxRow.due_at)))
        return due

    async def claim(
        self,
        now: datetime,
        limit: int,
        lease_until: datetime,
        state: str,
        keys_of: Callable[[ClinicId, str], ClinicKeys],
    ) -> list[AddressedMail]:
        """Lease up to ``limit`` mails that are due, the longest due first.

        Args:
            state: The state of leased mails.
            keys_of: Unwraps the keys of a clinic.
        """
        due = (
            select(OutboxRow.id)
            .where(OutboxRow.due_at <= now)
            .order_by(OutboxRow.due_at, OutboxRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = list(await self._session.scalars(due))
        if not claimed:
            return []
        await self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(claimed))
            .values(
                state=state,
                attempts=OutboxRow.attempts + 1,
                claims=OutboxRow.claims + 1,
                lease_until=lease_until,
                due_at=lease_until,
            )
        )
        query = (
            select(OutboxRow, PersonRow, ClinicRow.data_key, ClinicRow.time_zone)
            .join(PersonRow, PersonRow.id == OutboxRow.person_id)
            .join(ClinicRow, ClinicRow.id == OutboxRow.clinic_id)
            .where(OutboxRow.id.in_(claimed))
        )
        found = {
            row.id: AddressedMail(
                SealedMail.of(row, partial(keys_of, ClinicId(row.clinic_id), wrapped or "")), person, zone
            )
            for row, person, wrapped, zone in await self._session.execute(query)
        }
        return [found[mail] for mail in claimed]

    async def hold(self, mail: str, claim: int) -> str | None:
        """Lock a mail and return its state, or None if this claim of it was settled or is not the latest."""
        query = (
            select(OutboxRow.state)
            .where(OutboxRow.id == mail, OutboxRow.claims == claim, OutboxRow.lease_until.is_not(None))
            .with_for_update()
        )
        state: str | None = await self._session.scalar(query)
        return state

    async def settle(
        self,
        mail: str,
        state: str,
        reason: str | None,
        status: str | None,
        due_at: datetime | None,
        now: datetime,
    ) -> None:
        """End a mail's lease; without a time at which it is due again, it has come to its end."""
        await self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == mail)
            .values(
                state=state,
                reason=reason,
                status=status,
                due_at=due_at,
                done_at=None if due_at else now,
                lease_until=None,
            )
        )

    async def end_lease(self, mail: str) -> None:
        """End a mail's lease and change nothing else."""
        await self._session.execute(update(OutboxRow).where(OutboxRow.id == mail).values(lease_until=None))
