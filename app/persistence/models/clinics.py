"""Clinics: the organisations that run sessions, with their rules, their days off, and whom they send records to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime

__all__ = ["ClinicPolicyRow", "ClinicRow", "CodeTableRow", "HolidayRow", "RecipientRow"]


class ClinicRow(Schema):
    """An organisation; every other row of the programme belongs to one.

    ``data_key`` is the key of its encrypted columns, itself encrypted with the installation's key.
    """

    __tablename__ = "clinics"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64), server_default="UTC")
    data_key: Mapped[str | None] = mapped_column(Text)
    settings: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClinicPolicyRow(Schema):
    """What a clinic changed in the policy of one kind of room; the rest are the kind's defaults."""

    __tablename__ = "clinic_policies"

    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int]


class HolidayRow(Schema):
    """A day on which no series meets."""

    __tablename__ = "holidays"

    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))


class RecipientRow(Schema):
    """An organisation outside the clinic that records may go to: a payer, or whoever keeps the charts."""

    __tablename__ = "recipients"
    __table_args__ = (
        CheckConstraint("kind IN ('payer', 'ehr')", name="kind"),
        Index("ix_recipients_clinic_id_name_id", "clinic_id", "name", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(server_default="1")


class CodeTableRow(Schema):
    """One version of a table of codes, which nothing changes. ``scope`` is a payer’s id or ``clinic``."""

    __tablename__ = "code_tables"
    __table_args__ = (CheckConstraint("number > 0", name="number"),)

    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), primary_key=True)
    scope: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rows: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
