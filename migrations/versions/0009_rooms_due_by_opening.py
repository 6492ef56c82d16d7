"""Rooms that are due are found by their opening alone: the planner looks every few seconds, in all clinics.

With the status between, the old index led to every session that has no room yet, a year of them.

Revision ID: 0009
"""

from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Replace the index."""
    op.drop_index("ix_appointments_room_opens_at", "appointments")
    op.create_index(
        "ix_appointments_room_ready_opens_at_id", "appointments", ["room_ready", "opens_at", "id"]
    )
