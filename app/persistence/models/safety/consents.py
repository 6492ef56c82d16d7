"""A clinic's own versions of documents, and what clients signed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.people import PersonRow
from app.persistence.models.programme.programme import EpisodeRow
from app.persistence.models.schedule import AppointmentRow

__all__ = ["ConsentGrantRow", "DocumentVersionRow", "SessionAcknowledgementRow"]


class DocumentVersionRow(Schema):
    """A version that a clinic wrote; the release's are files. ``texts`` has title and body in each language.

    ``state`` is empty for the text of all states. ``effective_at`` is empty until it is reviewed.
    """

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("clinic_id", "kind", "state", "number"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(2))
    number: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)
    effective_on: Mapped[date] = mapped_column(Date)
    writer_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewer_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    effective_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(server_default="1")


class ConsentGrantRow(Schema):
    """A signature. ``terms`` (purpose and categories of a disclosure) is encrypted.

    ``recipient_id`` or ``organisation_id`` is whom its terms name: one of the staff, or an organisation.
    ``version_id`` names a row of ``document_versions`` or a file of the release. A grant is never removed; withdrawing
    gives it an end.
    """

    __tablename__ = "consent_grants"
    __table_args__ = (
        CheckConstraint("method IN ('screen', 'verbal')", name="method"),
        Index("ix_consent_grants_recipient_id_person_id", "recipient_id", "person_id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    version_id: Mapped[str] = mapped_column(ID)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(2))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    fingerprint: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    method: Mapped[str] = mapped_column(String(10))
    heard_by_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    episode_id: Mapped[str | None] = mapped_column(ForeignKey(EpisodeRow.id))
    appointment_id: Mapped[str | None] = mapped_column(ForeignKey(AppointmentRow.id))
    recipient_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    organisation_id: Mapped[str | None] = mapped_column(ID)
    terms: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))


class SessionAcknowledgementRow(Schema):
    """Somebody confirmed, before one session, what they had signed."""

    __tablename__ = "session_acknowledgements"

    appointment_id: Mapped[str] = mapped_column(ForeignKey(AppointmentRow.id), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True, index=True)
    version_id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
