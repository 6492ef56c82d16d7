"""What staff need around a session: what helps somebody take part, and to whom a session was handed over.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | None = None
depends_on: str | None = None

TABLE = "hand_overs"
_REFERS = {"clinic_id": "clinics", "session_id": "sessions", "to_id": "people", "by_id": "people"}


def upgrade() -> None:
    """Add the column, and make the table, which belongs to a clinic as the others do."""
    op.add_column("client_safety", sa.Column("accommodations", sa.Text(), nullable=True))
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("to_id", sa.String(40), nullable=False),
        sa.Column("by_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, table in _REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_session_id", TABLE, ["session_id"])
    op.create_index(f"ix_{TABLE}_clinic_id_to_id_at", TABLE, ["clinic_id", "to_id", "at"])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {TABLE}_of_clinic ON {TABLE}"
        " USING (current_setting('attune.clinic', true) = '*'"
        " OR current_setting('attune.clinic', true) = clinic_id)"
    )
