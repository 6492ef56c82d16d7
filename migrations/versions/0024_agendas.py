"""What sessions are to be, item by item, as they were prepared.

Revision ID: 0024
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | None = None
depends_on: str | None = None

_TABLE = "agendas"


def upgrade() -> None:
    """Make the table, which belongs to a clinic as the others do."""
    op.create_table(
        _TABLE,
        sa.Column("appointment_id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f(f"fk_{_TABLE}_appointment_id")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f(f"fk_{_TABLE}_clinic_id")),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f(f"pk_{_TABLE}")),
        sa.CheckConstraint("version > 0", name=op.f(f"ck_{_TABLE}_version")),
    )
    op.create_index(f"ix_{_TABLE}_clinic_id", _TABLE, ["clinic_id"])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"ALTER TABLE {_TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {_TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {_TABLE}_of_clinic ON {_TABLE}"
        " USING (current_setting('attune.clinic', true) = '*'"
        " OR current_setting('attune.clinic', true) = clinic_id)"
    )
