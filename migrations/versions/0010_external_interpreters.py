"""Interpreters from outside belong to one session each.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None

TABLE = "external_interpreters"


def upgrade() -> None:
    """Make the table, which belongs to a clinic as the others do."""
    op.create_table(
        TABLE,
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("appointment_id", sa.String(40), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=f"fk_{TABLE}_person_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=f"fk_{TABLE}_clinic_id"),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=f"fk_{TABLE}_appointment_id"),
        sa.PrimaryKeyConstraint("person_id", name=f"pk_{TABLE}"),
    )
    for column in ("clinic_id", "appointment_id"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {TABLE}_of_clinic ON {TABLE}"
        " USING (current_setting('attune.clinic', true) = '*'"
        " OR current_setting('attune.clinic', true) = clinic_id)"
    )
