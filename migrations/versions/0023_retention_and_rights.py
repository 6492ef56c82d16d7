"""How long records are kept: holds, what stays of sessions, and what people ask about what is kept of them.

Revision ID: 0023
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | None = None
depends_on: str | None = None

HOLDS, REQUESTS, CORRECTIONS, REMAINS = (
    "legal_holds",
    "data_requests",
    "correction_requests",
    "session_remains",
)
_REFERS = {
    "clinic_id": "clinics",
    "person_id": "people",
    "session_id": "sessions",
    "by_id": "people",
    "ended_by_id": "people",
    "decided_by_id": "people",
}


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(40), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _make(table: str, key: str, *parts: sa.Column[Any] | sa.Constraint) -> None:
    columns = [part for part in parts if isinstance(part, sa.Column)]
    op.create_table(
        table,
        *parts,
        *(
            sa.ForeignKeyConstraint(
                [one.name], [f"{_REFERS[one.name]}.id"], name=op.f(f"fk_{table}_{one.name}")
            )
            for one in columns
            if one.name in _REFERS
        ),
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    """Make the tables, which belong to a clinic as the others do, and gather what clinics have chosen."""
    _make_tables()
    _make_indexes()
    _gather_choices()
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (HOLDS, REQUESTS, CORRECTIONS, REMAINS):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_of_clinic ON {table}"
            " USING (current_setting('attune.clinic', true) = '*'"
            " OR current_setting('attune.clinic', true) = clinic_id)"
        )


def _make_tables() -> None:
    _make(
        HOLDS,
        "id",
        _id("id"),
        _id("clinic_id"),
        _id("person_id", nullable=True),
        _id("session_id", nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _id("by_id"),
        _moment("at"),
        _id("ended_by_id", nullable=True),
        _moment("ended_at", nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (session_id IS NULL)", name=op.f(f"ck_{HOLDS}_one")),
    )
    _make(
        REQUESTS,
        "id",
        _id("id"),
        _id("clinic_id"),
        _id("person_id"),
        _id("by_id"),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        _moment("asked_at"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        _moment("ready_at", nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'ready', 'failed', 'removed')", name=op.f(f"ck_{REQUESTS}_state")
        ),
    )
    _make(
        CORRECTIONS,
        "id",
        _id("id"),
        _id("clinic_id"),
        _id("person_id"),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _moment("asked_at"),
        sa.Column("state", sa.String(12), nullable=False),
        _id("decided_by_id", nullable=True),
        _moment("decided_at", nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("version > 0", name=op.f(f"ck_{CORRECTIONS}_version")),
    )
    _make(
        REMAINS,
        "session_id",
        _id("session_id"),
        _id("clinic_id"),
        _moment("answers_removed_at"),
        _moment("log_removed_at", nullable=True),
        _moment("began_at", nullable=True),
        sa.Column("people", sa.Integer(), server_default="0", nullable=False),
        sa.Column("protocols", sa.JSON(), nullable=False),
    )


def _make_indexes() -> None:
    op.create_index(f"ix_{HOLDS}_person_id", HOLDS, ["person_id"])
    op.create_index(f"ix_{HOLDS}_session_id", HOLDS, ["session_id"])
    op.create_index(f"ix_{HOLDS}_clinic_id_ended_at", HOLDS, ["clinic_id", "ended_at"])
    op.create_index(f"ix_{REQUESTS}_clinic_id", REQUESTS, ["clinic_id"])
    op.create_index(f"ix_{REQUESTS}_state_asked_at", REQUESTS, ["state", "asked_at"])
    op.create_index(f"ix_{REQUESTS}_person_id_asked_at", REQUESTS, ["person_id", "asked_at"])
    op.create_index(
        f"uq_{REQUESTS}_waiting",
        REQUESTS,
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(f"ix_{CORRECTIONS}_person_id", CORRECTIONS, ["person_id"])
    op.create_index(
        f"ix_{CORRECTIONS}_clinic_id_state_asked_at", CORRECTIONS, ["clinic_id", "state", "asked_at"]
    )
    op.create_index(f"ix_{REMAINS}_clinic_id", REMAINS, ["clinic_id"])


def _gather_choices() -> None:
    """What a clinic chose for places is one of its lengths now."""
    clinics = sa.table("clinics", sa.column("id", sa.String), sa.column("settings", sa.JSON))
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        # Of all clinics: rows are kept apart (0008).
        op.execute("SELECT set_config('attune.clinic', '*', true)")
    for row in connection.execute(sa.select(clinics.c.id, clinics.c.settings)).all():
        settings = dict(row.settings or {})
        years = settings.pop("places_kept_years", None)
        if years is not None:
            settings["retention"] = {"places": years}
            connection.execute(clinics.update().where(clinics.c.id == row.id).values(settings=settings))
