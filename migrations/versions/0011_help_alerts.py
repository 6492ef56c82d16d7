"""Help signals and who was paged about them, what is agreed with a client for an emergency, and disclosures.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None

_ID = sa.String(40)
_TIME = sa.DateTime(timezone=True)
TABLES = ("help_alerts", "alert_steps", "alert_pages", "client_safety", "disclosures")


def upgrade() -> None:
    """Make the tables, which belong to a clinic as the others do."""
    _alerts()
    _steps()
    _pages()
    _agreed()
    _disclosures()
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_of_clinic ON {table}"
            " USING (current_setting('attune.clinic', true) = '*'"
            " OR current_setting('attune.clinic', true) = clinic_id)"
        )


def _alerts() -> None:
    table = "help_alerts"
    op.create_table(
        table,
        sa.Column("id", _ID, nullable=False),
        sa.Column("clinic_id", _ID, nullable=False),
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("seat_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("signalled_at", _TIME, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("directors_due", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.Column("told", sa.String(10), nullable=True),
        sa.Column("pending", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("answered_at", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        *_references(
            table,
            clinic_id="clinics",
            session_id="sessions",
            seat_id="seats",
            person_id="people",
            answered_by="people",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    for columns in (["pending", "signalled_at"], ["session_id", "seat_id"], ["clinic_id", "signalled_at"]):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _steps() -> None:
    table = "alert_steps"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", _ID, nullable=False),
        sa.Column("alert_id", _ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("noted", sa.Boolean(), server_default=sa.false(), nullable=False),
        *_references(table, clinic_id="clinics", alert_id="help_alerts", person_id="people"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_alert_id", table, ["alert_id"])


def _pages() -> None:
    table = "alert_pages"
    op.create_table(
        table,
        sa.Column("id", _ID, nullable=False),
        sa.Column("clinic_id", _ID, nullable=False),
        sa.Column("alert_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("mail_id", _ID, nullable=True),
        sa.Column("call_state", sa.String(10), nullable=False),
        sa.Column("call_attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("call_due_at", _TIME, nullable=True),
        *_references(table, clinic_id="clinics", alert_id="help_alerts", person_id="people"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    for column in ("alert_id", "call_due_at"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _agreed() -> None:
    table = "client_safety"
    op.create_table(
        table,
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("clinic_id", _ID, nullable=False),
        sa.Column("emergency_number", sa.Text(), nullable=True),
        sa.Column("phrase", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_references(table, person_id="people", clinic_id="clinics"),
        sa.PrimaryKeyConstraint("person_id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_clinic_id", table, ["clinic_id"])


def _disclosures() -> None:
    table = "disclosures"
    op.create_table(
        table,
        sa.Column("id", _ID, nullable=False),
        sa.Column("clinic_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("nature", sa.String(20), nullable=False),
        sa.Column("recipient", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        *_references(table, clinic_id="clinics", person_id="people", by_id="people"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_clinic_id_person_id", table, ["clinic_id", "person_id"])


def _references(table: str, **tables: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
        for column, other in tables.items()
    ]
