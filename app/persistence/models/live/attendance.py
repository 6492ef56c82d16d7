"""Corrections of attendance; what rooms recorded is in ``live.record``."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.people import PersonRow

__all__ = ["CorrectionRow"]


class CorrectionRow(Schema):
    """When somebody was present in a session, as a member of staff says; append-only. The note is encrypted.

    ``number`` counts those of one person in one session, so that two cannot replace the same one. ``spans`` has
    the beginning and end of each time, ISO 8601.
    """

    __tablename__ = "attendance_corrections"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id", "number"),
        Index("ix_attendance_corrections_clinic_id_person_id", "clinic_id", "person_id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    session_id: Mapped[str] = mapped_column(ForeignKey(SessionRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    number: Mapped[int]
    spans: Mapped[list[Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
