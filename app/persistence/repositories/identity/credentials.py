"""Passkeys and recovery codes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.identity import AccountRow, PasskeyRow, RecoveryCodeRow
from app.persistence.models.people import PersonRow
from app.persistence.repositories.identity.accounts import MAY_SIGN_IN
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.recovery import RecoveryCodes

__all__ = ["Passkey", "PasskeyLookup", "PasskeyRepository", "RecoveryCodeLookup", "RecoveryCodeRepository"]


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey. ``label`` is what its owner calls it; ``public_key`` is a COSE key, CBOR."""

    id: bytes
    clinic: ClinicId
    person: PersonId
    public_key: bytes = field(repr=False)
    sign_count: int
    label: str = field(repr=False)
    made_at: datetime
    used_at: datetime | None


class PasskeyLookup:
    """Finds passkeys in all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, credential: bytes) -> Passkey | None:
        """Return the passkey with this id, of a person who may sign in, or None."""
        query = (
            select(PasskeyRow)
            .join(PersonRow, PersonRow.id == PasskeyRow.person_id)
            .join(AccountRow, AccountRow.person_id == PasskeyRow.person_id)
            .where(PasskeyRow.credential_id == credential, *MAY_SIGN_IN)
        )
        row = await self._session.scalar(query)
        return None if row is None else _passkey(row)


class RecoveryCodeLookup:
    """Finds recovery codes in all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, email_hash: bytes, hashed: str) -> tuple[ClinicId, PersonId] | None:
        """Return whose unused code this is, among those who sign in with this address and have no password."""
        query = (
            select(AccountRow.clinic_id, AccountRow.person_id)
            .join(PersonRow, PersonRow.id == AccountRow.person_id)
            .join(RecoveryCodeRow, RecoveryCodeRow.person_id == AccountRow.person_id)
            .where(
                AccountRow.email_hash == email_hash,
                AccountRow.password_hash.is_(None),
                RecoveryCodeRow.code_hash == bytes.fromhex(hashed),
                RecoveryCodeRow.used_at.is_(None),
                *MAY_SIGN_IN,
            )
        )
        found = (await self._session.execute(query.limit(1))).first()
        return None if found is None else (ClinicId(found[0]), PersonId(found[1]))


class PasskeyRepository:
    """The passkeys of one clinic's people."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def add(self, passkey: Passkey) -> None:
        """Store a new passkey. Two with one id are a conflict."""
        self._session.add(
            PasskeyRow(
                credential_id=passkey.id,
                clinic_id=self._clinic,
                person_id=passkey.person,
                public_key=passkey.public_key,
                sign_count=passkey.sign_count,
                label=passkey.label,
                created_at=passkey.made_at,
            )
        )
        await self._session.flush()

    async def of_person(self, person: PersonId) -> list[Passkey]:
        """Return a person's passkeys, the oldest first."""
        query = select(PasskeyRow).where(*self._mine(person))
        rows = await self._session.scalars(query.order_by(PasskeyRow.created_at, PasskeyRow.credential_id))
        return [_passkey(row) for row in rows]

    async def use(self, passkey: Passkey, sign_count: int, now: datetime) -> bool:
        """Store that the passkey was used; False if its counter moved meanwhile, or it is gone."""
        changed = await self._session.execute(
            update(PasskeyRow)
            .where(
                *self._mine(passkey.person),
                PasskeyRow.credential_id == passkey.id,
                PasskeyRow.sign_count == passkey.sign_count,
            )
            .values(sign_count=sign_count, used_at=now)
            .returning(PasskeyRow.person_id)
        )
        return changed.first() is not None

    async def remove(self, person: PersonId, credential: bytes) -> bool:
        """Remove one of a person's passkeys; False if they have none with this id."""
        removed = await self._session.execute(
            delete(PasskeyRow)
            .where(*self._mine(person), PasskeyRow.credential_id == credential)
            .returning(PasskeyRow.person_id)
        )
        return removed.first() is not None

    async def remove_all(self, person: PersonId) -> None:
        """Remove all of a person's passkeys."""
        await self._session.execute(delete(PasskeyRow).where(*self._mine(person)))

    def _mine(self, person: PersonId) -> tuple[Any, ...]:
        return (PasskeyRow.clinic_id == self._clinic, PasskeyRow.person_id == person)


class RecoveryCodeRepository:
    """The recovery codes of one clinic's staff."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def find(self, person: PersonId) -> RecoveryCodes | None:
        """Return a person's codes, or None if they have none."""
        rows = list(await self._session.scalars(select(RecoveryCodeRow).where(*self._mine(person))))
        if not rows:
            return None
        used = frozenset(row.code_hash.hex() for row in rows if row.used_at is not None)
        every = frozenset(row.code_hash.hex() for row in rows)
        return RecoveryCodes(max(row.made_at for row in rows), every - used, used)

    async def count_unused(self, person: PersonId) -> int:
        """Return how many codes a person has left."""
        query = select(func.count()).select_from(RecoveryCodeRow)
        left = await self._session.scalar(query.where(*self._mine(person), RecoveryCodeRow.used_at.is_(None)))
        return left or 0

    async def replace(self, person: PersonId, hashes: Iterable[str], now: datetime) -> None:
        """Replace all of a person's codes; none takes them away."""
        await self._session.execute(delete(RecoveryCodeRow).where(*self._mine(person)))
        self._session.add_all(
            RecoveryCodeRow(
                person_id=person, code_hash=bytes.fromhex(hashed), clinic_id=self._clinic, made_at=now
            )
            for hashed in hashes
        )
        await self._session.flush()

    async def use(self, person: PersonId, hashed: str, now: datetime) -> bool:
        """Mark a code as used; False if it was used meanwhile."""
        changed = await self._session.execute(
            update(RecoveryCodeRow)
            .where(
                *self._mine(person),
                RecoveryCodeRow.code_hash == bytes.fromhex(hashed),
                RecoveryCodeRow.used_at.is_(None),
            )
            .values(used_at=now)
            .returning(RecoveryCodeRow.person_id)
        )
        return changed.first() is not None

    def _mine(self, person: PersonId) -> tuple[Any, ...]:
        return (RecoveryCodeRow.clinic_id == self._clinic, RecoveryCodeRow.person_id == person)


def _passkey(row: PasskeyRow) -> Passkey:
    return Passkey(
        row.credential_id,
        ClinicId(row.clinic_id),
        PersonId(row.person_id),
        row.public_key,
        row.sign_count,
        row.label,
        row.created_at,
        row.used_at,
    )
