"""Mail that waits to be sent, and calendars that people subscribe to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import AppointmentRow

__all__ = ["CalendarFeedRow", "OutboxRow"]


class OutboxRow(Schema):
    """A message, written in the transaction of what it tells. ``facts`` is encrypted JSON: it may hold a link."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_due_at", "state", "due_at"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    appointment_id: Mapped[str | None] = mapped_column(ForeignKey(AppointmentRow.id), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    facts: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(server_default="0")
    failure: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    useless_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CalendarFeedRow(Schema):
    """A person's private calendar address, as a hash; a new one withdraws the old."""

    __tablename__ = "calendar_feeds"

    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
