"""Private screenings, and what was decided about partners' sessions together."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.people import CoupleRow, PersonRow

__all__ = ["ClearanceDecisionRow", "ScreeningRow"]


class ScreeningRow(Schema):
    """One screening of one client. ``content`` is encrypted JSON: the instrument and the answers."""

    __tablename__ = "screenings"
    __table_args__ = (Index("ix_screenings_person_id_at", "person_id", "at"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)


class ClearanceDecisionRow(Schema):
    """One decision about one partner of a couple; decisions are only added. ``content`` is encrypted JSON, of one length
    whatever was decided."""

    __tablename__ = "clearance_decisions"
    __table_args__ = (CheckConstraint("position > 0", name="position"),)

    couple_id: Mapped[str] = mapped_column(ForeignKey(CoupleRow.id), primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)
