"""Appointments as calendars show them: a span of time of the clinic, of a person or of a cohort, by index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.persistence.models.live.record import RoomEventRow, SessionRemainsRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.people import PersonRow
from app.persistence.models.programme.programme import CohortRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow, SeriesRow
from app.persistence.repositories.schedule.appointments import appointment_from, people_of
from app.persistence.repositories.schedule.records import Appointment
from app.persistence.scoping import checked
from clinic.common.ids import AppointmentId, ClinicId, CohortId, PersonId
from clinic.people.person import PersonKind
from clinic.schedule.recurrence.series import LONGEST_MIN
from clinic.schedule.states import RoomFacts
from rooms.model.events import RoomLive

__all__ = ["Listed", "ListingRepository", "Named", "Span"]

_Query = Select[AppointmentRow, str | None, str, datetime, datetime | None, bool]
# A summary tells it when the log is gone.
_live = or_(
    exists().where(RoomEventRow.session_id == SessionRow.id, RoomEventRow.kind == RoomLive.kind),
    exists().where(SessionRemainsRow.session_id == SessionRow.id, SessionRemainsRow.began_at.is_not(None)),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A person's display name and side."""

    name: str
    kind: PersonKind


@dataclass(frozen=True, slots=True)
class Listed:
    """An appointment with what is shown beside it.

    Attributes:
        rule: Of its series; None if it is alone.
        names: Of the people who are expected.
        room: What its room has recorded; None if it has no room yet.
    """

    appointment: Appointment
    rule: str | None
    cohort_name: str | None
    names: Mapping[PersonId, Named]
    room: RoomFacts | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Which appointments are wanted: those that take some time from ``since`` until ``until``.

    Attributes:
        person: Of this person only.
        cohort: Of this cohort only.
        after: Those that come after this one, by their beginning and id.
    """

    since: datetime
    until: datetime
    person: PersonId | None = None
    cohort: CohortId | None = None
    after: tuple[datetime, AppointmentId] | None = None


class ListingRepository:
    """The appointments of one clinic, as they are shown."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def find(self, appointments: Sequence[AppointmentId]) -> list[Listed]:
        """Return those of these appointments that exist, in order of time."""
        return await self._listed(
            self._all(checked(AppointmentRow.clinic_id)).where(AppointmentRow.id.in_(appointments))
        )

    async def page(self, span: Span, limit: int) -> list[Listed]:
        """Return the appointments of a span in order of time, cancelled ones too, in three queries."""
        query = self._all(AppointmentRow.clinic_id)
        begins, ends = AppointmentRow.begins_at, AppointmentRow.ends_at
        if span.person is not None:
            # By the person's own times alone: told the sessions' as well, SQLite reads the week of the whole clinic.
            query = (
                self._all(checked(AppointmentRow.clinic_id))
                .join(AttendeeRow, AttendeeRow.appointment_id == AppointmentRow.id)
                .where(AttendeeRow.person_id == span.person)
            )
            begins, ends = AttendeeRow.begins_at, AttendeeRow.ends_at
        earliest = span.since - timedelta(minutes=LONGEST_MIN)
        query = query.where(begins > earliest, begins < span.until, ends > span.since)
        if span.cohort is not None:
            query = query.where(AppointmentRow.cohort_id == span.cohort)
        if span.after is not None:
            # The first part alone as well: the index leads past the pages before.
            query = query.where(
                begins >= span.after[0], tuple_(begins, AppointmentRow.id) > tuple_(*span.after)
            )
        return await self._listed(query.limit(limit))

    def _all(self, clinic: ColumnElement[str] | InstrumentedAttribute[str]) -> _Query:
        return (
            select(
                AppointmentRow,
                SeriesRow.rule,
                CohortRow.name,
                SessionRow.closes_at,
                SessionRow.ended_at,
                _live.label("live"),
            )
            .join(SeriesRow, SeriesRow.id == AppointmentRow.series_id)
            .outerjoin(CohortRow, CohortRow.id == AppointmentRow.cohort_id)
            .outerjoin(SessionRow, SessionRow.id == AppointmentRow.id)
            .where(clinic == self._clinic)
            .order_by(AppointmentRow.begins_at, AppointmentRow.id)
        )

    async def _listed(self, query: _Query) -> list[Listed]:
        rows = (await self._session.execute(query)).all()
        people = await people_of(self._session, self._clinic, [AppointmentId(row[0].id) for row in rows])
        names = await self._names({each.person for expected in people.values() for each in expected})
        return [
            Listed(
                appointment_from(row, people[row.id]),
                rule,
                cohort,
                {each.person: names[each.person] for each in people[row.id]},
                RoomFacts(closes, ended, bool(live)) if closes is not None else None,
            )
            for row, rule, cohort, closes, ended, live in rows
        ]

    async def _names(self, people: set[PersonId]) -> dict[PersonId, Named]:
        if not people:
            return {}
        query = select(PersonRow.id, PersonRow.name, PersonRow.kind).where(
            checked(PersonRow.clinic_id) == self._clinic, PersonRow.id.in_(people)
        )
        return {
            PersonId(row.id): Named(row.name, PersonKind(row.kind))
            for row in await self._session.execute(query)
        }
