"""Who one can be in the demo."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.identity import StaffRoleRow
from app.persistence.models.people import PersonRow
from app.persistence.models.programme.programme import CohortRow, MembershipRow
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.access import PrincipalKind
from clinic.identity.roles import StaffRole

__all__ = ["MOST_PEOPLE", "DemoPerson", "DemoPeople"]

MOST_PEOPLE: Final = 200


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person. ``group`` is the name of one cohort of theirs."""

    id: PersonId
    name: str
    kind: PrincipalKind
    roles: tuple[StaffRole, ...]
    group: str | None


class DemoPeople:
    """The invented people of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def all(self) -> list[DemoPerson]:
        """Return everybody who is not archived, staff first, by name; at most ``MOST_PEOPLE``."""
        people = list(
            await self._session.execute(
                select(PersonRow.id, PersonRow.name, PersonRow.kind)
                .where(PersonRow.clinic_id == self._clinic, PersonRow.archived_at.is_(None))
                .order_by(PersonRow.kind.desc(), PersonRow.name, PersonRow.id)
                .limit(MOST_PEOPLE)
            )
        )
        roles = await self._session.execute(
            select(StaffRoleRow.person_id, StaffRoleRow.role).where(StaffRoleRow.clinic_id == self._clinic)
        )
        groups = await self._session.execute(
            select(MembershipRow.person_id, CohortRow.name)
            .join(CohortRow, CohortRow.id == MembershipRow.cohort_id)
            .where(MembershipRow.clinic_id == self._clinic, MembershipRow.until.is_(None))
            .order_by(CohortRow.name.desc())
        )
        roles_of: dict[str, list[StaffRole]] = {}
        for person, role in roles:
            roles_of.setdefault(person, []).append(StaffRole(role))
        group_of = {person: name for person, name in groups}
        return [
            DemoPerson(
                PersonId(person),
                name,
                PrincipalKind(kind),
                tuple(sorted(roles_of.get(person, ()))),
                group_of.get(person),
            )
            for person, name, kind in people
        ]
