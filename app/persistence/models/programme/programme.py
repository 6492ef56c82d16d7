"""Programmes, cohorts and their members, episodes of care, what pays for them, and what was stated."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow, RecipientRow
from app.persistence.models.people import CoupleRow, PersonRow

__all__ = [
    "AuthorisationRow",
    "CohortRow",
    "CoverageRow",
    "EpisodeRow",
    "IdentifiedPatientRow",
    "MembershipRow",
    "ProgramRow",
    "StatementRow",
]


class ProgramRow(Schema):
    """A programme that clients enrol in. ``part2`` marks records under 42 CFR Part 2."""

    __tablename__ = "programs"
    __table_args__ = (Index("ix_programs_clinic_id_name_id", "clinic_id", "name", "id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    name: Mapped[str] = mapped_column(String(120))
    level: Mapped[str] = mapped_column(String(20))
    target_min: Mapped[int]
    part2: Mapped[bool] = mapped_column(server_default=false())
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(server_default="1")


class CohortRow(Schema):
    """A group of clients who meet over weeks. ``membership`` says until when others may join: closed or rolling."""

    __tablename__ = "cohorts"
    __table_args__ = (
        Index("ix_cohorts_clinic_id_name_id", "clinic_id", "name", "id"),
        CheckConstraint("capacity > 0", name="capacity"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    program_id: Mapped[str] = mapped_column(ForeignKey(ProgramRow.id), index=True)
    name: Mapped[str] = mapped_column(String(120))
    track: Mapped[str] = mapped_column(String(20))
    membership: Mapped[str] = mapped_column(String(10))
    capacity: Mapped[int]
    starts_on: Mapped[date | None] = mapped_column(Date)
    part2: Mapped[bool] = mapped_column(server_default=false())
    ends_on: Mapped[date | None] = mapped_column(Date)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(server_default="1")


class MembershipRow(Schema):
    """A client in a cohort, from one day until, and without, another; open ended while ``until`` is empty."""

    __tablename__ = "memberships"

    cohort_id: Mapped[str] = mapped_column(ForeignKey(CohortRow.id), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True, index=True)
    since: Mapped[date] = mapped_column(Date, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    until: Mapped[date | None] = mapped_column(Date)


class EpisodeRow(Schema):
    """One client's stay in a programme, from enrolment until, and without, the day after discharge."""

    __tablename__ = "episodes"
    __table_args__ = (Index("ix_episodes_clinic_id_since_id", "clinic_id", "since", "id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    client_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    program_id: Mapped[str] = mapped_column(ForeignKey(ProgramRow.id), index=True)
    level: Mapped[str] = mapped_column(String(20))
    target_min: Mapped[int]
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(server_default="1")


class CoverageRow(Schema):
    """What a payer covers for a client, as the clinic enters it. ``content`` is encrypted JSON.

    Days are the first and the last on which it holds; nothing forces them into an order, because what a payer wrote may
    contradict itself and is kept all the same.
    """

    __tablename__ = "coverages"
    __table_args__ = (Index("ix_coverages_clinic_id_review_on", "clinic_id", "review_on"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    payer_id: Mapped[str] = mapped_column(ForeignKey(RecipientRow.id))
    from_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date | None] = mapped_column(Date)
    review_on: Mapped[date | None] = mapped_column(Date)
    content: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(server_default="1")


class AuthorisationRow(Schema):
    """What a payer has authorised under a coverage. ``content`` is encrypted JSON: number, service, unit and amount."""

    __tablename__ = "authorisations"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    coverage_id: Mapped[str] = mapped_column(ForeignKey(CoverageRow.id), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    content: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(server_default="1")


class IdentifiedPatientRow(Schema):
    """The partner of a couple under whose name its sessions are billed; nobody while ``person_id`` is empty."""

    __tablename__ = "identified_patients"

    couple_id: Mapped[str] = mapped_column(ForeignKey(CoupleRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    version: Mapped[int] = mapped_column(server_default="1")


class StatementRow(Schema):
    """A statement as it was made, which nothing changes. ``content`` is encrypted JSON."""

    __tablename__ = "statements"
    __table_args__ = (Index("ix_statements_person_id_made_at", "person_id", "made_at"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    recipient_id: Mapped[str | None] = mapped_column(ForeignKey(RecipientRow.id))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)
