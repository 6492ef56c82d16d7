"""Who looks after whom: assignments of clinicians to clients, to couples, and to the clinic."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.care_team import AssignmentRow
from app.persistence.scoping import checked
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import ClinicId, CoupleId, PersonId

__all__ = ["AssignmentRecord", "AssignmentRepository"]


@dataclass(frozen=True, slots=True)
class AssignmentRecord:
    """An assignment as stored."""

    id: str
    assignment: Assignment


class AssignmentRepository:
    """The assignments of one clinic; those that ended stay on record."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def add(self, record: AssignmentRecord) -> None:
        """Add an assignment."""
        one = record.assignment
        self._session.add(
            AssignmentRow(
                id=record.id,
                clinic_id=self._clinic,
                clinician_id=one.clinician,
                client_id=one.client,
                couple_id=one.couple,
                role=one.role.value,
                since=one.period.since,
                until=one.period.until,
            )
        )
        await self._session.flush()

    async def find(self, assignment: str) -> AssignmentRecord | None:
        """Return an assignment, or None."""
        row = await self._session.scalar(
            select(AssignmentRow).where(
                AssignmentRow.id == assignment, AssignmentRow.clinic_id == self._clinic
            )
        )
        return _record(row) if row else None

    async def of_clients(self, clients: Collection[PersonId], since: datetime) -> list[AssignmentRecord]:
        """Return who treats one of these clients at this moment or later."""
        return await self._find(AssignmentRow.client_id.in_(clients), since)

    async def of_couples(self, couples: Collection[CoupleId], since: datetime) -> list[AssignmentRecord]:
        """Return who treats one of these couples at this moment or later."""
        return await self._find(AssignmentRow.couple_id.in_(couples), since)

    async def of_clinicians(
        self, clinicians: Collection[PersonId], since: datetime
    ) -> list[AssignmentRecord]:
        """Return whom these clinicians look after at this moment or later."""
        return await self._find(AssignmentRow.clinician_id.in_(clinicians), since)

    async def end(self, assignments: Collection[str], at: datetime) -> None:
        """End assignments that have not ended; one that has not begun will never hold."""
        for begun in (True, False):
            mine = (AssignmentRow.id.in_(assignments), AssignmentRow.clinic_id == self._clinic)
            when = AssignmentRow.since <= at if begun else AssignmentRow.since > at
            until = at if begun else AssignmentRow.since
            await self._session.execute(
                update(AssignmentRow).where(*mine, when, _goes_on(at)).values(until=until)
            )

    async def _find(self, which: ColumnElement[bool], since: datetime) -> list[AssignmentRecord]:
        query = (
            select(AssignmentRow)
            .where(checked(AssignmentRow.clinic_id) == self._clinic, which, _goes_on(since))
            .order_by(AssignmentRow.since, AssignmentRow.id)
        )
        return [_record(row) for row in await self._session.scalars(query)]


def _goes_on(at: datetime) -> ColumnElement[bool]:
    return or_(AssignmentRow.until.is_(None), AssignmentRow.until > at)


def _record(row: AssignmentRow) -> AssignmentRecord:
    return AssignmentRecord(
        row.id,
        Assignment(
            PersonId(row.clinician_id),
            CareTeamRole(row.role),
            Period(row.since, row.until),
            PersonId(row.client_id) if row.client_id else None,
            CoupleId(row.couple_id) if row.couple_id else None,
        ),
    )
