"""Overrides of R1, and their acknowledgements by both partners. Reasons are encrypted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.care_team import AcknowledgementRow, OverrideRow
from app.persistence.models.people import CoupleRow
from clinic.care_team.overrides import Acknowledgement, ConflictKey, ConflictOverride
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import ClinicId, CoupleId, PersonId

__all__ = ["OverrideRecord", "OverrideRepository"]


@dataclass(frozen=True, slots=True)
class OverrideRecord:
    """An override as stored."""

    id: str
    override: ConflictOverride


class OverrideRepository:
    """The overrides of one clinic; those that ended stay on record."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def add(self, record: OverrideRecord) -> None:
        """Add an override, which nobody has acknowledged yet."""
        one = record.override
        self._session.add(
            OverrideRow(
                id=record.id,
                clinic_id=self._clinic,
                couple_id=one.key.couple,
                clinician_id=one.key.clinician,
                client_id=one.key.client,
                role=one.key.role.value,
                director_id=one.director,
                reason=self._keys.seal("overrides.reason", record.id, one.reason),
                made_at=one.proposed_at,
                until=one.until,
            )
        )
        await self._session.flush()

    async def find(self, override: str) -> OverrideRecord | None:
        """Return an override, or None."""
        return next(iter(await self._find(OverrideRow.id == override)), None)

    async def of_couples(self, couples: Collection[CoupleId]) -> list[OverrideRecord]:
        """Return the overrides made for these couples, the newest first."""
        return await self._find(OverrideRow.couple_id.in_(couples))

    async def of_clinicians(self, clinicians: Collection[PersonId], since: datetime) -> list[OverrideRecord]:
        """Return the overrides made for these clinicians that hold at this moment or later."""
        return await self._find(OverrideRow.clinician_id.in_(clinicians), OverrideRow.until > since)

    async def of_partner(self, partner: PersonId, since: datetime) -> list[OverrideRecord]:
        """Return the overrides that ask this partner, those that hold at this moment or later."""
        return await self._find(
            or_(CoupleRow.first_id == partner, CoupleRow.second_id == partner), OverrideRow.until > since
        )

    async def acknowledge(self, override: str, given: Acknowledgement) -> None:
        """Add a partner's acknowledgement."""
        self._session.add(
            AcknowledgementRow(
                override_id=override, person_id=given.partner, clinic_id=self._clinic, at=given.at
            )
        )
        await self._session.flush()

    async def end(self, override: str, until: datetime) -> None:
        """Let an override hold until this moment, and no longer."""
        await self._session.execute(
            update(OverrideRow)
            .where(OverrideRow.id == override, OverrideRow.clinic_id == self._clinic)
            .values(until=until)
        )

    async def _find(self, *which: ColumnElement[bool]) -> list[OverrideRecord]:
        query = (
            select(OverrideRow, CoupleRow.first_id, CoupleRow.second_id)
            .join(CoupleRow, CoupleRow.id == OverrideRow.couple_id)
            .where(OverrideRow.clinic_id == self._clinic, *which)
            .order_by(OverrideRow.made_at.desc(), OverrideRow.id)
        )
        rows = list(await self._session.execute(query))
        given = await self._acknowledgements([row.id for row, _, _ in rows]) if rows else {}
        return [
            self._record(row, (PersonId(first), PersonId(second)), given.get(row.id, ()))
            for row, first, second in rows
        ]

    async def _acknowledgements(self, overrides: Iterable[str]) -> dict[str, tuple[Acknowledgement, ...]]:
        query = (
            select(AcknowledgementRow)
            .where(
                AcknowledgementRow.clinic_id == self._clinic,
                AcknowledgementRow.override_id.in_(list(overrides)),
            )
            .order_by(AcknowledgementRow.at, AcknowledgementRow.person_id)
        )
        found: dict[str, tuple[Acknowledgement, ...]] = {}
        for row in await self._session.scalars(query):
            given = Acknowledgement(PersonId(row.person_id), row.at)
            found[row.override_id] = (*found.get(row.override_id, ()), given)
        return found

    def _record(
        self, row: OverrideRow, partners: tuple[PersonId, PersonId], given: tuple[Acknowledgement, ...]
    ) -> OverrideRecord:
        key = ConflictKey(
            PersonId(row.clinician_id),
            CoupleId(row.couple_id),
            PersonId(row.client_id),
            CareTeamRole(row.role),
        )
        override = ConflictOverride(
            key,
            partners,
            PersonId(row.director_id),
            self._keys.open("overrides.reason", row.id, row.reason),
            row.made_at,
            row.until,
            given,
        )
        return OverrideRecord(row.id, override)
