"""Sign-ins and tokens: looked up by their secret before it is known whose they are, listed and ended by clinic.

Nothing brings back what has ended: whatever is stored about a sign-in is stored only while it has not ended.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.identity import AccountRow, ApiTokenRow, SignInRow, StaffRoleRow
from app.persistence.models.people import PersonRow
from app.persistence.repositories.identity.accounts import MAY_SIGN_IN
from clinic.common.ids import ClinicId, PersonId, SignInId
from clinic.identity.access import Action, Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.identity.sign_ins import SignIn, SignInEvent, SignInState

__all__ = [
    "TOKEN_SEEN_EVERY",
    "FoundSignIn",
    "FoundToken",
    "SignInLookup",
    "SignInRepository",
    "StoredSignIn",
    "StoredToken",
    "TokenRepository",
]

TOKEN_SEEN_EVERY: Final = timedelta(hours=1)
"""How exactly the last use of a token is remembered."""


@dataclass(frozen=True, slots=True)
class FoundSignIn:
    """A sign-in, and the roles that its person has today."""

    sign_in: SignIn
    roles: frozenset[StaffRole]

    @property
    def principal(self) -> Principal:
        """Who acts by this sign-in."""
        one = self.sign_in
        return Principal(one.clinic, one.person, one.kind, self.roles, one.id, one.proved_at)


@dataclass(frozen=True, slots=True)
class FoundToken:
    """Who acts by a token, and when it was last used, as exactly as ``TOKEN_SEEN_EVERY``."""

    principal: Principal
    used_at: datetime | None

    def is_to_be_seen(self, now: datetime) -> bool:
        """Return whether its use now is to be stored."""
        return self.used_at is None or now - self.used_at >= TOKEN_SEEN_EVERY


@dataclass(frozen=True, slots=True)
class StoredSignIn:
    """A sign-in as its owner sees it in a list."""

    sign_in: SignIn
    method: str
    device: str


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A token as its owner sees it in a list. ``scopes`` that no longer exist are left out."""

    id: SignInId
    label: str = field(repr=False)
    scopes: frozenset[Action]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


