"""What ids stand for, for lists that name many things: one query for each kind, however many there are."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.people import CoupleRow, PersonRow
from app.persistence.models.programme.programme import CohortRow, ProgramRow
from app.persistence.models.schedule import AppointmentRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId
from clinic.people.person import PersonKind

__all__ = ["KnownPerson", "KnownSession", "NameRepository"]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person's display name, and on which side of the programme they are."""

    name: str = field(repr=False)
    kind: PersonKind


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session's title, and when it begins."""

    title: str = field(repr=False)
    begins_at: datetime


class NameRepository:
    """The names of one clinic. What it does not know is left out; nothing is decrypted."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def people(self, ids: Collection[str]) -> dict[str, KnownPerson]:
        """Return these people."""
        query = select(PersonRow.id, PersonRow.name, PersonRow.kind).where(
            checked(PersonRow.clinic_id) == self._clinic, PersonRow.id.in_(ids)
        )
        return {
            one: KnownPerson(name, PersonKind(kind))
            for one, name, kind in (await self._session.execute(query) if ids else ())
        }

    async def groups(self, ids: Collection[str]) -> dict[str, str]:
        """Return the names of these groups."""
        query = select(CohortRow.id, CohortRow.name).where(
            checked(CohortRow.clinic_id) == self._clinic, CohortRow.id.in_(ids)
        )
        return {one: name for one, name in (await self._session.execute(query) if ids else ())}

    async def programs(self, ids: Collection[str]) -> dict[str, str]:
        """Return the names of these programs."""
        query = select(ProgramRow.id, ProgramRow.name).where(
            checked(ProgramRow.clinic_id) == self._clinic, ProgramRow.id.in_(ids)
        )
        return {one: name for one, name in (await self._session.execute(query) if ids else ())}

    async def sessions(self, ids: Collection[str]) -> dict[str, KnownSession]:
        """Return these sessions."""
        query = select(AppointmentRow.id, AppointmentRow.title, AppointmentRow.begins_at).where(
            checked(AppointmentRow.clinic_id) == self._clinic, AppointmentRow.id.in_(ids)
        )
        return {
            one: KnownSession(title, begins_at)
            for one, title, begins_at in (await self._session.execute(query) if ids else ())
        }

    async def partners(self, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return the ids of both partners of these couples."""
        query = select(CoupleRow.id, CoupleRow.first_id, CoupleRow.second_id).where(
            checked(CoupleRow.clinic_id) == self._clinic, CoupleRow.id.in_(ids)
        )
        return {
            one: (first, second) for one, first, second in (await self._session.execute(query) if ids else ())
        }
