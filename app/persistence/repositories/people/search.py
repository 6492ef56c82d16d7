"""Lists of people and search as one types: only display names, so that nothing is decrypted."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys, words_of
from app.persistence.models.identity import StaffRoleRow
from app.persistence.models.people import NameWordRow, PersonRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.roles import StaffRole
from clinic.people.person import PersonKind

__all__ = ["PeopleFilter", "PersonSummary", "SearchRepository"]


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Who is wanted.

    Attributes:
        text: What was typed so far: each of its words has to begin a word of the person's names. Nothing finds all.
        kinds: Each with whether its legal names are searched as well.
    """

    kinds: Mapping[PersonKind, bool]
    text: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """Somebody in a list.

    Attributes:
        sorted_by: What the list is ordered by, before the id.
        roles: Of staff.
    """

    id: PersonId
    kind: PersonKind
    name: str
    sorted_by: str
    pronouns: str
    archived: bool
    roles: frozenset[StaffRole] = frozenset()


class SearchRepository:
    """Finds the people of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def find(
        self, wanted: PeopleFilter, after: tuple[str, str] | None, limit: int
    ) -> list[PersonSummary]:
        """Return people by name, those who come after this name and id. People who were merged are left out."""
        # Each kind has its own order in the index: the first of each hold the first of all, however many there are.
        firsts = [
            self._first_of(kind, by_legal_name, wanted, after, limit).subquery()
            for kind, by_legal_name in wanted.kinds.items()
        ]
        ids = union_all(*(select(first.c.id) for first in firsts))
        query = select(PersonRow).where(checked(PersonRow.clinic_id) == self._clinic, PersonRow.id.in_(ids))
        query = query.order_by(PersonRow.sort_name, PersonRow.id).limit(limit)
        rows = list(await self._session.scalars(query))
        roles = await self._roles([row.id for row in rows if row.kind == PersonKind.STAFF])
        return [_summary(row, roles.get(row.id, frozenset())) for row in rows]

    def _first_of(
        self,
        kind: PersonKind,
        by_legal_name: bool,
        wanted: PeopleFilter,
        after: tuple[str, str] | None,
        limit: int,
    ) -> Select[str]:
        query = select(PersonRow.id).where(
            PersonRow.clinic_id == self._clinic,
            PersonRow.kind == kind.value,
            PersonRow.archived_at.is_not(None) if wanted.archived else PersonRow.archived_at.is_(None),
            PersonRow.merged_into.is_(None),
        )
        for word in words_of(wanted.text):
            named = select(NameWordRow.person_id).where(
                NameWordRow.clinic_id == self._clinic, NameWordRow.beginning == self._keys.beginning(word)
            )
            if not by_legal_name:
                named = named.where(NameWordRow.legal.is_(False))
            query = query.where(PersonRow.id.in_(named))
        if after is not None:
            query = query.where(tuple_(PersonRow.sort_name, PersonRow.id) > after)
        return query.order_by(PersonRow.sort_name, PersonRow.id).limit(limit)

    async def _roles(self, staff: list[str]) -> dict[str, frozenset[StaffRole]]:
        if not staff:
            return {}
        query = select(StaffRoleRow).where(
            checked(StaffRoleRow.clinic_id) == self._clinic, StaffRoleRow.person_id.in_(staff)
        )
        found: dict[str, frozenset[StaffRole]] = {}
        for row in await self._session.scalars(query):
            found[row.person_id] = found.get(row.person_id, frozenset()) | {StaffRole(row.role)}
        return found


def _summary(row: PersonRow, roles: frozenset[StaffRole]) -> PersonSummary:
    return PersonSummary(
        PersonId(row.id),
        PersonKind(row.kind),
        row.name,
        row.sort_name,
        row.pronouns or "",
        row.archived_at is not None,
        roles,
    )
