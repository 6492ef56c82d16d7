"""Accounts: who a person is to the sign-in, and what they can prove it with.

Before the clinic is known, ``AccountLookup`` finds an account by what somebody shows. People who are archived, and
accounts that are disabled, are never found.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.identity import AccountRow
from app.persistence.models.people import PersonRow
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.access import PrincipalKind
from clinic.people.person import PersonKind

__all__ = [
    "CLINICS_PER_ADDRESS",
    "MAY_SIGN_IN",
    "Account",
    "AccountLookup",
    "AccountRepository",
    "PasswordAccount",
]

CLINICS_PER_ADDRESS: Final = 2
"""How many accounts with one address can sign in by password: somebody may work for two clinics. The oldest count, so
that nobody can push out an account by making new ones."""
MAY_SIGN_IN: Final = (PersonRow.archived_at.is_(None), AccountRow.disabled_at.is_(None))
"""For queries over people, with their accounts if they have any."""
_PIN, _TOTP, _EMAIL = "accounts.pin_hash", "accounts.totp_secret", "people.email"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who can sign in, or is about to set up how.

    Attributes:
        name: The display name.
        email_hash: Of the address they sign in with; keyed for the whole installation.
        totp_step: The last step that was used.
        oidc_subject: Hash of who an identity provider says they are; None until they first sign in through it.
    """

    clinic: ClinicId
    person: PersonId
    kind: PrincipalKind
    name: str = field(repr=False)
    email: str | None = field(repr=False)
    languages: tuple[str, ...]
    time_zone: str | None
    email_hash: bytes | None = field(repr=False)
    password_hash: str | None = field(repr=False)
    pin_hash: str | None = field(repr=False)
    totp_secret: str | None = field(repr=False)
    totp_step: int | None
    oidc_subject: bytes | None = field(default=None, repr=False)

    @property
    def has_password_and_totp(self) -> bool:
        """Whether the person can sign in by password: that alone is not enough."""
        return self.password_hash is not None and self.totp_secret is not None


@dataclass(frozen=True, slots=True)
class PasswordAccount:
    """An account that an address may belong to. ``password_hash`` is None where it has no password."""

    clinic: ClinicId
    person: PersonId
    password_hash: str | None = field(repr=False)


class AccountLookup:
    """Finds accounts in all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_address(self, email_hash: bytes) -> list[PasswordAccount]:
        """Return the accounts that sign in with this address, the oldest first, at most ``CLINICS_PER_ADDRESS``."""
        query = (
            select(AccountRow.clinic_id, AccountRow.person_id, AccountRow.password_hash)
            .join(PersonRow, PersonRow.id == AccountRow.person_id)
            .where(AccountRow.email_hash == email_hash, *MAY_SIGN_IN)
            .order_by(AccountRow.created_at, AccountRow.person_id)
            .limit(CLINICS_PER_ADDRESS)
        )
        return [
            PasswordAccount(ClinicId(clinic), PersonId(person), hashed)
            for clinic, person, hashed in await self._session.execute(query)
        ]

    async def clinic_of(self, person: PersonId) -> ClinicId | None:
        """Return the clinic of a person who has an account, or None."""
        query = select(AccountRow.clinic_id).where(AccountRow.person_id == person)
        found = await self._session.scalar(query)
        return ClinicId(found) if found else None


class AccountRepository:
    """The accounts of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def find(self, person: PersonId) -> Account | None:
        """Return the person with their account, which may be empty; None if there is nobody who may sign in."""
        return await self._one(PersonRow.id == person, PersonRow.kind != PersonKind.EXTERNAL.value)

    async def by_subject(self, subject_hash: bytes) -> Account | None:
        """Return whose account an identity provider's subject is, or None."""
        return await self._one(AccountRow.oidc_subject == subject_hash)

    async def by_address(self, email_hash: bytes) -> Account | None:
        """Return the member of staff who signs in with this address, or None."""
        return await self._one(
            AccountRow.email_hash == email_hash, PersonRow.kind == PrincipalKind.STAFF.value
        )

    async def ensure(self, person: PersonId, email_hash: bytes | None, now: datetime) -> None:
        """Give the person an account if they have none, and let it be found by this address."""
        changed = await self._change(person, email_hash=email_hash)
        if not changed:
            values = {"person_id": person, "clinic_id": self._clinic}
            await self._session.execute(
                insert(AccountRow).values(**values, email_hash=email_hash, created_at=now)
            )

    async def set_password(self, person: PersonId, password_hash: str | None) -> None:
        """Replace the password; None takes it away."""
        await self._change(person, password_hash=password_hash)

    async def set_pin(self, person: PersonId, pin_hash: str | None) -> None:
        """Replace the PIN; None takes it away."""
        sealed = None if pin_hash is None else self._keys.seal(_PIN, person, pin_hash)
        await self._change(person, pin_hash=sealed)

    async def set_totp(self, person: PersonId, secret: str | None, step: int | None) -> None:
        """Replace the secret of one-time passwords, with the step of the code that confirmed it; None takes it away."""
        sealed = None if secret is None else self._keys.seal(_TOTP, person, secret)
        await self._change(person, totp_secret=sealed, totp_step=step)

    async def use_totp_step(self, person: PersonId, step: int) -> bool:
        """Mark a step and all before it as used; False if it was used meanwhile."""
        newer = or_(AccountRow.totp_step.is_(None), AccountRow.totp_step < step)
        return await self._change(person, newer, totp_step=step)

    async def bind_subject(self, person: PersonId, subject_hash: bytes) -> bool:
        """Let an identity provider's subject sign in to the account; False if another one does already."""
        return await self._change(person, AccountRow.oidc_subject.is_(None), oidc_subject=subject_hash)

    async def _one(self, *conditions: Any) -> Account | None:
        query = (
            select(PersonRow, AccountRow)
            .join(AccountRow, AccountRow.person_id == PersonRow.id, isouter=True)
            .where(PersonRow.clinic_id == self._clinic, *MAY_SIGN_IN, *conditions)
            .limit(1)
        )
        found = (await self._session.execute(query)).first()
        return None if found is None else self._account(found[0], found[1])

    def _account(self, person: PersonRow, row: AccountRow | None) -> Account:
        return Account(
            clinic=self._clinic,
            person=PersonId(person.id),
            kind=PrincipalKind(person.kind),
            name=person.name,
            email=self._open(_EMAIL, person.id, person.email),
            languages=tuple(person.languages or ()),
            time_zone=person.time_zone,
            email_hash=row.email_hash if row else None,
            password_hash=row.password_hash if row else None,
            pin_hash=self._open(_PIN, person.id, row.pin_hash if row else None),
            totp_secret=self._open(_TOTP, person.id, row.totp_secret if row else None),
            totp_step=row.totp_step if row else None,
            oidc_subject=row.oidc_subject if row else None,
        )

    def _open(self, place: str, row: str, sealed: str | None) -> str | None:
        return None if sealed is None else self._keys.open(place, row, sealed)

    async def _change(self, person: PersonId, *conditions: Any, **values: Any) -> bool:
        changed = await self._session.execute(
            update(AccountRow)
            .where(AccountRow.clinic_id == self._clinic, AccountRow.person_id == person, *conditions)
            .values(**values)
            .returning(AccountRow.person_id)
            .execution_options(synchronize_session=False)
        )
        return changed.first() is not None
