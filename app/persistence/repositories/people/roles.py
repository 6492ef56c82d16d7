"""The roles of staff in the clinic."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.identity import StaffRoleRow
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.roles import StaffRole

__all__ = ["RoleRepository"]


class RoleRepository:
    """Who has which role in one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def of(self, person: PersonId) -> frozenset[StaffRole]:
        """Return a person's roles."""
        query = select(StaffRoleRow.role).where(
            StaffRoleRow.person_id == person, StaffRoleRow.clinic_id == self._clinic
        )
        return frozenset(StaffRole(role) for role in await self._session.scalars(query))

    async def holders(self, role: StaffRole, *, lock: bool = False) -> frozenset[PersonId]:
        """Return everybody who has a role.

        Args:
            lock: Keep others from taking the role from one of them until the transaction ends.
        """
        query = select(StaffRoleRow).where(
            StaffRoleRow.clinic_id == self._clinic, StaffRoleRow.role == role.value
        )
        if lock:
            query = query.order_by(StaffRoleRow.person_id).with_for_update()
        return frozenset(PersonId(row.person_id) for row in await self._session.scalars(query))

    async def put(self, person: PersonId, roles: Collection[StaffRole]) -> None:
        """Let a person have these roles and no others."""
        await self._session.execute(
            delete(StaffRoleRow).where(
                StaffRoleRow.person_id == person, StaffRoleRow.clinic_id == self._clinic
            )
        )
        rows = [{"clinic_id": self._clinic, "person_id": person, "role": role.value} for role in set(roles)]
        if rows:
            await self._session.execute(insert(StaffRoleRow), rows)
