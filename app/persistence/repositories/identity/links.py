"""One-time links, stored as hashes of their secrets."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.identity import AccountRow, OneTimeLinkRow
from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import ExternalInterpreterRow
from app.persistence.repositories.identity.accounts import MAY_SIGN_IN
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.links import Link, LinkPurpose

__all__ = ["FoundLink", "LinkLookup", "LinkRepository", "NewLink"]


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link and the id of its row, ``ln_…``."""

    id: str
    link: Link


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to be stored: its id, ``ln_…``, and the hash of its secret."""

    id: str
    link: Link
    secret_hash: bytes = field(repr=False)


class LinkLookup:
    """Finds links in all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, secret_hash: bytes) -> FoundLink | None:
        """Return the link with this secret, of a person who may sign in, or None."""
        query = (
            select(OneTimeLinkRow)
            .join(PersonRow, PersonRow.id == OneTimeLinkRow.person_id)
            .join(AccountRow, AccountRow.person_id == OneTimeLinkRow.person_id)
            .where(OneTimeLinkRow.secret_hash == secret_hash, *MAY_SIGN_IN)
        )
        row = await self._session.scalar(query)
        return None if row is None else FoundLink(row.id, _link(row))

    async def find_external(self, secret_hash: bytes) -> FoundLink | None:
        """Return the link with this secret of an interpreter from outside, who can never sign in, or None."""
        query = (
            select(OneTimeLinkRow)
            .join(ExternalInterpreterRow, ExternalInterpreterRow.person_id == OneTimeLinkRow.person_id)
            .where(OneTimeLinkRow.secret_hash == secret_hash)
        )
        row = await self._session.scalar(query)
        return None if row is None else FoundLink(row.id, _link(row))


class LinkRepository:
    """The links of one clinic's people."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def add(self, links: Iterable[NewLink]) -> None:
        """Store new links, in one statement."""
        self._session.add_all(
            OneTimeLinkRow(
                id=new.id,
                clinic_id=self._clinic,
                person_id=new.link.person,
                secret_hash=new.secret_hash,
                purpose=new.link.purpose.value,
                made_at=new.link.issued_at,
                expires_at=new.link.ends_at,
            )
            for new in links
        )
        await self._session.flush()

    async def use(self, link_id: str, now: datetime) -> bool:
        """Mark a link as used; False if it was used or withdrawn meanwhile."""
        changed = await self._session.execute(
            update(OneTimeLinkRow)
            .where(
                OneTimeLinkRow.clinic_id == self._clinic,
                OneTimeLinkRow.id == link_id,
                OneTimeLinkRow.used_at.is_(None),
                OneTimeLinkRow.withdrawn_at.is_(None),
            )
            .values(used_at=now)
            .returning(OneTimeLinkRow.id)
        )
        return changed.first() is not None

    async def withdraw_all(self, person: PersonId, purposes: Collection[LinkPurpose], now: datetime) -> int:
        """Withdraw a person's unused links for these purposes; return how many there were."""
        changed = await self._session.execute(
            update(OneTimeLinkRow)
            .where(
                OneTimeLinkRow.clinic_id == self._clinic,
                OneTimeLinkRow.person_id == person,
                OneTimeLinkRow.purpose.in_([purpose.value for purpose in purposes]),
                OneTimeLinkRow.used_at.is_(None),
                OneTimeLinkRow.withdrawn_at.is_(None),
            )
            .values(withdrawn_at=now)
            .returning(OneTimeLinkRow.id)
        )
        return len(changed.all())

    async def newest(self, person: PersonId, purpose: LinkPurpose) -> Link | None:
        """Return the person's newest link for a purpose, or None."""
        query = (
            select(OneTimeLinkRow)
            .where(
                OneTimeLinkRow.clinic_id == self._clinic,
                OneTimeLinkRow.person_id == person,
                OneTimeLinkRow.purpose == purpose.value,
            )
            .order_by(OneTimeLinkRow.made_at.desc())
            .limit(1)
        )
        row = await self._session.scalar(query)
        return None if row is None else _link(row)


def _link(row: OneTimeLinkRow) -> Link:
    return Link(
        ClinicId(row.clinic_id),
        PersonId(row.person_id),
        LinkPurpose(row.purpose),
        row.made_at,
        row.expires_at,
        row.used_at,
        row.withdrawn_at,
    )
