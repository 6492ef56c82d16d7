"""Support after treatment: peer links, reports, hosts, activities, resource cards, aftercare plans and check-ins."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.people import PersonRow

__all__ = [
    "ActivityReplyRow",
    "ActivityRow",
    "AftercarePlanRow",
    "CheckInRow",
    "PeerHostRow",
    "PeerLinkRow",
    "PeerProfileRow",
    "PeerReportRow",
    "ResourceCardRow",
]


class PeerProfileRow(Schema):
    """A client in the support network. ``name``, which they have chosen, is encrypted; empty before they have."""

    __tablename__ = "peer_profiles"

    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    name: Mapped[str | None] = mapped_column(Text)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    suspended_by_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    version: Mapped[int] = mapped_column(server_default="1")


class PeerLinkRow(Schema):
    """Two people, in the order of their ids, and what each of them wants. The lines are encrypted."""

    __tablename__ = "peer_links"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="order"),
        UniqueConstraint("first_id", "second_id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    first_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    second_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    state: Mapped[str] = mapped_column(String(10))
    first_offers: Mapped[bool]
    second_offers: Mapped[bool]
    first_blocks: Mapped[bool]
    second_blocks: Mapped[bool]
    first_told: Mapped[bool]
    second_told: Mapped[bool]
    first_line: Mapped[str | None] = mapped_column(Text)
    second_line: Mapped[str | None] = mapped_column(Text)
    kept_apart: Mapped[bool]
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PeerReportRow(Schema):
    """A report of one of two people about the other. ``content`` is encrypted JSON: what was written, by them and about
    it by staff."""

    __tablename__ = "peer_reports"
    __table_args__ = (Index("ix_peer_reports_clinic_id_done_at", "clinic_id", "done", "at"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    link_id: Mapped[str] = mapped_column(ForeignKey(PeerLinkRow.id))
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    about_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)
    done: Mapped[bool]
    outcome: Mapped[str | None] = mapped_column(String(10))
    done_by_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PeerHostRow(Schema):
    """A client who may host alumni groups."""

    __tablename__ = "peer_hosts"

    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    trained_on: Mapped[date] = mapped_column(Date)


class ActivityRow(Schema):
    """A sober activity. ``programs`` lists those whose people may come; empty for all."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_clinic_id_begins_at_id", "clinic_id", "begins_at", "id"),
        CheckConstraint("begins_at < ends_at", name="hours"),
        CheckConstraint("capacity > 0", name="capacity"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    title: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(160))
    details: Mapped[str] = mapped_column(Text)
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    audience: Mapped[str] = mapped_column(String(10))
    programs: Mapped[list[Any]] = mapped_column(JSON)
    capacity: Mapped[int | None]
    cancelled: Mapped[bool]
    version: Mapped[int] = mapped_column(server_default="1")


class ActivityReplyRow(Schema):
    """Whether somebody comes to an activity."""

    __tablename__ = "activity_replies"

    activity_id: Mapped[str] = mapped_column(ForeignKey(ActivityRow.id), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True, index=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    coming: Mapped[bool]
    shows_name: Mapped[bool]


class ResourceCardRow(Schema):
    """Where people find meals, housing, meetings or somebody to talk to."""

    __tablename__ = "resource_cards"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(String(40))
    url: Mapped[str] = mapped_column(String(300))
    area: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(12))
    checked_on: Mapped[date] = mapped_column(Date)
    archived: Mapped[bool]
    version: Mapped[int] = mapped_column(server_default="1")


class AftercarePlanRow(Schema):
    """One version of a client's aftercare plan; versions are only added. ``content`` is encrypted JSON."""

    __tablename__ = "aftercare_plans"
    __table_args__ = (Index("ix_aftercare_plans_client_id_at", "client_id", "at"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    client_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    by_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)


class CheckInRow(Schema):
    """One check-in of a client after discharge."""

    __tablename__ = "check_ins"
    __table_args__ = (Index("ix_check_ins_clinic_id_state_due_on", "clinic_id", "state", "due_on"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    client_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(String(10))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
