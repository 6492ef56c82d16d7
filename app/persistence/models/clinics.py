"""Clinics: the organisations that run sessions, with their rules and their days off."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime

__all__ = ["ClinicPolicyRow", "ClinicRow", "HolidayRow"]


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
