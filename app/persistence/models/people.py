"""The people of a clinic, staff and clients, and couples."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow

__all__ = ["CoupleRow", "LicenceRow", "NameWordRow", "PersonRow", "QualificationRow"]


class PersonRow(Schema):
    """A human. ``name`` is the display name, ``sort_name`` what lists are ordered by; the first language is theirs.

    ``legal_name``, ``email``, ``phone``, ``address``, ``emergency_contact`` and ``reach`` are encrypted; the last three
    hold JSON. ``email_hash`` finds an address without decrypting any.
    """

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_clinic_id_kind_sort_name_id", "clinic_id", "kind", "sort_name", "id"),
        Index("uq_people_clinic_id_email_hash", "clinic_id", "email_hash", unique=True),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(10), server_default="client")
    sort_name: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    legal_name: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    email_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    phone: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    emergency_contact: Mapped[str | None] = mapped_column(Text)
    reach: Mapped[str | None] = mapped_column(Text)
    pronouns: Mapped[str | None] = mapped_column(String(40))
    languages: Mapped[list[str] | None] = mapped_column(JSON)
    time_zone: Mapped[str | None] = mapped_column(String(64))
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_into: Mapped[str | None] = mapped_column(ID)
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NameWordRow(Schema):
    """The keyed hash of the beginning of one word of a person's names, so that search needs no decryption.

    ``legal`` marks what only the legal name has: who may not read that name must not find it, either.
    """

    __tablename__ = "name_words"

    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), primary_key=True)
    beginning: Mapped[bytes] = mapped_column(LargeBinary(8), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True, index=True)
    legal: Mapped[bool]


class QualificationRow(Schema):
    """What a member of staff is trained for."""

    __tablename__ = "qualifications"

    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)


class LicenceRow(Schema):
    """A licence of a member of staff in one state. ``number`` is encrypted; ``privileges`` are those under compacts."""

    __tablename__ = "licences"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id))
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    state: Mapped[str] = mapped_column(String(2))
    type: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(Text)
    expires: Mapped[date] = mapped_column(Date)
    privileges: Mapped[list[Any]] = mapped_column(JSON)


class CoupleRow(Schema):
    """Two clients who are treated as a couple, from one moment until another, exclusive, or for now.

    ``cameras`` says whether they usually share one or use two.
    """

    __tablename__ = "couples"
    __table_args__ = (
        CheckConstraint("first_id <> second_id", name="two"),
        CheckConstraint("cameras IN (1, 2)", name="cameras"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    first_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    second_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    cameras: Mapped[int] = mapped_column(server_default="1")
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(server_default="1")
