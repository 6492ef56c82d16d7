"""Runs of protocols that may go on in another session, and which presence was in a private room.

Revision ID: 0003
"""

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
