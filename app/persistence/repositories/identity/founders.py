"""The person who owns a new clinic, before there is anybody who could add people."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys, words_of
from app.persistence.models.people import NameWordRow, PersonRow
from clinic.identity.access import PrincipalKind
from clinic.ids import ClinicId, PersonId

__all__ = ["FounderRepository"]


class FounderRepository:
    """Adds and finds owners by address."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def add(self, person: PersonId, name: str, email: str, now: datetime) -> None:
        """Add a member of staff who can be searched for."""
        self._session.add(
            PersonRow(
                id=person,
                clinic_id=self._clinic,
                name=name,
                kind=PrincipalKind.STAFF.value,
                sort_name=" ".join(words_of(name)),
                email=self._keys.seal("people.email", person, email),
                email_hash=self._keys.email_hash(email),
                created_at=now,
            )
        )
        await self._session.flush()
        self._session.add_all(
            NameWordRow(clinic_id=self._clinic, beginning=beginning, person_id=person)
            for beginning in self._keys.beginnings(name)
        )
        await self._session.flush()

    async def by_address(self, email: str) -> PersonId | None:
        """Return whose address this is, staff before clients, even if they are archived; None if nobody's."""
        query = (
            select(PersonRow.id)
            .where(PersonRow.clinic_id == self._clinic, PersonRow.email_hash == self._keys.email_hash(email))
            .order_by(PersonRow.kind.desc(), PersonRow.archived_at.is_not(None), PersonRow.id)
            .limit(1)
        )
        found = await self._session.scalar(query)
        return PersonId(found) if found else None
