"""What has to be looked after once something happened in a session.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None

TABLE = "follow_ups"
_REFERS = {
    "clinic_id": "clinics",
    "session_id": "sessions",
    "client_id": "people",
    "lead_id": "people",
    "handed_to_id": "people",
    "by_id": "people",
}


def upgrade() -> None:
    """Make the table, which belongs to a clinic as the others do."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("client_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("cause", sa.String(20)),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lead_id", sa.String(40)),
        sa.Column("handed_to_id", sa.String(40)),
        sa.Column("again_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(20)),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.String(40)),
        sa.Column("by_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_{TABLE}_{column}")
            for column, table in _REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.CheckConstraint("version > 0", name="version"),
    )
    for column in ("session_id", "client_id"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])
    op.create_index(f"ix_{TABLE}_clinic_id_done_noted_at", TABLE, ["clinic_id", "done", "noted_at"])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {TABLE}_of_clinic ON {TABLE}"
        " USING (current_setting('attune.clinic', true) = '*'"
        " OR current_setting('attune.clinic', true) = clinic_id)"
    )
