"""Measures: instruments of a clinic, plans, what clients have answered, and who has seen an alert.

Revision ID: 0019
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | None = None
depends_on: str | None = None

INSTRUMENTS, PLANS = "measure_instruments", "measure_plans"
RESPONSES, ALERTS = "measure_responses", "measure_alerts"


def upgrade() -> None:
    """Make the tables; let a follow-up task belong to no session."""
    _make_instruments()
    _make_plans()
    _make_responses()
    with op.batch_alter_table("follow_ups") as tasks:
        tasks.alter_column("session_id", existing_type=sa.String(40), nullable=True)
    _make_alerts()
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (INSTRUMENTS, PLANS, RESPONSES, ALERTS):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_of_clinic ON {table}"
            " USING (current_setting('attune.clinic', true) = '*'"
            " OR current_setting('attune.clinic', true) = clinic_id)"
        )


def _make_instruments() -> None:
    op.create_table(
        INSTRUMENTS,
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("instrument", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("by_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_refers(INSTRUMENTS, clinic_id="clinics", by_id="people"),
        sa.PrimaryKeyConstraint("clinic_id", "instrument", "version", name=op.f(f"pk_{INSTRUMENTS}")),
    )


def _make_plans() -> None:
    op.create_table(
        PLANS,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("program_id", sa.String(40), nullable=True),
        sa.Column("cohort_id", sa.String(40), nullable=True),
        sa.Column("instrument", sa.String(32), nullable=False),
        sa.Column("rhythm", sa.String(10), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(program_id IS NULL) <> (cohort_id IS NULL)", name=op.f(f"ck_{PLANS}_place")),
        sa.CheckConstraint("every > 0", name=op.f(f"ck_{PLANS}_every")),
        *_refers(PLANS, clinic_id="clinics", program_id="programs", cohort_id="cohorts"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PLANS}")),
    )
    op.create_index(f"ix_{PLANS}_clinic_id", PLANS, ["clinic_id"])


def _make_responses() -> None:
    op.create_table(
        RESPONSES,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=True),
        sa.Column("instrument", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_refers(RESPONSES, clinic_id="clinics", person_id="people", session_id="sessions"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{RESPONSES}")),
        sa.UniqueConstraint(
            "person_id", "instrument", "due", name=op.f(f"uq_{RESPONSES}_person_id_instrument_due")
        ),
    )
    op.create_index(f"ix_{RESPONSES}_session_id", RESPONSES, ["session_id"])
    op.create_index(f"ix_{RESPONSES}_clinic_id_answered_at_id", RESPONSES, ["clinic_id", "answered_at", "id"])


def _make_alerts() -> None:
    op.create_table(
        ALERTS,
        sa.Column("task_id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("mails", sa.JSON(), nullable=False),
        sa.Column("seen_by_id", sa.String(40), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        *_refers(ALERTS, task_id="follow_ups", clinic_id="clinics", seen_by_id="people"),
        sa.PrimaryKeyConstraint("task_id", name=op.f(f"pk_{ALERTS}")),
    )
    op.create_index(f"ix_{ALERTS}_clinic_id", ALERTS, ["clinic_id"])


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]
