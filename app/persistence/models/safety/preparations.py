"""What was said about somebody before a session, entry by entry."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.people import PersonRow

__all__ = ["PreparationRow"]


class PreparationRow(Schema):
    """One entry about one person in one session; entries are only added. ``content`` is encrypted JSON.

    ``by_id`` said it, at the page of ``seat_id``, or as one of the staff if that is empty.
    """

    __tablename__ = "preparations"
    __table_args__ = (
        Index("ix_preparations_person_id_at", "person_id", "at"),
        Index("ix_preparations_clinic_id_at", "clinic_id", "at"),
        CheckConstraint("position > 0", name="position"),
    )

    session_id: Mapped[str] = mapped_column(ForeignKey(SessionRow.id), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[str] = mapped_column(ID)
    seat_id: Mapped[str | None] = mapped_column(ID)
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(Text)
