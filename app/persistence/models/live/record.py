"""What a live session leaves behind: its log, who was present, runs that can continue later, and what stays at last.

``room_events.at`` and ``payload`` must come back exactly as they were written, because rooms are rebuilt from them. So
``at`` is the event's own float of Unix seconds, not a timestamp.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Double, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.models.base import Schema, UtcDateTime
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.live.sessions import SeatRow, SessionRow
from app.persistence.models.people import PersonRow

__all__ = ["KeptRunRow", "PresenceIntervalRow", "RoomEventRow", "SessionPauseRow", "SessionRemainsRow"]


class KeptRunRow(Schema):
    """A protocol run that can continue in another session; only ``taken_at`` ever changes.

    ``people`` lists everybody with a role in it; ``payload`` holds the fields of ``KeptRun`` except its id and protocol.
    """

    __tablename__ = "kept_runs"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey(SessionRow.id), index=True)
    protocol: Mapped[str] = mapped_column(String(40))
    people: Mapped[list[str]] = mapped_column(JSON)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PresenceIntervalRow(Schema):
    """An interval in which a person was connected in the room, or in a ``private`` one.

    Open while ``ended_at`` is NULL.
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
    session_id: Mapped[str] = mapped_column(ForeignKey(SessionRow.id), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    seat_id: Mapped[str] = mapped_column(ForeignKey(SeatRow.id), index=True)
    private: Mapped[bool] = mapped_column(server_default=false())
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoomEventRow(Schema):
    """One event of a room's log; append-only."""

    __tablename__ = "room_events"
    __table_args__ = (CheckConstraint("position > 0", name="position"),)

    session_id: Mapped[str] = mapped_column(ForeignKey(SessionRow.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[float] = mapped_column(Double)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)


class SessionRemainsRow(Schema):
    """What has been taken out of a session's log, and the summary that stays of it.

    ``began_at``: when it became live; empty if it never did, or while there is a log to ask. ``protocols``: how often
    each was started.
    """

    __tablename__ = "session_remains"

    session_id: Mapped[str] = mapped_column(ForeignKey(SessionRow.id), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey(ClinicRow.id), index=True)
    answers_removed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    log_removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    people: Mapped[int] = mapped_column(server_default="0")
    protocols: Mapped[dict[str, int]] = mapped_column(JSON)


class SessionPauseRow(Schema):
    """A time in which a session was no programme: nobody led it (``unled``), or the service was ``away``.

    Open while ``ended_at`` is NULL.
    """

    __tablename__ = "session_pauses"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        CheckConstraint("why IN ('unled', 'away')", name="why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey(SessionRow.id), index=True)
    why: Mapped[str] = mapped_column(String(10))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
