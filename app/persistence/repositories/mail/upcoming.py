"""Appointments of the coming days about which people who take part have no mail yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.mail import OutboxRow
from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.mail.feeds import PlannedTime, time_of_row
from clinic.common.ids import AppointmentId, ClinicId, PersonId

__all__ = ["Place", "UpcomingRepository", "Untold"]

Place = tuple[datetime, str, str]
"""Where a list stands: a beginning, an appointment and a person."""


@dataclass(frozen=True, slots=True)
class Untold:
    """One person who has no mail about one appointment."""

    time: PlannedTime
    person: PersonId

    @property
    def place(self) -> Place:
        """Where the list goes on after this."""
        return self.time.begins_at, self.time.id, self.person


class UpcomingRepository:
    """Looks through the plan of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def find(self, since: datetime, until: datetime, after: Place | None, limit: int) -> list[Untold]:
        """Return who has no mail about which appointment, by time, and lock these appointments.

        Args:
            since, until: Appointments that begin from one to before the other.
            after: The last that was found before.
        """
        has_mail = exists().where(
            OutboxRow.appointment_id == AttendeeRow.appointment_id,
            OutboxRow.person_id == AttendeeRow.person_id,
        )
        query = (
            select(AppointmentRow, AttendeeRow.person_id)
            .join(AttendeeRow, AttendeeRow.appointment_id == AppointmentRow.id)
            .join(PersonRow, PersonRow.id == AttendeeRow.person_id)
            .where(
                AppointmentRow.clinic_id == self._clinic,
                AppointmentRow.status == "planned",
                # From where the list goes on, so that the index leads past what was found before.
                AppointmentRow.begins_at >= (since if after is None else max(since, after[0])),
                AppointmentRow.begins_at < until,
                PersonRow.archived_at.is_(None),
                ~has_mail,
            )
            .order_by(AppointmentRow.begins_at, AppointmentRow.id, AttendeeRow.person_id)
            .limit(limit)
            .with_for_update(of=AppointmentRow)
        )
        if after is not None:
            query = query.where(_is_after(after))
        return [
            Untold(time_of_row(row), PersonId(person)) for row, person in await self._session.execute(query)
        ]

    async def time_of(self, appointment: AppointmentId, person: PersonId) -> PlannedTime | None:
        """Return when an appointment is, or None if it was cancelled or the person no longer takes part."""
        query = (
            select(AppointmentRow)
            .join(AttendeeRow, AttendeeRow.appointment_id == AppointmentRow.id)
            .where(
                AppointmentRow.clinic_id == self._clinic,
                AppointmentRow.id == appointment,
                AppointmentRow.status == "planned",
                AttendeeRow.person_id == person,
            )
        )
        row = await self._session.scalar(query)
        return time_of_row(row) if row else None


def _is_after(place: Place) -> ColumnElement[bool]:
    begins, appointment, person = place
    same = AppointmentRow.begins_at == begins
    return or_(
        AppointmentRow.begins_at > begins,
        and_(same, AppointmentRow.id > appointment),
        and_(same, AppointmentRow.id == appointment, AttendeeRow.person_id > person),
    )
