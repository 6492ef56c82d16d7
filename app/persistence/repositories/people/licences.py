"""What staff are qualified for, and their licences. The numbers of licences are encrypted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.people import LicenceRow, QualificationRow
from clinic.common.ids import ClinicId, PersonId
from clinic.people.licences import (
    Compact,
    CompactPrivilege,
    Credentials,
    Licence,
    LicenceType,
    Qualification,
)

__all__ = ["LicenceRecord", "LicenceRepository"]


@dataclass(frozen=True, slots=True)
class LicenceRecord:
    """A licence as stored, and whose it is."""

    id: str
    person: PersonId
    licence: Licence


class LicenceRepository:
    """The qualifications and licences of one clinic's staff."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def credentials(self, people: Collection[PersonId]) -> dict[PersonId, Credentials]:
        """Return what each of these people has to show; those who have nothing are in it, too."""
        qualified: dict[PersonId, set[Qualification]] = {person: set() for person in people}
        query = select(QualificationRow).where(
            QualificationRow.clinic_id == self._clinic, QualificationRow.person_id.in_(people)
        )
        for row in await self._session.scalars(query):
            qualified[PersonId(row.person_id)].add(Qualification(row.name))
        licences = await self.of(people)
        return {
            person: Credentials(
                frozenset(names), tuple(one.licence for one in licences if one.person == person)
            )
            for person, names in qualified.items()
        }

    async def of(self, people: Collection[PersonId]) -> list[LicenceRecord]:
        """Return the licences of these people, those that expire first before the others."""
        query = (
            select(LicenceRow)
            .where(LicenceRow.clinic_id == self._clinic, LicenceRow.person_id.in_(people))
            .order_by(LicenceRow.expires, LicenceRow.id)
        )
        return [self._record(row) for row in await self._session.scalars(query)]

    async def find(self, licence: str) -> LicenceRecord | None:
        """Return a licence, or None."""
        row = await self._session.scalar(
            select(LicenceRow).where(LicenceRow.id == licence, LicenceRow.clinic_id == self._clinic)
        )
        return self._record(row) if row else None

    async def add(self, record: LicenceRecord) -> None:
        """Add a licence."""
        licence = record.licence
        self._session.add(
            LicenceRow(
                id=record.id,
                clinic_id=self._clinic,
                person_id=record.person,
                state=licence.state,
                type=licence.type.value,
                number=self._keys.seal("licences.number", record.id, licence.number),
                expires=licence.expires,
                privileges=[_written(privilege) for privilege in licence.privileges],
            )
        )
        await self._session.flush()

    async def remove(self, licence: str) -> None:
        """Remove a licence that was recorded by mistake."""
        await self._session.execute(
            delete(LicenceRow).where(LicenceRow.id == licence, LicenceRow.clinic_id == self._clinic)
        )

    async def put_qualifications(self, person: PersonId, names: Iterable[Qualification]) -> None:
        """Let a person have these qualifications and no others."""
        await self._session.execute(
            delete(QualificationRow).where(
                QualificationRow.person_id == person, QualificationRow.clinic_id == self._clinic
            )
        )
        rows = [{"clinic_id": self._clinic, "person_id": person, "name": name.value} for name in set(names)]
        if rows:
            await self._session.execute(insert(QualificationRow), rows)

    def _record(self, row: LicenceRow) -> LicenceRecord:
        licence = Licence(
            row.state,
            LicenceType(row.type),
            self._keys.open("licences.number", row.id, row.number),
            row.expires,
            tuple(_read(privilege) for privilege in row.privileges),
        )
        return LicenceRecord(row.id, PersonId(row.person_id), licence)


def _written(privilege: CompactPrivilege) -> dict[str, Any]:
    return {
        "compact": privilege.compact.value,
        "states": sorted(privilege.states),
        "expires": privilege.expires.isoformat(),
    }


def _read(written: dict[str, Any]) -> CompactPrivilege:
    return CompactPrivilege(
        Compact(written["compact"]), frozenset(written["states"]), date.fromisoformat(written["expires"])
    )
