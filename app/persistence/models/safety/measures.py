"""Measures: instruments that a clinic has brought, plans, what clients have answered, and who has seen an alert."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.people import PersonRow
from app.persistence.models.programme.programme import CohortRow, ProgramRow
from app.persistence.models.safety.follow_ups import FollowUpRow

__all__ = ["MeasureAlertRow", "MeasureInstrumentRow", "MeasurePlanRow", "MeasureResponseRow"]


class MeasureInstrumentRow(Schema):
    """A version of an instrument that a clinic has a licence for; ``content`` is its file. Versions are only added, and
    the statement about the licence belongs to the version."""

    __tablename__ = "measure_instruments"

    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), primary_key=True)
    instrument: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
    holder: Mapped[str] = mapped_column(String(200))
    until: Mapped[date | None] = mapped_column(Date)
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MeasurePlanRow(Schema):
    """What clients of a programme or of a group are asked, and how often."""

    __tablename__ = "measure_plans"
    __table_args__ = (
        CheckConstraint("(program_id IS NULL) <> (cohort_id IS NULL)", name="place"),
        CheckConstraint("every > 0", name="every"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    program_id: Mapped[str | None] = mapped_column(ForeignKey(ProgramRow.id))
    cohort_id: Mapped[str | None] = mapped_column(ForeignKey(CohortRow.id))
    instrument: Mapped[str] = mapped_column(String(32))
    rhythm: Mapped[str] = mapped_column(String(10))
    every: Mapped[int]
    weekday: Mapped[int | None]
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(server_default="1")


class MeasureResponseRow(Schema):
    """What one client has answered to one instrument for one day or session, or is answering.

    ``due`` is the day or the session. ``content`` is encrypted JSON: the answers, and the score once they are sent.
    """

    __tablename__ = "measure_responses"
    __table_args__ = (
        UniqueConstraint("person_id", "instrument", "due"),
        Index("ix_measure_responses_clinic_id_answered_at_id", "clinic_id", "answered_at", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    session_id: Mapped[str | None] = mapped_column(ForeignKey(SessionRow.id), index=True)
    instrument: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    due: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]


class MeasureAlertRow(Schema):
    """Who was told of an answer that somebody thinks of dying, beside the follow-up task, and who has seen it.

    ``mails`` are those that have not left unless somebody took too long; whoever has seen it calls them back.
    """

    __tablename__ = "measure_alerts"

    task_id: Mapped[str] = mapped_column(ForeignKey(FollowUpRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    mails: Mapped[list[str]] = mapped_column(JSON)
    seen_by_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
