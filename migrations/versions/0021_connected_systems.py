"""Systems of others that read records, what each was shown, and the files made for them.

Revision ID: 0021
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | None = None
depends_on: str | None = None

SYSTEMS, ASSERTIONS, SHOWN = "systems", "system_assertions", "shown_records"
EXPORTS, FILES = "exports", "export_files"
_REFERS = {
    "clinic_id": "clinics",
    "recipient_id": "recipients",
    "system_id": "systems",
    "cohort_id": "cohorts",
    "export_id": "exports",
}
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _table(
        SYSTEMS,
        ("id",),
        _id("id"),
        _id("clinic_id"),
        _id("recipient_id"),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("keys_url", sa.String(500)),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME),
        sa.Column("withdrawn_at", _TIME),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
    )
    op.create_index(f"ix_{SYSTEMS}_clinic_id", SYSTEMS, ["clinic_id"])
    _table(
        ASSERTIONS,
        ("system_id", "hash"),
        _id("system_id"),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        _id("clinic_id"),
        sa.Column("expires_at", _TIME, nullable=False),
    )
    op.create_index(f"ix_{ASSERTIONS}_clinic_id_expires_at", ASSERTIONS, ["clinic_id", "expires_at"])
    _table(
        SHOWN,
        ("system_id", "type", "id"),
        _id("system_id"),
        sa.Column("type", sa.String(30), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        _id("clinic_id"),
        sa.Column("print", sa.LargeBinary(32), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
    )
    _exports()
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (SYSTEMS, ASSERTIONS, SHOWN, EXPORTS, FILES):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_of_clinic ON {table}"
            " USING (current_setting('attune.clinic', true) = '*'"
            " OR current_setting('attune.clinic', true) = clinic_id)"
        )


def _exports() -> None:
    _table(
        EXPORTS,
        ("id",),
        _id("id"),
        _id("clinic_id"),
        _id("system_id"),
        sa.Column("cohort_id", sa.String(40)),
        sa.Column("types", sa.JSON(), nullable=False),
        sa.Column("since", _TIME),
        sa.Column("request", sa.String(2000), nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f(f"ck_{EXPORTS}_state")
        ),
    )
    op.create_index(f"ix_{EXPORTS}_system_id", EXPORTS, ["system_id"])
    op.create_index(f"ix_{EXPORTS}_state_asked_at", EXPORTS, ["state", "asked_at"])
    op.create_index(f"ix_{EXPORTS}_clinic_id_expires_at", EXPORTS, ["clinic_id", "expires_at"])
    _table(
        FILES,
        ("export_id", "number"),
        _id("export_id"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _id("clinic_id"),
        sa.Column("type", sa.String(30), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
    )


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(40), nullable=False)


def _table(name: str, key: tuple[str, ...], *parts: sa.Column[Any] | sa.CheckConstraint) -> None:
    columns = [each.name for each in parts if isinstance(each, sa.Column)]
    refers = [
        sa.ForeignKeyConstraint([each], [f"{_REFERS[each]}.id"], name=op.f(f"fk_{name}_{each}"))
        for each in columns
        if each in _REFERS
    ]
    op.create_table(name, *parts, *refers, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")))
