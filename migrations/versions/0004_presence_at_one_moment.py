"""Somebody may come, go and come again at one moment: the start of a presence is no key.

What is written down to the microsecond can be the same twice, and a record must not be refused for that.

Revision ID: 0004
"""

from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Have an index where the key was."""
    with op.batch_alter_table("presence_intervals") as table:
        table.drop_constraint("uq_presence_intervals_session_id_person_id_started_at", type_="unique")
    op.create_index("ix_presence_intervals_session_id", "presence_intervals", ["session_id"])
