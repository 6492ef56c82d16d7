"""Allow two presence intervals with the same start: somebody may join, leave and join again within one microsecond.

Times are stored to the microsecond, and a record must not be refused for that.

Revision ID: 0004
"""

from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Replace the key with an index."""
    with op.batch_alter_table("presence_intervals") as table:
        table.drop_constraint("uq_presence_intervals_session_id_person_id_started_at", type_="unique")
    op.create_index("ix_presence_intervals_session_id", "presence_intervals", ["session_id"])
