"""Who looks after whom, and the exceptions a clinical director has made."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.people import CoupleRow, PersonRow

__all__ = ["AcknowledgementRow", "AssignmentRow", "GlassBreakRow", "OverrideRow"]


class AssignmentRow(Schema):
    """A clinician in one role: for a client, for a couple, or for the clinic if neither is named."""

    __tablename__ = "assignments"
    __table_args__ = (CheckConstraint("client_id IS NULL OR couple_id IS NULL", name="one_subject"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    clinician_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    client_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id), index=True)
    couple_id: Mapped[str | None] = mapped_column(ForeignKey(CoupleRow.id), index=True)
    role: Mapped[str] = mapped_column(String(30))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OverrideRow(Schema):
    """A clinical director lets a clinician be a couple's therapist in spite of R1 (R2). ``reason`` is encrypted.

    ``client_id`` is the partner whom the clinician treats alone, in ``role``.
    """

    __tablename__ = "overrides"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    couple_id: Mapped[str] = mapped_column(ForeignKey(CoupleRow.id), index=True)
    clinician_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    client_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    role: Mapped[str] = mapped_column(String(30))
    director_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class AcknowledgementRow(Schema):
    """A partner has acknowledged an override."""

    __tablename__ = "acknowledgements"

    override_id: Mapped[str] = mapped_column(ForeignKey(OverrideRow.id), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class GlassBreakRow(Schema):
    """A member of staff reads a client's emergency facts outside their own care team. ``reason`` is encrypted."""

    __tablename__ = "glass_breaks"
    __table_args__ = (Index("ix_glass_breaks_viewer_id_person_id", "viewer_id", "person_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    viewer_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
