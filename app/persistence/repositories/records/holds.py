"""Legal holds of one clinic."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.people import PersonRow
from app.persistence.models.records.rights import LegalHoldRow
from app.persistence.scoping import checked
from clinic.common.ids import AppointmentId, ClinicId, PersonId
from clinic.records.retention import Held, Hold

__all__ = ["HoldRepository"]


class HoldRepository:
    """Queries about holds."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def lock(self) -> None:
        """Wait until nobody places or ends a hold, and let nobody do so before this transaction ends."""
        await self._session.execute(
            select(ClinicRow.id).where(ClinicRow.id == self._clinic).with_for_update()
        )

    async def held(self) -> Held:
        """Return what is held now. Somebody is held under every record that was merged into theirs."""
        in_force = select(LegalHoldRow.person_id, LegalHoldRow.session_id).where(
            LegalHoldRow.clinic_id == self._clinic, LegalHoldRow.ended_at.is_(None)
        )
        rows = (await self._session.execute(in_force)).all()
        people = {row.person_id for row in rows if row.person_id}
        merged = select(PersonRow.id).where(
            checked(PersonRow.clinic_id) == self._clinic, PersonRow.merged_into.in_(people)
        )
        if people:
            people |= set(await self._session.scalars(merged))
        return Held(frozenset(people), frozenset(row.session_id for row in rows if row.session_id))

    async def add(self, hold: Hold) -> None:
        """Add a hold."""
        await self.lock()
        self._session.add(
            LegalHoldRow(
                id=hold.id,
                clinic_id=self._clinic,
                person_id=hold.person,
                session_id=hold.session,
                reason=self._keys.seal("legal_holds.reason", hold.id, hold.reason),
                by_id=hold.by,
                at=hold.at,
            )
        )
        await self._session.flush()

    async def find(self, hold: str) -> Hold | None:
        """Return a hold, or None."""
        row = await self._session.get(LegalHoldRow, hold)
        return self._hold(row) if row is not None and row.clinic_id == self._clinic else None

    async def end(self, hold: Hold) -> bool:
        """Store that a hold has ended; returns whether it had not before."""
        await self.lock()
        ended = await self._session.execute(
            update(LegalHoldRow)
            .where(
                LegalHoldRow.id == hold.id,
                LegalHoldRow.clinic_id == self._clinic,
                LegalHoldRow.ended_at.is_(None),
            )
            .values(ended_by_id=hold.ended_by, ended_at=hold.ended_at)
            .returning(LegalHoldRow.id)
        )
        return ended.first() is not None

    async def newest(self, limit: int) -> list[Hold]:
        """Return holds, those in force first, then the newest."""
        query = (
            select(LegalHoldRow)
            .where(LegalHoldRow.clinic_id == self._clinic)
            .order_by(LegalHoldRow.ended_at.is_not(None), LegalHoldRow.at.desc(), LegalHoldRow.id)
            .limit(limit)
        )
        return [self._hold(row) for row in await self._session.scalars(query)]

    def _hold(self, row: LegalHoldRow) -> Hold:
        return Hold(
            row.id,
            PersonId(row.person_id) if row.person_id else None,
            AppointmentId(row.session_id) if row.session_id else None,
            self._keys.open("legal_holds.reason", row.id, row.reason),
            PersonId(row.by_id),
            row.at,
            PersonId(row.ended_by_id) if row.ended_by_id else None,
            row.ended_at,
        )
