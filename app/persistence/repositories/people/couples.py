"""Couples, those that ended among them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.persistence.models.people import CoupleRow, PersonRow
from app.persistence.repositories.people.people import Named
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.people.couples import Cameras, CoupleUnit

__all__ = ["CAMERAS", "CoupleRecord", "CoupleRepository", "ListedCouple"]

CAMERAS = {1: Cameras.ONE, 2: Cameras.TWO}
"""As rows count them."""
_COUNTS = {cameras: count for count, cameras in CAMERAS.items()}


@dataclass(frozen=True, slots=True)
class CoupleRecord:
    """A couple as stored."""

    unit: CoupleUnit
    version: int


@dataclass(frozen=True, slots=True)
class ListedCouple:
    """A couple in a list, with the names of the two, and the first one's as the list is ordered by."""

    record: CoupleRecord
    partners: tuple[Named, Named]
    sorted_by: str


class CoupleRepository:
    """The couples of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def add(self, couple: CoupleUnit) -> None:
        """Add a couple."""
        first, second = couple.partners
        self._session.add(
            CoupleRow(
                id=couple.id,
                clinic_id=self._clinic,
                first_id=first,
                second_id=second,
                cameras=_COUNTS[couple.cameras],
                since=couple.since,
                until=couple.until,
            )
        )
        await self._session.flush()

    async def find(self, couple: CoupleId) -> CoupleRecord | None:
        """Return a couple, or None."""
        row = await self._session.scalar(
            select(CoupleRow).where(CoupleRow.id == couple, CoupleRow.clinic_id == self._clinic)
        )
        return _record(row) if row else None

    async def find_all(self, couples: Collection[CoupleId]) -> list[CoupleUnit]:
        """Return those of these couples that exist."""
        query = select(CoupleRow).where(
            checked(CoupleRow.clinic_id) == self._clinic, CoupleRow.id.in_(couples)
        )
        return [_record(row).unit for row in await self._session.scalars(query)]

    async def of(self, people: Collection[PersonId]) -> list[CoupleUnit]:
        """Return every couple, past or present, that one of these people was in."""
        query = (
            select(CoupleRow)
            .where(
                checked(CoupleRow.clinic_id) == self._clinic,
                or_(CoupleRow.first_id.in_(people), CoupleRow.second_id.in_(people)),
            )
            .order_by(CoupleRow.since, CoupleRow.id)
        )
        return [_record(row).unit for row in await self._session.scalars(query)]

    async def page(
        self,
        now: datetime,
        only: Collection[CoupleId] | None,
        after: tuple[str, str] | None,
        limit: int,
    ) -> list[ListedCouple]:
        """Return couples that have not ended, by the first partner's name.

        Args:
            only: No others than these; None for all.
            after: Those that come after this name and id.
        """
        first, second = aliased(PersonRow), aliased(PersonRow)
        query = (
            select(CoupleRow, first.name, first.sort_name, second.name)
            .join(first, first.id == CoupleRow.first_id)
            .join(second, second.id == CoupleRow.second_id)
            .where(CoupleRow.clinic_id == self._clinic, or_(CoupleRow.until.is_(None), CoupleRow.until > now))
            .order_by(first.sort_name, CoupleRow.id)
            .limit(limit)
        )
        if only is not None:
            query = query.where(CoupleRow.id.in_(only))
        if after is not None:
            query = query.where(tuple_(first.sort_name, CoupleRow.id) > after)
        return [
            ListedCouple(
                _record(row),
                (Named(PersonId(row.first_id), one), Named(PersonId(row.second_id), other)),
                sorted_by,
            )
            for row, one, sorted_by, other in await self._session.execute(query)
        ]

    async def change(self, couple: CoupleUnit, version: int) -> bool:
        """Store a couple's cameras and end if it still has this version; return whether it had."""
        changed = await self._session.execute(
            update(CoupleRow)
            .where(
                CoupleRow.id == couple.id,
                CoupleRow.clinic_id == self._clinic,
                CoupleRow.version == version,
            )
            .values(cameras=_COUNTS[couple.cameras], until=couple.until, version=version + 1)
            .returning(CoupleRow.id)
        )
        return changed.first() is not None


def _record(row: CoupleRow) -> CoupleRecord:
    partners = (PersonId(row.first_id), PersonId(row.second_id))
    unit = CoupleUnit(
        CoupleId(row.id), ClinicId(row.clinic_id), partners, row.since, row.until, CAMERAS[row.cameras]
    )
    return CoupleRecord(unit, row.version)
