"""What a payer covers and has authorised, codes, statements, and the organisations that records may go to.

Revision ID: 0018
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | None = None
depends_on: str | None = None

_TABLES = (
    *("recipients", "code_tables", "coverages", "authorisations"),
    *("identified_patients", "statements"),
)


def upgrade() -> None:
    """Make the tables, which belong to a clinic as the others do, and name an organisation in consents."""
    _recipients()
    _code_tables()
    _coverages()
    _statements()
    # Without a foreign key: SQLite would have to write the table anew.
    op.add_column("consent_grants", sa.Column("organisation_id", sa.String(40), nullable=True))
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_of_clinic ON {table}"
            " USING (current_setting('attune.clinic', true) = '*'"
            " OR current_setting('attune.clinic', true) = clinic_id)"
        )


def _recipients() -> None:
    op.create_table(
        "recipients",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        _version(),
        sa.CheckConstraint("kind IN ('payer', 'ehr')", name=op.f("ck_recipients_kind")),
        _refers("recipients", "clinic_id", "clinics"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
    )
    op.create_index("ix_recipients_clinic_id_name_id", "recipients", ["clinic_id", "name", "id"])


def _code_tables() -> None:
    op.create_table(
        "code_tables",
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_code_tables_number")),
        _refers("code_tables", "clinic_id", "clinics"),
        sa.PrimaryKeyConstraint("clinic_id", "scope", "number", name=op.f("pk_code_tables")),
    )


def _coverages() -> None:
    op.create_table(
        "coverages",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("payer_id", sa.String(40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        _version(),
        _refers("coverages", "clinic_id", "clinics"),
        _refers("coverages", "person_id", "people"),
        _refers("coverages", "payer_id", "recipients"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverages")),
    )
    op.create_index("ix_coverages_person_id", "coverages", ["person_id"])
    op.create_index("ix_coverages_clinic_id_review_on", "coverages", ["clinic_id", "review_on"])
    op.create_table(
        "authorisations",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("coverage_id", sa.String(40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _version(),
        _refers("authorisations", "clinic_id", "clinics"),
        _refers("authorisations", "coverage_id", "coverages"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisations")),
    )
    op.create_index("ix_authorisations_clinic_id", "authorisations", ["clinic_id"])
    op.create_index("ix_authorisations_coverage_id", "authorisations", ["coverage_id"])


def _statements() -> None:
    op.create_table(
        "identified_patients",
        sa.Column("couple_id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=True),
        _version(),
        _refers("identified_patients", "couple_id", "couples"),
        _refers("identified_patients", "clinic_id", "clinics"),
        _refers("identified_patients", "person_id", "people"),
        sa.PrimaryKeyConstraint("couple_id", name=op.f("pk_identified_patients")),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("by_id", sa.String(40), nullable=False),
        sa.Column("recipient_id", sa.String(40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _refers("statements", "clinic_id", "clinics"),
        _refers("statements", "person_id", "people"),
        _refers("statements", "by_id", "people"),
        _refers("statements", "recipient_id", "recipients"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index("ix_statements_person_id_made_at", "statements", ["person_id", "made_at"])


def _version() -> "sa.Column[int]":
    return sa.Column("version", sa.Integer(), server_default="1", nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
