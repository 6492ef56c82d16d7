"""What has to be looked after once something happened in a session."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.people import PersonRow

__all__ = ["FollowUpRow", "HandOverRow"]


class FollowUpRow(Schema):
    """A follow-up task. A room's log makes it, or what a client answered, which may belong to no session; what staff do
    about it changes the rest.

    ``kind`` and ``cause`` are the log's words; ``outcome`` is the last one, and ``done`` whether it ended the task.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        Index("ix_follow_ups_clinic_id_done_noted_at", "clinic_id", "done", "noted_at"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    session_id: Mapped[str | None] = mapped_column(ForeignKey(SessionRow.id), index=True)
    client_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str | None] = mapped_column(String(20))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lead_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    handed_to_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(20))
    done: Mapped[bool]
    by_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    by_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int]


class HandOverRow(Schema):
    """Whoever led a session handed what is left to do after it over to somebody on call; append-only."""

    __tablename__ = "hand_overs"
    __table_args__ = (Index("ix_hand_overs_clinic_id_to_id_at", "clinic_id", "to_id", "at"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    session_id: Mapped[str] = mapped_column(ForeignKey(SessionRow.id), index=True)
    to_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
