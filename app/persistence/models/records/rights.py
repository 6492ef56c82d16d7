"""Legal holds, and what people ask about what is kept of them: a copy, a correction. Their texts are encrypted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.people import PersonRow

__all__ = ["CorrectionRequestRow", "DataRequestRow", "LegalHoldRow"]


class LegalHoldRow(Schema):
    """A hold on one client or on one session; it holds while ``ended_at`` is empty."""

    __tablename__ = "legal_holds"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (session_id IS NULL)", name="one"),
        Index("ix_legal_holds_clinic_id_ended_at", "clinic_id", "ended_at"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id), index=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey(SessionRow.id), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DataRequestRow(Schema):
    """Somebody's request for a copy of what is kept about them. ``file`` is the encrypted copy, until it is removed.

    ``written``: they asked in writing, and ``by_id``, one of the staff, entered it. Nobody has two that wait.
    """

    __tablename__ = "data_requests"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'ready', 'failed', 'removed')", name="state"),
        Index("ix_data_requests_state_asked_at", "state", "asked_at"),
        Index("ix_data_requests_person_id_asked_at", "person_id", "asked_at"),
        Index(
            "uq_data_requests_waiting",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    written: Mapped[bool]
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(server_default="0")
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    file: Mapped[str | None] = mapped_column(Text)


class CorrectionRequestRow(Schema):
    """What somebody wants corrected, and what became of it. ``content`` is encrypted JSON: all that anybody wrote."""

    __tablename__ = "correction_requests"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        Index("ix_correction_requests_clinic_id_state_asked_at", "clinic_id", "state", "asked_at"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    about: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12))
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(server_default="1")
