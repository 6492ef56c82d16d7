"""Clinics and the people in them."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema

__all__ = ["ClinicRow", "PersonRow"]


class ClinicRow(Schema):
    """An organisation that runs sessions; every row belongs to one clinic."""

    __tablename__ = "clinics"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class PersonRow(Schema):
    """A human. ``name`` is the display name: personal data."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
