"""The plan of sessions: series, the appointments they are made of, and agendas with their templates.

An appointment's session has the same id.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.people import CoupleRow, PersonRow
from app.persistence.models.programme.programme import CohortRow

__all__ = [
    "AgendaRow",
    "AgendaTemplateRow",
    "AppointmentRow",
    "AttendeeRow",
    "ExternalInterpreterRow",
    "SeriesRow",
]


class SeriesRow(Schema):
    """A rule by which appointments repeat (RFC 5545 ``RRULE``), or one appointment if there is none.

    ``starts_local`` is a local time in ``zone``; ``second`` means the second of two where the clocks show it twice.
    ``people`` are those who are invited themselves. ``overrides`` say how single appointments differ. ``cameras`` has
    the number of cameras of partners for whom it is not the couple's own.
    """

    __tablename__ = "series"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    rule: Mapped[str | None] = mapped_column(String(300))
    starts_local: Mapped[str] = mapped_column(String(16))
    second: Mapped[bool | None]
    zone: Mapped[str] = mapped_column(String(64))
    duration_min: Mapped[int]
    cohort_id: Mapped[str | None] = mapped_column(ForeignKey(CohortRow.id))
    title: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    track: Mapped[str] = mapped_column(String(20))
    break_min: Mapped[int]
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    people: Mapped[list[Any]] = mapped_column(JSON)
    overrides: Mapped[list[Any]] = mapped_column(JSON)
    cameras: Mapped[dict[str, int]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(server_default="1")


class AppointmentRow(Schema):
    """One planned meeting. ``slot`` is the local start its series gave it, by which it is known when it is moved; it
    is empty once the series has no such appointment any more.

    ``sequence`` rises with each change that calendars are told of (RFC 5545, 3.8.7.4), ``version`` with every change.
    ``room_ready`` says that the room has been made from this version.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        UniqueConstraint("series_id", "slot"),
        Index("ix_appointments_clinic_id_begins_at", "clinic_id", "begins_at"),
        Index("ix_appointments_cohort_id_begins_at", "cohort_id", "begins_at"),
        Index("ix_appointments_room_ready_opens_at_id", "room_ready", "opens_at", "id"),
        CheckConstraint("begins_at < ends_at", name="hours"),
        CheckConstraint("status IN ('planned', 'cancelled')", name="status"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    series_id: Mapped[str] = mapped_column(ForeignKey(SeriesRow.id))
    slot: Mapped[str | None] = mapped_column(String(16))
    cohort_id: Mapped[str | None] = mapped_column(ForeignKey(CohortRow.id))
    title: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    track: Mapped[str] = mapped_column(String(20))
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(String(64))
    break_min: Mapped[int] = mapped_column(server_default="0")
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(10), server_default="planned")
    sequence: Mapped[int] = mapped_column(server_default="0")
    version: Mapped[int] = mapped_column(server_default="1")
    room_ready: Mapped[bool] = mapped_column(server_default=false())


class AgendaRow(Schema):
    """What a session is to be, item by item, as it was prepared. ``version`` rises with every change."""

    __tablename__ = "agendas"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)

    appointment_id: Mapped[str] = mapped_column(ForeignKey(AppointmentRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    items: Mapped[list[Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(server_default="1")


class AgendaTemplateRow(Schema):
    """An agenda that a clinic keeps to begin with, for one kind of room."""

    __tablename__ = "agenda_templates"
    __table_args__ = (UniqueConstraint("clinic_id", "kind", "name"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    items: Mapped[list[Any]] = mapped_column(JSON)


class AttendeeRow(Schema):
    """A person who is expected, in a role. The times repeat the appointment's: overlaps are found by one index.

    ``from_cohort`` marks members who are there because they belong to the cohort.
    """

    __tablename__ = "attendees"
    __table_args__ = (Index("ix_attendees_person_id_begins_at", "person_id", "begins_at"),)

    appointment_id: Mapped[str] = mapped_column(ForeignKey(AppointmentRow.id), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    role: Mapped[str] = mapped_column(String(20))
    couple_id: Mapped[str | None] = mapped_column(ForeignKey(CoupleRow.id))
    cameras: Mapped[int] = mapped_column(server_default="2")
    serves_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    from_cohort: Mapped[bool] = mapped_column(server_default=false())
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExternalInterpreterRow(Schema):
    """Somebody from outside who interprets in one session, and the day on which staff had their signed agreement."""

    __tablename__ = "external_interpreters"

    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    appointment_id: Mapped[str] = mapped_column(ForeignKey(AppointmentRow.id), index=True)
    agreed_on: Mapped[date] = mapped_column(Date)
