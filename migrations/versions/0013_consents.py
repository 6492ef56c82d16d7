"""Versions of documents, and what clients signed.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | None = None
depends_on: str | None = None

VERSIONS, GRANTS, ACKNOWLEDGEMENTS = "document_versions", "consent_grants", "session_acknowledgements"
ID, AT = sa.String(40), sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, which belong to a clinic as the others do."""
    op.create_table(
        VERSIONS,
        sa.Column("id", ID, nullable=False),
        sa.Column("clinic_id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("writer_id", ID, nullable=False),
        sa.Column("written_at", AT, nullable=False),
        sa.Column("reviewer_id", ID),
        sa.Column("reviewed_at", AT),
        sa.Column("effective_at", AT),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        *_refers(VERSIONS, clinic_id="clinics", writer_id="people", reviewer_id="people"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{VERSIONS}"),
        sa.UniqueConstraint(
            "clinic_id", "kind", "state", "number", name=f"uq_{VERSIONS}_clinic_id_kind_state_number"
        ),
    )
    op.create_table(
        GRANTS,
        sa.Column("id", ID, nullable=False),
        sa.Column("clinic_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("signed_at", AT, nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("heard_by_id", ID),
        sa.Column("episode_id", ID),
        sa.Column("appointment_id", ID),
        sa.Column("recipient_id", ID),
        sa.Column("terms", sa.Text()),
        sa.Column("expires_at", AT),
        sa.Column("withdrawn_at", AT),
        sa.Column("withdrawn_by_id", ID),
        *_refers(
            GRANTS,
            clinic_id="clinics",
            person_id="people",
            heard_by_id="people",
            episode_id="episodes",
            appointment_id="appointments",
            recipient_id="people",
            withdrawn_by_id="people",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{GRANTS}"),
        sa.CheckConstraint("method IN ('screen', 'verbal')", name="method"),
    )
    op.create_table(
        ACKNOWLEDGEMENTS,
        sa.Column("appointment_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("clinic_id", ID, nullable=False),
        sa.Column("at", AT, nullable=False),
        *_refers(ACKNOWLEDGEMENTS, appointment_id="appointments", person_id="people", clinic_id="clinics"),
        sa.PrimaryKeyConstraint("appointment_id", "person_id", "version_id", name=f"pk_{ACKNOWLEDGEMENTS}"),
    )
    for table in (GRANTS, ACKNOWLEDGEMENTS):
        for column in ("clinic_id", "person_id"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index(f"ix_{GRANTS}_recipient_id_person_id", GRANTS, ["recipient_id", "person_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in (VERSIONS, GRANTS, ACKNOWLEDGEMENTS):
            _limit(table)


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
        for column, other in columns.items()
    ]


def _limit(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {table}_of_clinic ON {table}"
        " USING (current_setting('attune.clinic', true) = '*'"
        " OR current_setting('attune.clinic', true) = clinic_id)"
    )
