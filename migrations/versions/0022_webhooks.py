"""Webhooks of clinics, the events that they are told of, and what became of each telling.

Revision ID: 0022
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | None = None
depends_on: str | None = None

WEBHOOKS, EVENTS, DELIVERIES = "webhooks", "webhook_events", "webhook_deliveries"


def upgrade() -> None:
    """Make the three tables, which belong to a clinic as the others do."""
    _make_webhooks()
    _make_events()
    _make_deliveries()
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (WEBHOOKS, EVENTS, DELIVERIES):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_of_clinic ON {table}"
            " USING (current_setting('attune.clinic', true) = '*'"
            " OR current_setting('attune.clinic', true) = clinic_id)"
        )


def _make_webhooks() -> None:
    op.create_table(
        WEBHOOKS,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("former_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("off_why", sa.String(10), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f(f"fk_{WEBHOOKS}_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{WEBHOOKS}")),
    )
    op.create_index(f"ix_{WEBHOOKS}_clinic_id", WEBHOOKS, ["clinic_id"])


def _make_events() -> None:
    op.create_table(
        EVENTS,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f(f"fk_{EVENTS}_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{EVENTS}")),
    )
    op.create_index(f"ix_{EVENTS}_due_at", EVENTS, ["due_at"])
    op.create_index(f"ix_{EVENTS}_clinic_id_at", EVENTS, ["clinic_id", "at"])


def _make_deliveries() -> None:
    op.create_table(
        DELIVERIES,
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("webhook_id", sa.String(40), nullable=False),
        sa.Column("event_id", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(10), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f(f"fk_{DELIVERIES}_clinic_id")),
        sa.ForeignKeyConstraint(["webhook_id"], [f"{WEBHOOKS}.id"], name=op.f(f"fk_{DELIVERIES}_webhook_id")),
        sa.ForeignKeyConstraint(["event_id"], [f"{EVENTS}.id"], name=op.f(f"fk_{DELIVERIES}_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DELIVERIES}")),
        sa.UniqueConstraint("event_id", "webhook_id", name=op.f(f"uq_{DELIVERIES}_event_id_webhook_id")),
    )
    op.create_index(f"ix_{DELIVERIES}_due_at", DELIVERIES, ["due_at"])
    op.create_index(f"ix_{DELIVERIES}_webhook_id_made_at_id", DELIVERIES, ["webhook_id", "made_at", "id"])
