"""Systems of others that read records, what each was shown, and the files that were made for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow, RecipientRow
from app.persistence.models.programme.programme import CohortRow

__all__ = ["ExportFileRow", "ExportRow", "ShownRecordRow", "SystemAssertionRow", "SystemRow"]


class SystemRow(Schema):
    """A system that signs in by its own keys, and the organisation that what it reads goes to.

    ``keys`` are public ones (JWK); ``keys_url`` is where they are fetched instead.
    """

    __tablename__ = "systems"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    recipient_id: Mapped[str] = mapped_column(ForeignKey(RecipientRow.id))
    name: Mapped[str] = mapped_column(String(120))
    scopes: Mapped[str] = mapped_column(Text)
    keys: Mapped[list[Any]] = mapped_column(JSON)
    keys_url: Mapped[str | None] = mapped_column(String(500))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(server_default="1")


class SystemAssertionRow(Schema):
    """The id of an assertion that was used, as a hash, until it expires: nobody uses it twice."""

    __tablename__ = "system_assertions"
    __table_args__ = (Index("ix_system_assertions_clinic_id_expires_at", "clinic_id", "expires_at"),)

    system_id: Mapped[str] = mapped_column(ForeignKey(SystemRow.id), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ShownRecordRow(Schema):
    """When a record changed, as one system may see it. ``print`` is a keyed hash of what it was shown last."""

    __tablename__ = "shown_records"

    system_id: Mapped[str] = mapped_column(ForeignKey(SystemRow.id), primary_key=True)
    type: Mapped[str] = mapped_column(String(30), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    print: Mapped[bytes] = mapped_column(LargeBinary(32))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExportRow(Schema):
    """Files that a system asked for. ``place`` is how far they are: the type, where in it, and who was left out."""

    __tablename__ = "exports"
    __table_args__ = (
        Index("ix_exports_state_asked_at", "state", "asked_at"),
        Index("ix_exports_clinic_id_expires_at", "clinic_id", "expires_at"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    system_id: Mapped[str] = mapped_column(ForeignKey(SystemRow.id), index=True)
    cohort_id: Mapped[str | None] = mapped_column(ForeignKey(CohortRow.id))
    types: Mapped[list[str]] = mapped_column(JSON)
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    request: Mapped[str] = mapped_column(String(2000))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    place: Mapped[dict[str, Any]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExportFileRow(Schema):
    """One file of an export: a record a line. ``content`` is encrypted."""

    __tablename__ = "export_files"

    export_id: Mapped[str] = mapped_column(ForeignKey(ExportRow.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    type: Mapped[str] = mapped_column(String(30))
    records: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
