"""Agendas that a clinic keeps to begin with, by kind of room.

Revision ID: 0025
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | None = None
depends_on: str | None = None

_TABLE = "agenda_templates"


def upgrade() -> None:
    """Make the table, which belongs to a clinic as the others do."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f(f"fk_{_TABLE}_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("clinic_id", "kind", "name", name=op.f(f"uq_{_TABLE}_clinic_id_kind_name")),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"ALTER TABLE {_TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {_TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {_TABLE}_of_clinic ON {_TABLE}"
        " USING (current_setting('attune.clinic', true) = '*'"
        " OR current_setting('attune.clinic', true) = clinic_id)"
    )
