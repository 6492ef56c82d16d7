"""The schema. Identity to the outside is the prefixed string id of each row; times are aware UTC.

``room_events.at`` and ``payload`` must come back exactly as they went in, because a room is rebuilt from them; so ``at``
is the event's own float of Unix seconds and no timestamp. Relationships never load by accident (``lazy="raise"``).
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

__all__ = [
    "ClinicRow",
    "KeptRunRow",
    "OccupantRow",
    "PersonRow",
    "PresenceIntervalRow",
    "RoomEventRow",
    "Schema",
    "SeatRow",
    "SessionRow",
    "UtcDateTime",
]

_ID = String(40)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time on every database; SQLite, which knows no zones, is told and read in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Schema(DeclarativeBase):
    """All tables, with names for every constraint so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


class ClinicRow(Schema):
    """Who holds sessions; everything belongs to one clinic."""

    __tablename__ = "clinics"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class PersonRow(Schema):
    """One human. ``name`` is the display name, personal data."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))


class SessionRow(Schema):
    """One appointment with a room. ``policy`` holds the fields of ``RoomPolicy`` but its kind."""

    __tablename__ = "sessions"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="hours"),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    seats: Mapped[list["SeatRow"]] = relationship(lazy="raise", order_by="SeatRow.position")


class SeatRow(Schema):
    """One place in a session, or a phone beside a shared one (``companion``).

    The role is the seat's, so that nobody can seat a member beside a facilitator.
    """

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("session_id", "position"),
        UniqueConstraint("session_id", "id"),
        Index("uq_seats_session_id_id_companion", "session_id", "id", "companion", unique=True),
        CheckConstraint("link_version > 0", name="link_version"),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    link_version: Mapped[int]
    companion: Mapped[bool] = mapped_column(server_default=false())

    occupants: Mapped[list["OccupantRow"]] = relationship(lazy="raise", order_by="OccupantRow.position")


class OccupantRow(Schema):
    """A person on a seat, first or second; in one session nobody has two seats, nor two phones beside one.

    ``companion`` is that of the seat, which the foreign key keeps true.
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

    seat_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    session_id: Mapped[str] = mapped_column(_ID)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    companion: Mapped[bool]
    licensed: Mapped[bool]
    serves_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)


class RoomEventRow(Schema):
    """One event of a room's log; append-only."""

    __tablename__ = "room_events"
    __table_args__ = (CheckConstraint("position > 0", name="position"),)

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[float] = mapped_column(Double)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)


class PresenceIntervalRow(Schema):
    """From when to when a person was in the room, or a ``private`` one, with a connection that stood.

    Open while ``ended_at`` is absent.
    """

    __tablename__ = "presence_intervals"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        Index(
            "uq_presence_intervals_open",
            "session_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    seat_id: Mapped[str] = mapped_column(ForeignKey("seats.id"), index=True)
    private: Mapped[bool] = mapped_column(server_default=false())
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KeptRunRow(Schema):
    """A run of a protocol that may go on in another session; nothing but ``taken_at`` ever changes.

    ``people`` are all who have a role in it; ``payload`` holds the fields of ``KeptRun`` but its id and protocol.
    """

    __tablename__ = "kept_runs"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), index=True)
    protocol: Mapped[str] = mapped_column(String(40))
    people: Mapped[list[str]] = mapped_column(JSON)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
