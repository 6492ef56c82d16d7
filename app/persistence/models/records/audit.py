"""Who did and who read what: one chain per clinic, in which each entry seals the one before."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow

__all__ = ["AuditRow", "IdempotencyRow"]


class AuditRow(Schema):
    """One entry of a clinic's chain. ``subjects`` are ids; there is no name and no text in an entry."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_clinic_id_at", "clinic_id", "at"),)

    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(ID)
    sign_in: Mapped[str | None] = mapped_column(ID)
    action: Mapped[str] = mapped_column(String(40))
    subjects: Mapped[list[str]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))


class IdempotencyRow(Schema):
    """What a creation with an ``Idempotency-Key`` answered, so that a repeated request answers the same."""

    __tablename__ = "idempotency_keys"

    person_id: Mapped[str] = mapped_column(ID, primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
