"""Phones beside a shared seat, and, for each occupant, whether they are licensed and whom they serve.

SQLite changes a table by rebuilding it, which it refuses if other tables reference it. So ``seats`` only gets additions,
and keeps a default and the constraint that the old foreign key needed.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the columns; a person may now have a seat and a phone in one session."""
    op.add_column("seats", sa.Column("companion", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "uq_seats_session_id_id_companion", "seats", ["session_id", "id", "companion"], unique=True
    )
    # Everybody stored so far sits on a seat with media, and staff were assumed to be licensed.
    for name, value in (("companion", sa.false()), ("licensed", sa.true())):
        op.add_column("occupants", sa.Column(name, sa.Boolean(), server_default=value, nullable=False))
    op.add_column("occupants", sa.Column("serves_id", sa.String(40), nullable=True))
    _remake_occupants()
    op.create_index("ix_occupants_serves_id", "occupants", ["serves_id"])


def _remake_occupants() -> None:
    # Alembic does not copy check constraints when it rebuilds a table.
    kept = sa.CheckConstraint("position IN (1, 2)", name=op.f("ck_occupants_position"))
    with op.batch_alter_table("occupants", table_args=(kept,)) as table:
        table.alter_column("companion", server_default=None)
        table.alter_column("licensed", server_default=None)
        table.drop_constraint("fk_occupants_session_id_seat_id", type_="foreignkey")
        table.create_foreign_key(
            "fk_occupants_session_id_seat_id_companion",
            "seats",
            ["session_id", "seat_id", "companion"],
            ["session_id", "id", "companion"],
        )
        table.create_foreign_key("fk_occupants_serves_id", "people", ["serves_id"], ["id"])
        table.drop_constraint("uq_occupants_session_id_person_id", type_="unique")
        table.create_unique_constraint(
            "uq_occupants_session_id_person_id_companion", ["session_id", "person_id", "companion"]
        )
        table.create_check_constraint(op.f("ck_occupants_companion"), "NOT companion OR position = 1")
