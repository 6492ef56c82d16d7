"""Interpreters from outside, each of whom belongs to one session of one clinic."""

from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.schedule import ExternalInterpreterRow
from clinic.common.ids import AppointmentId, ClinicId, PersonId

__all__ = ["InterpreterRepository"]


class InterpreterRepository:
    """Which session an interpreter from outside belongs to."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def add(self, person: PersonId, appointment: AppointmentId, agreed_on: date) -> None:
        """Let a person belong to a session; staff had their signed agreement on that day."""
        await self._session.execute(
            insert(ExternalInterpreterRow).values(
                person_id=person, clinic_id=self._clinic, appointment_id=appointment, agreed_on=agreed_on
            )
        )

    async def session_of(self, person: PersonId) -> AppointmentId | None:
        """Return the session of an interpreter from outside; None for everybody else."""
        query = select(ExternalInterpreterRow.appointment_id).where(
            ExternalInterpreterRow.clinic_id == self._clinic, ExternalInterpreterRow.person_id == person
        )
        found = await self._session.scalar(query)
        return AppointmentId(found) if found else None
