"""Private screenings of clients, and what their own clinicians decided about couples' sessions together.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None

SCREENINGS, DECISIONS = "screenings", "clearance_decisions"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        SCREENINGS,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("by_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f(f"fk_{SCREENINGS}_clinic_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{SCREENINGS}_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f(f"fk_{SCREENINGS}_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SCREENINGS}")),
    )
    op.create_index(f"ix_{SCREENINGS}_person_id_at", SCREENINGS, ["person_id", "at"])
    op.create_table(
        DECISIONS,
        sa.Column("couple_id", sa.String(40), nullable=False),
        sa.Column("partner_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("by_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f(f"ck_{DECISIONS}_position")),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name=op.f(f"fk_{DECISIONS}_couple_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["people.id"], name=op.f(f"fk_{DECISIONS}_partner_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f(f"fk_{DECISIONS}_clinic_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f(f"fk_{DECISIONS}_by_id")),
        sa.PrimaryKeyConstraint("couple_id", "partner_id", "position", name=op.f(f"pk_{DECISIONS}")),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (SCREENINGS, DECISIONS):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_of_clinic ON {table}"
            " USING (current_setting('attune.clinic', true) = '*'"
            " OR current_setting('attune.clinic', true) = clinic_id)"
        )