class SignInLookup:
    """Finds sign-ins and tokens by their secrets, in all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, secret_hash: bytes) -> FoundSignIn | None:
        """Return the sign-in with this secret, of a person who may sign in, or None."""
        query = (
            select(SignInRow, PersonRow.kind)
            .join(PersonRow, PersonRow.id == SignInRow.person_id)
            .join(AccountRow, AccountRow.person_id == SignInRow.person_id, isouter=True)
            .where(SignInRow.secret_hash == secret_hash, *MAY_SIGN_IN)
        )
        row = (await self._session.execute(query)).first()
        if row is None:
            return None
        return FoundSignIn(_sign_in(row[0], row[1]), await self._roles(row[0].person_id))

    async def see(self, sign_in: SignIn) -> bool:
        """Store when the person was last active; False if the sign-in has ended meanwhile."""
        changed = await self._session.execute(
            update(SignInRow)
            .where(SignInRow.id == sign_in.id, SignInRow.ended_at.is_(None))
            .values(seen_at=sign_in.seen_at)
            .returning(SignInRow.id)
        )
        return changed.first() is not None

    async def see_people(
        self, people: Collection[str], kind: PrincipalKind, since: datetime, now: datetime
    ) -> None:
        """Store that those of these people who are of this kind are active now.

        Args:
            since: Only in sign-ins that were seen since then; the others have idled away.
        """
        of_kind = select(PersonRow.id).where(PersonRow.id.in_(people), PersonRow.kind == kind.value)
        await self._session.execute(
            update(SignInRow)
            .where(
                SignInRow.person_id.in_(of_kind),
                SignInRow.state == SignInState.ACTIVE.value,
                SignInRow.ended_at.is_(None),
                SignInRow.seen_at >= since,
            )
            .values(seen_at=now)
            .execution_options(synchronize_session=False)
        )

    async def find_token(self, secret_hash: bytes, now: datetime) -> FoundToken | None:
        """Return who acts by the token with this secret, if it is valid now."""
        query = (
            select(ApiTokenRow)
            .join(PersonRow, PersonRow.id == ApiTokenRow.person_id)
            .join(AccountRow, AccountRow.person_id == ApiTokenRow.person_id, isouter=True)
            .where(
                ApiTokenRow.secret_hash == secret_hash,
                ApiTokenRow.withdrawn_at.is_(None),
                ApiTokenRow.expires_at > now,
                *MAY_SIGN_IN,
            )
        )
        row = await self._session.scalar(query)
        if row is None:
            return None
        principal = Principal(
            ClinicId(row.clinic_id),
            PersonId(row.person_id),
            PrincipalKind.STAFF,
            await self._roles(row.person_id),
            SignInId(row.id),
            row.made_at,
            _scopes(row),
        )
        return FoundToken(principal, row.used_at)

    async def see_token(self, token: SignInId, now: datetime) -> None:
        """Store that a token was used."""
        await self._session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token).values(used_at=now))

    async def _roles(self, person: str) -> frozenset[StaffRole]:
        query = select(StaffRoleRow.role).where(StaffRoleRow.person_id == person)
        return frozenset(StaffRole(role) for role in await self._session.scalars(query))


class SignInRepository:
    """The sign-ins of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def add(self, sign_in: SignIn, secret_hash: bytes, method: str, device: str) -> None:
        """Store a new sign-in."""
        self._session.add(
            SignInRow(
                id=sign_in.id,
                clinic_id=self._clinic,
                person_id=sign_in.person,
                secret_hash=secret_hash,
                method=method,
                device=device,
                state=sign_in.state.value,
                started_at=sign_in.started_at,
                seen_at=sign_in.seen_at,
                proved_at=sign_in.proved_at,
            )
        )
        await self._session.flush()

    async def complete(self, sign_in: SignIn, secret_hash: bytes) -> bool:
        """Store a sign-in after its second proof, with its new secret; False if it did not await one any more."""
        return await self._store(
            sign_in, SignInRow.state == SignInState.SECOND_FACTOR.value, secret_hash=secret_hash
        )

    async def keep(self, sign_in: SignIn) -> bool:
        """Store what happened to a sign-in; False if it has ended meanwhile."""
        return await self._store(sign_in)

    async def _store(self, sign_in: SignIn, *conditions: Any, **more: Any) -> bool:
        changed = await self._session.execute(
            update(SignInRow)
            .where(*self._open(), SignInRow.id == sign_in.id, *conditions)
            .values(
                state=sign_in.state.value,
                seen_at=sign_in.seen_at,
                proved_at=sign_in.proved_at,
                ended_at=sign_in.ended_at,
                ended_by=sign_in.ended_by.value if sign_in.ended_by else None,
                **more,
            )
            .returning(SignInRow.id)
        )
        return changed.first() is not None

    async def find(self, person: PersonId, sign_in: SignInId) -> SignIn | None:
        """Return one of a person's sign-ins that have not ended, or None."""
        for one in await self.of_person(person):
            if one.sign_in.id == sign_in:
                return one.sign_in
        return None

    async def of_person(self, person: PersonId) -> list[StoredSignIn]:
        """Return a person's sign-ins that nobody has ended, the newest first; some may have idled away."""
        query = (
            select(SignInRow, PersonRow.kind)
            .join(PersonRow, PersonRow.id == SignInRow.person_id)
            .where(*self._open(), SignInRow.person_id == person)
            .order_by(SignInRow.started_at.desc(), SignInRow.id)
        )
        return [
            StoredSignIn(_sign_in(row, kind), row.method, row.device)
            for row, kind in await self._session.execute(query)
        ]

    async def any_of(self, person: PersonId) -> bool:
        """Return whether the person has ever signed in."""
        query = select(SignInRow.id).where(
            SignInRow.clinic_id == self._clinic,
            SignInRow.person_id == person,
            SignInRow.state != SignInState.SECOND_FACTOR.value,
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def revoke_all(
        self, person: PersonId, now: datetime, but: SignInId | None = None
    ) -> list[SignInId]:
        """End all of a person's sign-ins from elsewhere, except one; return which there were."""
        other = () if but is None else (SignInRow.id != but,)
        revoked = {"state": SignInState.ENDED.value, "ended_at": now, "ended_by": SignInEvent.REVOKED.value}
        ended = await self._session.scalars(
            update(SignInRow)
            .where(*self._open(), SignInRow.person_id == person, *other)
            .values(**revoked)
            .returning(SignInRow.id)
            .execution_options(synchronize_session=False)
        )
        return [SignInId(one) for one in ended]

    def _open(self) -> tuple[Any, ...]:
        return (SignInRow.clinic_id == self._clinic, SignInRow.ended_at.is_(None))


class TokenRepository:
    """The tokens of one clinic's staff."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def add(self, person: PersonId, token: StoredToken, secret_hash: bytes) -> None:
        """Store a new token."""
        self._session.add(
            ApiTokenRow(
                id=token.id,
                clinic_id=self._clinic,
                person_id=person,
                secret_hash=secret_hash,
                label=token.label,
                scopes=sorted(token.scopes),
                made_at=token.made_at,
                expires_at=token.expires_at,
            )
        )
        await self._session.flush()

    async def of_person(self, person: PersonId, now: datetime) -> list[StoredToken]:
        """Return a person's tokens that are valid, the newest first."""
        rows = await self._session.scalars(
            select(ApiTokenRow)
            .where(*self._valid(person), ApiTokenRow.expires_at > now)
            .order_by(ApiTokenRow.made_at.desc(), ApiTokenRow.id)
        )
        return [
            StoredToken(SignInId(row.id), row.label, _scopes(row), row.made_at, row.expires_at, row.used_at)
            for row in rows
        ]

    async def withdraw(self, person: PersonId, now: datetime, token: SignInId | None = None) -> int:
        """Withdraw one of a person's tokens, or all; return how many there were."""
        one = () if token is None else (ApiTokenRow.id == token,)
        changed = await self._session.execute(
            update(ApiTokenRow)
            .where(*self._valid(person), *one)
            .values(withdrawn_at=now)
            .returning(ApiTokenRow.id)
        )
        return len(changed.all())

    def _valid(self, person: PersonId) -> tuple[Any, ...]:
        return (
            ApiTokenRow.clinic_id == self._clinic,
            ApiTokenRow.person_id == person,
            ApiTokenRow.withdrawn_at.is_(None),
        )


def _scopes(row: ApiTokenRow) -> frozenset[Action]:
    return frozenset(action for action in Action if action.value in row.scopes)


def _sign_in(row: SignInRow, kind: str) -> SignIn:
    return SignIn(
        SignInId(row.id),
        ClinicId(row.clinic_id),
        PersonId(row.person_id),
        PrincipalKind(kind),
        SignInState(row.state),
        row.started_at,
        row.seen_at,
        row.proved_at,
        row.ended_at,
        SignInEvent(row.ended_by) if row.ended_by else None,
    )
