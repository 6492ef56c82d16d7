"""What leaves a clinic by itself: mail that waits to be sent, calendars that people subscribe to, and webhooks."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import AppointmentRow

__all__ = ["CalendarFeedRow", "OutboxRow", "WebhookDeliveryRow", "WebhookEventRow", "WebhookRow"]


class OutboxRow(Schema):
    """A mail to one person, written in the transaction of what it tells. ``facts`` is encrypted JSON.

    The address, the language and the safe times are the person's own, and are looked up when the mail is sent.
    ``sequence`` is the version of the appointment that the mail tells.

    ``due_at`` is when the mail is looked at next: its time, or the end of its lease; empty once it has come to an end.
    ``lease_until`` is set from a claim to its settlement. ``claims`` counts them and only rises; ``attempts`` begins
    anew when staff send the mail again.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due_at", "due_at"),
        Index("ix_outbox_clinic_id_due_at_id", "clinic_id", "due_at", "id"),
        Index("ix_outbox_clinic_id_state_done_at_id", "clinic_id", "state", "done_at", "id"),
        Index("ix_outbox_appointment_id_person_id", "appointment_id", "person_id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    appointment_id: Mapped[str | None] = mapped_column(ForeignKey(AppointmentRow.id))
    sequence: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(30))
    facts: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(server_default="0")
    claims: Mapped[int] = mapped_column(server_default="0")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(20))
    status: Mapped[str | None] = mapped_column(String(12))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    useful_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CalendarFeedRow(Schema):
    """A person's private calendar address, as a hash; a new one withdraws the old."""

    __tablename__ = "calendar_feeds"

    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WebhookRow(Schema):
    """A system of a clinic that is told of events. ``content`` is encrypted JSON: its address and its secrets.

    ``busy_until`` is set while something is being sent to it: one thing at a time. ``failing_since`` is set while its
    last attempt failed.
    """

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    content: Mapped[str] = mapped_column(Text)
    former_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kinds: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    off_why: Mapped[str | None] = mapped_column(String(10))
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    busy_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int]


class WebhookEventRow(Schema):
    """What happened, written in the transaction in which it did. ``subjects`` is JSON: ids by what they stand for, as
    they were then.

    ``due_at`` is when it is dealt out to the clinic's webhooks; empty once it was.
    """

    __tablename__ = "webhook_events"
    __table_args__ = (
        Index("ix_webhook_events_due_at", "due_at"),
        Index("ix_webhook_events_clinic_id_at", "clinic_id", "at"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    kind: Mapped[str] = mapped_column(String(30))
    subjects: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebhookDeliveryRow(Schema):
    """The telling of one event to one webhook. ``due_at`` is empty unless its state is ``due``."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("event_id", "webhook_id"),
        Index("ix_webhook_deliveries_due_at", "due_at"),
        Index("ix_webhook_deliveries_webhook_id_made_at_id", "webhook_id", "made_at", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    webhook_id: Mapped[str] = mapped_column(ForeignKey(WebhookRow.id))
    event_id: Mapped[str] = mapped_column(ForeignKey(WebhookEventRow.id))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(String(10))
    status: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
