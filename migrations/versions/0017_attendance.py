"""Attendance: when a session was no programme, and what staff corrected.

Revision ID: 0017
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | None = None
depends_on: str | None = None

PAUSES = "session_pauses"
CORRECTIONS = "attendance_corrections"
_REFERS = {"clinic_id": "clinics", "session_id": "sessions", "person_id": "people", "by_id": "people"}


def upgrade() -> None:
    """Make the tables, and read the pauses of earlier sessions from their logs."""
    op.create_table(
        PAUSES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("why", sa.String(10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f(f"ck_{PAUSES}_order")),
        sa.CheckConstraint("why IN ('unled', 'away')", name=op.f(f"ck_{PAUSES}_why")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f(f"fk_{PAUSES}_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PAUSES}")),
    )
    op.create_index(f"ix_{PAUSES}_session_id", PAUSES, ["session_id"])
    op.create_table(
        CORRECTIONS,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{CORRECTIONS}_{column}"))
            for column, table in _REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CORRECTIONS}")),
        sa.UniqueConstraint(
            "session_id", "person_id", "number", name=op.f(f"uq_{CORRECTIONS}_session_id_person_id_number")
        ),
    )
    op.create_index(f"ix_{CORRECTIONS}_clinic_id_person_id", CORRECTIONS, ["clinic_id", "person_id"])
    _read_pauses()
    if op.get_bind().dialect.name != "postgresql":
        return
    _limit(PAUSES, f"EXISTS (SELECT 1 FROM sessions WHERE sessions.id = {PAUSES}.session_id)")
    _limit(CORRECTIONS, "current_setting('attune.clinic', true) = clinic_id")


def _read_pauses() -> None:
    events = sa.table(
        "room_events",
        *map(sa.column, ("session_id", "position", "at", "kind")),
        sa.column("payload", sa.JSON),
    )
    pauses = sa.table(
        PAUSES,
        sa.column("session_id"),
        sa.column("why"),
        *(sa.column(name, sa.DateTime(timezone=True)) for name in ("started_at", "ended_at")),
    )
    kinds = ("room.unled", "room.resumed", "room.back", "room.ended")
    found = op.get_bind().execute(
        sa.select(events.c.session_id, events.c.at, events.c.kind, events.c.payload)
        .where(events.c.kind.in_(kinds))
        .order_by(events.c.session_id, events.c.position)
    )
    unled: dict[str, float] = {}
    rows: list[dict[str, object]] = []
    for session, at, kind, payload in found:
        if kind == "room.back":
            rows.append(_row(session, "away", at - max(payload["away_s"], 0.0), at))
        elif kind == "room.unled":
            unled.setdefault(session, at)
        elif session in unled:
            rows.append(_row(session, "unled", unled.pop(session), at))
    rows += [_row(session, "unled", at, None) for session, at in unled.items()]
    if rows:
        op.bulk_insert(pauses, rows)


def _row(session: str, why: str, since: float, until: float | None) -> dict[str, object]:
    ended = None if until is None else datetime.fromtimestamp(until, UTC)
    return {
        "session_id": session,
        "why": why,
        "started_at": datetime.fromtimestamp(since, UTC),
        "ended_at": ended,
    }


def _limit(table: str, belongs: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {table}_of_clinic ON {table}"
        f" USING (current_setting('attune.clinic', true) = '*' OR {belongs})"
    )
