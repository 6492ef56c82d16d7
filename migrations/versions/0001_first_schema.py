"""First schema: clinics, people, sessions with seats and occupants, the rooms' log, presence.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Create all tables."""
    _make_people()
    _make_sessions()
    _make_records()


def _make_people() -> None:
    op.create_table(
        "clinics",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clinics"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_people_clinic_id"),
    )
    op.create_index("ix_people_clinic_id", "people", ["clinic_id"])


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_sessions_clinic_id"),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_sessions_hours")),
    )
    op.create_index("ix_sessions_clinic_id", "sessions", ["clinic_id"])
    op.create_table(
        "seats",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seats"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_seats_session_id"),
        sa.UniqueConstraint("session_id", "position", name="uq_seats_session_id_position"),
        sa.UniqueConstraint("session_id", "id", name="uq_seats_session_id_id"),
        sa.CheckConstraint("link_version > 0", name=op.f("ck_seats_link_version")),
    )
    op.create_table(
        "occupants",
        sa.Column("seat_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("seat_id", "position", name="pk_occupants"),
        sa.ForeignKeyConstraint(
            ["session_id", "seat_id"],
            ["seats.session_id", "seats.id"],
            name="fk_occupants_session_id_seat_id",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_occupants_person_id"),
        sa.UniqueConstraint("session_id", "person_id", name="uq_occupants_session_id_person_id"),
        sa.CheckConstraint("position IN (1, 2)", name=op.f("ck_occupants_position")),
    )
    op.create_index("ix_occupants_person_id", "occupants", ["person_id"])


def _make_records() -> None:
    op.create_table(
        "room_events",
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "position", name="pk_room_events"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_room_events_session_id"),
        sa.CheckConstraint("position > 0", name=op.f("ck_room_events_position")),
    )
    op.create_table(
        "presence_intervals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("seat_id", sa.String(40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_presence_intervals"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_presence_intervals_session_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_presence_intervals_person_id"),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name="fk_presence_intervals_seat_id"),
        sa.UniqueConstraint(
            "session_id",
            "person_id",
            "started_at",
            name="uq_presence_intervals_session_id_person_id_started_at",
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_presence_intervals_order")
        ),
    )
    op.create_index("ix_presence_intervals_person_id", "presence_intervals", ["person_id"])
    op.create_index("ix_presence_intervals_seat_id", "presence_intervals", ["seat_id"])
    op.create_index(
        "uq_presence_intervals_open",
        "presence_intervals",
        ["session_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
