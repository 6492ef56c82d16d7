"""What still holds somebody who leaves, and their memberships, which end."""

from datetime import date, datetime

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.identity import AccountRow
from app.persistence.models.programme.programme import EpisodeRow, MembershipRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from clinic.common.ids import ClinicId, PersonId

__all__ = ["DepartureRepository"]


class DepartureRepository:
    """What holds people of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def is_expected(self, person: PersonId, now: datetime) -> bool:
        """Return whether the person is planned for a session that has not ended."""
        query = select(
            exists().where(
                AttendeeRow.clinic_id == self._clinic,
                AttendeeRow.person_id == person,
                AttendeeRow.ends_at > now,
                AppointmentRow.id == AttendeeRow.appointment_id,
                AppointmentRow.status == "planned",
            )
        )
        return bool(await self._session.scalar(query))

    async def is_enrolled(self, client: PersonId, today: date) -> bool:
        """Return whether the client is in a programme, or will be."""
        query = select(
            exists().where(
                EpisodeRow.clinic_id == self._clinic,
                EpisodeRow.client_id == client,
                or_(EpisodeRow.until.is_(None), EpisodeRow.until > today),
            )
        )
        return bool(await self._session.scalar(query))

    async def has_account(self, person: PersonId) -> bool:
        """Return whether the person can sign in, or has begun to set that up."""
        query = select(exists().where(AccountRow.clinic_id == self._clinic, AccountRow.person_id == person))
        return bool(await self._session.scalar(query))

    async def end_memberships(self, client: PersonId, today: date) -> None:
        """Let the client's memberships end before today; those that have not begun never hold."""
        theirs = (MembershipRow.clinic_id == self._clinic, MembershipRow.person_id == client)
        await self._session.execute(delete(MembershipRow).where(*theirs, MembershipRow.since >= today))
        await self._session.execute(
            update(MembershipRow)
            .where(*theirs, or_(MembershipRow.until.is_(None), MembershipRow.until > today))
            .values(until=today)
        )
