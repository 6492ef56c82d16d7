"""Live sessions, their seats, and the people on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.persistence.models.base import ID, Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.people import PersonRow

__all__ = ["OccupantRow", "SeatRow", "SessionRow"]


class OccupantRow(Schema):
    """A person on a seat, first or second. In one session nobody has two seats, or two phones beside a seat.

    ``companion`` repeats the seat's value; the foreign key keeps them equal.
    """

    __tablename__ = "occupants"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "seat_id", "companion"], ["seats.session_id", "seats.id", "seats.companion"]
        ),
        UniqueConstraint("session_id", "person_id", "companion"),
        CheckConstraint("position IN (1, 2)", name="position"),
        CheckConstraint("NOT companion OR position = 1", name="companion"),
    )

    seat_id: Mapped[str] = mapped_column(ID, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    session_id: Mapped[str] = mapped_column(ID)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    companion: Mapped[bool]
    licensed: Mapped[bool]
    serves_id: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id), index=True)


class SeatRow(Schema):
    """A seat in a session, or a phone beside a shared seat (``companion``).

    The role belongs to the seat, so a member cannot be placed on a facilitator's seat.
    """

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("session_id", "position"),
        UniqueConstraint("session_id", "id"),
        Index("uq_seats_session_id_id_companion", "session_id", "id", "companion", unique=True),
        CheckConstraint("link_version > 0", name="link_version"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    link_version: Mapped[int]
    companion: Mapped[bool] = mapped_column(server_default=false())

    occupants: Mapped[list["OccupantRow"]] = relationship(lazy="raise", order_by="OccupantRow.position")


class SessionRow(Schema):
    """An appointment with a room. ``policy`` holds the fields of ``RoomPolicy`` except its kind.

    ``proof``: whether its people have to show who they are. ``checks``: whether its clients have to be ready first.
    """

    __tablename__ = "sessions"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="hours"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proof: Mapped[bool] = mapped_column(server_default=false())
    checks: Mapped[bool] = mapped_column(server_default=false())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    seats: Mapped[list["SeatRow"]] = relationship(lazy="raise", order_by="SeatRow.position")
