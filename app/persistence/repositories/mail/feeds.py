"""Calendar addresses, and the appointments that a person's own calendar shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.mail import CalendarFeedRow
from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from clinic.common.ids import AppointmentId, ClinicId, PersonId

__all__ = ["Feed", "FeedRepository", "PlannedTime", "find_feed", "time_of_row"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A person's calendar address."""

    clinic: ClinicId
    person: PersonId
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedTime:
    """When an appointment is, and the version of it that calendars were told of."""

    id: AppointmentId
    begins_at: datetime
    ends_at: datetime
    sequence: int


async def find_feed(session: AsyncSession, secret_hash: bytes) -> Feed | None:
    """Return the feed with this secret, in whatever clinic, of a person who is not archived."""
    query = (
        select(CalendarFeedRow)
        .join(PersonRow, PersonRow.id == CalendarFeedRow.person_id)
        .where(CalendarFeedRow.secret_hash == secret_hash, PersonRow.archived_at.is_(None))
    )
    row = await session.scalar(query)
    return Feed(ClinicId(row.clinic_id), PersonId(row.person_id), row.made_at) if row else None


class FeedRepository:
    """The calendar addresses of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def replace(self, person: PersonId, secret_hash: bytes, now: datetime) -> None:
        """Give a person a new address; the old one leads nowhere from now on."""
        await self.remove(person)
        self._session.add(
            CalendarFeedRow(person_id=person, clinic_id=self._clinic, secret_hash=secret_hash, made_at=now)
        )
        await self._session.flush()

    async def remove(self, person: PersonId) -> None:
        """Withdraw a person's address, if there is one."""
        await self._session.execute(
            delete(CalendarFeedRow).where(
                CalendarFeedRow.clinic_id == self._clinic, CalendarFeedRow.person_id == person
            )
        )

    async def times_of(
        self, person: PersonId, since: datetime, until: datetime, limit: int
    ) -> list[PlannedTime]:
        """Return a person's own appointments that begin in this time and are not cancelled, by time."""
        query = (
            select(AppointmentRow)
            .join(AttendeeRow, AttendeeRow.appointment_id == AppointmentRow.id)
            .where(
                AttendeeRow.clinic_id == self._clinic,
                AttendeeRow.person_id == person,
                AttendeeRow.begins_at >= since,
                AttendeeRow.begins_at < until,
                AppointmentRow.status == "planned",
            )
            .order_by(AttendeeRow.begins_at, AttendeeRow.appointment_id)
            .limit(limit)
        )
        return [time_of_row(row) for row in await self._session.scalars(query)]


def time_of_row(row: AppointmentRow) -> PlannedTime:
    """Return what an appointment's row says of its time."""
    return PlannedTime(AppointmentId(row.id), row.begins_at, row.ends_at, row.sequence)
