"""The organisations outside one clinic that its records may go to."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.clinics import RecipientRow
from clinic.common.ids import ClinicId, RecipientId
from clinic.consents.recipients import Recipient, RecipientKind

__all__ = ["RecipientRepository"]


class RecipientRepository:
    """The organisations of one clinic, by name: a clinic has a few dozen."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def all(self) -> list[Recipient]:
        """Return every organisation, archived ones too."""
        query = (
            select(RecipientRow)
            .where(RecipientRow.clinic_id == self._clinic)
            .order_by(RecipientRow.name, RecipientRow.id)
        )
        return [_recipient(row) for row in await self._session.scalars(query)]

    async def open(self) -> list[Recipient]:
        """Return those that may be named anew."""
        return [each for each in await self.all() if each.archived_at is None]

    async def find(self, recipient: RecipientId) -> Recipient | None:
        """Return an organisation, or None."""
        return next(iter(await self.find_all([recipient])), None)

    async def find_all(self, recipients: Collection[RecipientId]) -> list[Recipient]:
        """Return those of these organisations that exist."""
        query = select(RecipientRow).where(
            RecipientRow.clinic_id == self._clinic, RecipientRow.id.in_(recipients)
        )
        return [_recipient(row) for row in await self._session.scalars(query)]

    async def add(self, recipient: Recipient) -> None:
        """Store a new organisation."""
        self._session.add(
            RecipientRow(
                id=recipient.id, clinic_id=self._clinic, name=recipient.name, kind=recipient.kind.value
            )
        )
        await self._session.flush()

    async def change(self, recipient: Recipient) -> bool:
        """Store an organisation as it is now, if it still has this version; return whether it had."""
        changed = await self._session.execute(
            update(RecipientRow)
            .where(
                RecipientRow.clinic_id == self._clinic,
                RecipientRow.id == recipient.id,
                RecipientRow.version == recipient.version,
            )
            .values(name=recipient.name, archived_at=recipient.archived_at, version=recipient.version + 1)
            .returning(RecipientRow.id)
        )
        return changed.first() is not None


def _recipient(row: RecipientRow) -> Recipient:
    return Recipient(RecipientId(row.id), row.name, RecipientKind(row.kind), row.archived_at, row.version)
