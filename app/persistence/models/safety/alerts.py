"""Help signals as the clinic sees them: what became of each, who was paged, and what staff told whom in an emergency."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.live.sessions import SeatRow, SessionRow
from app.persistence.models.people import PersonRow

__all__ = ["AlertPageRow", "AlertRow", "AlertStepRow", "ClientSafetyRow", "DisclosureRow"]


class AlertRow(Schema):
    """A help signal from a seat, written with the room's event.

    ``person_id`` is empty if either of two people may have sent it. ``state`` is that of its escalation. ``outcome`` is
    what the room is to be told, ``told`` what it was told last. ``pending``: the service still has something to do.
    """

    __tablename__ = "help_alerts"
    __table_args__ = (
        Index("ix_help_alerts_pending_signalled_at", "pending", "signalled_at"),
        Index("ix_help_alerts_session_id_seat_id", "session_id", "seat_id"),
        Index("ix_help_alerts_clinic_id_signalled_at", "clinic_id", "signalled_at"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    session_id: Mapped[str] = mapped_column(ForeignKey(SessionRow.id))
    seat_id: Mapped[str] = mapped_column(ForeignKey(SeatRow.id))
    person_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    late: Mapped[bool]
    signalled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12))
    directors_due: Mapped[bool] = mapped_column(Boolean, server_default=true())
    outcome: Mapped[str | None] = mapped_column(String(10))
    told: Mapped[str | None] = mapped_column(String(10))
    pending: Mapped[bool] = mapped_column(Boolean, server_default=true())
    answered_by: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AlertStepRow(Schema):
    """One line of an alert's timeline; append-only. ``noted``: whether the audit trail has it."""

    __tablename__ = "alert_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    alert_id: Mapped[str] = mapped_column(ForeignKey(AlertRow.id), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    step: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    noted: Mapped[bool] = mapped_column(Boolean, server_default=false())


class AlertPageRow(Schema):
    """Somebody was paged about an alert: by a mail of the outbox, and by a call of the clinic's webhook if it has one.

    ``call_due_at`` is when the call is tried next; empty once it has come to an end.
    """

    __tablename__ = "alert_pages"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    alert_id: Mapped[str] = mapped_column(ForeignKey(AlertRow.id), index=True)
    number: Mapped[int]
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    role: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    mail_id: Mapped[str | None] = mapped_column(ID)
    call_state: Mapped[str] = mapped_column(String(10))
    call_attempts: Mapped[int] = mapped_column(server_default="0")
    call_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class ClientSafetyRow(Schema):
    """What staff agreed with a client: for an emergency, and what helps them take part. All texts are encrypted."""

    __tablename__ = "client_safety"

    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    emergency_number: Mapped[str | None] = mapped_column(Text)
    phrase: Mapped[str | None] = mapped_column(Text)
    accommodations: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]


class DisclosureRow(Schema):
    """A disclosure in a medical emergency (42 CFR 2.51): by whom, to whom, when, and of what nature it was.

    ``nature`` and ``recipient`` are words of ``clinic.safety.crisis_card``, ``reason`` says by what right it was made.
    """

    __tablename__ = "disclosures"
    __table_args__ = (Index("ix_disclosures_clinic_id_person_id", "clinic_id", "person_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    nature: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
