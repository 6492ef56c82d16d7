"""Sign-ins, looked up by their secret before it is known which clinic they belong to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.identity import ApiTokenRow, SignInRow, StaffRoleRow
from app.persistence.models.people import PersonRow
from clinic.identity.access import Action, Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.identity.sign_ins import SignIn, SignInEvent, SignInState
from clinic.ids import ClinicId, PersonId, SignInId

__all__ = ["FoundSignIn", "SignInRepository", "StoredSignIn"]


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
class StoredSignIn:
    """A sign-in as its owner sees it in a list."""

    sign_in: SignIn
    method: str
    device: str


class SignInRepository:
    """Queries about sign-ins and tokens, over all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, sign_in: SignIn, secret_hash: bytes, method: str, device: str) -> None:
        """Store a new sign-in."""
        self._session.add(
            SignInRow(
                id=sign_in.id,
                clinic_id=sign_in.clinic,
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

    async def find(self, secret_hash: bytes) -> FoundSignIn | None:
        """Return the sign-in with this secret, of a person who is not archived."""
        query = (
            select(SignInRow, PersonRow.kind)
            .join(PersonRow, PersonRow.id == SignInRow.person_id)
            .where(SignInRow.secret_hash == secret_hash, PersonRow.archived_at.is_(None))
        )
        row = (await self._session.execute(query)).first()
        if row is None:
            return None
        return FoundSignIn(_sign_in(row[0], row[1]), await self._roles(row[0].person_id))

    async def keep(self, sign_in: SignIn) -> None:
        """Store what happened to a sign-in."""
        await self._session.execute(
            update(SignInRow)
            .where(SignInRow.id == sign_in.id)
            .values(
                state=sign_in.state.value,
                seen_at=sign_in.seen_at,
                proved_at=sign_in.proved_at,
                ended_at=sign_in.ended_at,
                ended_by=sign_in.ended_by.value if sign_in.ended_by else None,
            )
        )

    async def of_person(self, person: PersonId) -> list[StoredSignIn]:
        """Return a person's sign-ins that have not ended, the newest first."""
        query = (
            select(SignInRow, PersonRow.kind)
            .join(PersonRow, PersonRow.id == SignInRow.person_id)
            .where(SignInRow.person_id == person, SignInRow.ended_at.is_(None))
            .order_by(SignInRow.started_at.desc(), SignInRow.id)
        )
        return [
            StoredSignIn(_sign_in(row, kind), row.method, row.device)
            for row, kind in await self._session.execute(query)
        ]

    async def find_token(self, secret_hash: bytes, now: datetime) -> Principal | None:
        """Return who acts by the token with this secret, if it is valid now."""
        query = (
            select(ApiTokenRow)
            .join(PersonRow, PersonRow.id == ApiTokenRow.person_id)
            .where(
                ApiTokenRow.secret_hash == secret_hash,
                ApiTokenRow.withdrawn_at.is_(None),
                ApiTokenRow.expires_at > now,
                PersonRow.archived_at.is_(None),
            )
        )
        row = await self._session.scalar(query)
        if row is None:
            return None
        return Principal(
            ClinicId(row.clinic_id),
            PersonId(row.person_id),
            PrincipalKind.STAFF,
            await self._roles(row.person_id),
            SignInId(row.id),
            row.made_at,
            frozenset(Action(scope) for scope in row.scopes),
        )

    async def _roles(self, person: str) -> frozenset[StaffRole]:
        query = select(StaffRoleRow.role).where(StaffRoleRow.person_id == person)
        return frozenset(StaffRole(role) for role in await self._session.scalars(query))


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
