"""Systems of others: looked up by their id before their clinic is known, kept and withdrawn by clinic.

A system is not told when a record changed, but when what it may see of it did: ``ShownRepository`` remembers a keyed
hash of what each was shown last.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.clinics import RecipientRow
from app.persistence.models.records.exports import ShownRecordRow, SystemAssertionRow, SystemRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, RecipientId

__all__ = ["SEEN_EVERY", "Shown", "ShownRepository", "StoredSystem", "SystemLookup", "SystemRepository"]

SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly the last use of a system is remembered."""


@dataclass(frozen=True, slots=True)
class StoredSystem:
    """A system as its clinic knows it.

    Attributes:
        recipient: The organisation that what it reads goes to.
        scopes: What it may be allowed, as a text of scopes.
        keys: Its public keys (JWK); none if they are fetched.
        keys_url: Where its keys are fetched, if they are.
    """

    id: str
    clinic: ClinicId
    name: str
    recipient: RecipientId
    scopes: str
    made_at: datetime
    keys: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    keys_url: str | None = None
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as it was shown: a keyed hash of it, and since when it is so."""

    print: bytes
    changed_at: datetime


class SystemLookup:
    """Finds systems by their ids, in all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, system: str) -> StoredSystem | None:
        """Return a system, withdrawn ones too, or None."""
        row = await self._session.get(SystemRow, system, populate_existing=True)
        return _system(row) if row else None


class SystemRepository:
    """The systems of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def all(self) -> list[StoredSystem]:
        """Return every system, the newest first, withdrawn ones last."""
        query = (
            select(SystemRow)
            .where(SystemRow.clinic_id == self._clinic)
            .order_by(SystemRow.withdrawn_at.is_not(None), SystemRow.made_at.desc(), SystemRow.id)
        )
        return [_system(row) for row in await self._session.scalars(query)]

    async def find(self, system: str) -> StoredSystem | None:
        """Return a system, or None."""
        query = select(SystemRow).where(SystemRow.clinic_id == self._clinic, SystemRow.id == system)
        row = await self._session.scalar(query.execution_options(populate_existing=True))
        return _system(row) if row else None

    async def add(self, system: StoredSystem) -> None:
        """Store a new system."""
        self._session.add(
            SystemRow(
                id=system.id,
                clinic_id=self._clinic,
                recipient_id=system.recipient,
                name=system.name,
                scopes=system.scopes,
                keys=[dict(key) for key in system.keys],
                keys_url=system.keys_url,
                made_at=system.made_at,
            )
        )
        await self._session.flush()

    async def change(self, system: StoredSystem) -> bool:
        """Store a system as it is now, if it still has this version; return whether it had."""
        changed = await self._session.execute(
            update(SystemRow)
            .where(
                SystemRow.clinic_id == self._clinic,
                SystemRow.id == system.id,
                SystemRow.version == system.version,
            )
            .values(
                name=system.name,
                scopes=system.scopes,
                keys=[dict(key) for key in system.keys],
                keys_url=system.keys_url,
                withdrawn_at=system.withdrawn_at,
                version=system.version + 1,
            )
            .returning(SystemRow.id)
        )
        return changed.first() is not None

    async def see(self, system: str, now: datetime) -> None:
        """Store that a system was here."""
        await self._session.execute(
            update(SystemRow)
            .where(SystemRow.clinic_id == self._clinic, SystemRow.id == system)
            .values(used_at=now)
        )

    async def use(self, system: str, assertion: bytes, expires_at: datetime) -> bool:
        """Store that an assertion, by its hash, was used; return whether it had not been before."""
        known = select(SystemAssertionRow.hash).where(
            SystemAssertionRow.system_id == system, SystemAssertionRow.hash == assertion
        )
        if await self._session.scalar(known) is not None:
            return False
        self._session.add(
            SystemAssertionRow(
                system_id=system, hash=assertion, clinic_id=self._clinic, expires_at=expires_at
            )
        )
        await self._session.flush()
        return True

    async def forget_assertions(self, by: datetime) -> None:
        """Remove assertions that had expired by then."""
        await self._session.execute(
            delete(SystemAssertionRow).where(
                SystemAssertionRow.clinic_id == self._clinic, SystemAssertionRow.expires_at <= by
            )
        )


class ShownRepository:
    """What the systems of one clinic were shown last."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def of(self, system: str, type_: str, ids: Collection[str]) -> dict[str, Shown]:
        """Return what a system was shown of these records of one type."""
        query = select(ShownRecordRow).where(
            checked(ShownRecordRow.clinic_id) == self._clinic,
            ShownRecordRow.system_id == system,
            ShownRecordRow.type == type_,
            ShownRecordRow.id.in_(ids),
        )
        rows = await self._session.scalars(query) if ids else ()
        return {row.id: Shown(row.print, row.changed_at) for row in rows}

    async def organisations(self, type_: str, id_: str) -> list[tuple[str, datetime]]:
        """Return the organisations whose systems were shown a record, and when there was something new in it last."""
        query = (
            select(RecipientRow.name, func.max(ShownRecordRow.changed_at))
            .join(SystemRow, SystemRow.id == ShownRecordRow.system_id)
            .join(RecipientRow, RecipientRow.id == SystemRow.recipient_id)
            .where(
                checked(ShownRecordRow.clinic_id) == self._clinic,
                ShownRecordRow.type == type_,
                ShownRecordRow.id == id_,
            )
            .group_by(RecipientRow.id, RecipientRow.name)
            .order_by(RecipientRow.name)
        )
        return [(name, at) for name, at in await self._session.execute(query)]

    async def put(self, system: str, type_: str, shown: Mapping[str, Shown]) -> None:
        """Store what a system is shown of records of one type."""
        if not shown:
            return
        await self._session.execute(
            delete(ShownRecordRow).where(
                checked(ShownRecordRow.clinic_id) == self._clinic,
                ShownRecordRow.system_id == system,
                ShownRecordRow.type == type_,
                ShownRecordRow.id.in_(shown),
            )
        )
        await self._session.execute(insert(ShownRecordRow), list(self._rows(system, type_, shown)))

    def _rows(self, system: str, type_: str, shown: Mapping[str, Shown]) -> Iterable[dict[str, Any]]:
        for id_, one in shown.items():
            yield {
                "system_id": system,
                "type": type_,
                "id": id_,
                "clinic_id": self._clinic,
                "print": one.print,
                "changed_at": one.changed_at,
            }


def _system(row: SystemRow) -> StoredSystem:
    return StoredSystem(
        row.id,
        ClinicId(row.clinic_id),
        row.name,
        RecipientId(row.recipient_id),
        row.scopes,
        row.made_at,
        tuple(row.keys),
        row.keys_url,
        row.used_at,
        row.withdrawn_at,
        row.version,
    )
