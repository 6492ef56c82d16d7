"""Protocol runs that can continue in another session, and which presence was in a private room.

Older rooms did not log who was present, so nothing would close the intervals that their sessions left open. They are
closed at the last event of their room.

Revision ID: 0003
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the column and the table; there were no private rooms before."""
    op.add_column(
        "presence_intervals", sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _end_open_presence()
    op.create_table(
        "kept_runs",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("protocol", sa.String(40), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_kept_runs"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_kept_runs_session_id"),
    )
    op.create_index("ix_kept_runs_session_id", "kept_runs", ["session_id"])


def _end_open_presence() -> None:
    intervals = sa.table(
        "presence_intervals",
        sa.column("id", sa.Integer()),
        sa.column("session_id", sa.String(40)),
        sa.column("started_at", sa.DateTime(timezone=True)),
        sa.column("ended_at", sa.DateTime(timezone=True)),
    )
    events = sa.table("room_events", sa.column("session_id", sa.String(40)), sa.column("at", sa.Double()))
    connection = op.get_bind()
    last = (
        sa.select(intervals.c.id, intervals.c.started_at, sa.func.max(events.c.at))
        .join_from(intervals, events, events.c.session_id == intervals.c.session_id)
        .where(intervals.c.ended_at.is_(None))
        .group_by(intervals.c.id, intervals.c.started_at)
    )
    for interval, started_at, at in connection.execute(last).all():
        # SQLite has no time zones: times are stored in UTC.
        started = started_at if started_at.tzinfo else started_at.replace(tzinfo=UTC)
        ended = max(started, datetime.fromtimestamp(at, UTC))
        connection.execute(
            intervals.update().where(intervals.c.id == interval).values(ended_at=ended.astimezone(UTC))
        )
