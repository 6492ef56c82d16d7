"""What a clinic knows of its people, and what they sign in with.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the columns and tables."""
    op.add_column("clinics", sa.Column("time_zone", sa.String(64), server_default="UTC", nullable=False))
    op.add_column("clinics", sa.Column("data_key", sa.Text(), nullable=True))
    op.add_column("clinics", sa.Column("settings", sa.JSON(), nullable=True))
    op.add_column("clinics", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("clinics", sa.Column("created_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("people", sa.Column("kind", sa.String(10), server_default="client", nullable=False))
    op.add_column(
        "people", sa.Column("sort_name", sa.String(60), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("people", sa.Column("legal_name", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("email_hash", sa.LargeBinary(32), nullable=True))
    op.add_column("people", sa.Column("phone", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("emergency_contact", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("reach", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("pronouns", sa.String(40), nullable=True))
    op.add_column("people", sa.Column("languages", sa.JSON(), nullable=True))
    op.add_column("people", sa.Column("time_zone", sa.String(64), nullable=True))
    op.add_column("people", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("people", sa.Column("merged_into", sa.String(40), nullable=True))
    op.add_column("people", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("people", sa.Column("created_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("uq_people_clinic_id_email_hash", "people", ["clinic_id", "email_hash"], unique=True)
    op.create_index(
        "ix_people_clinic_id_kind_sort_name_id", "people", ["clinic_id", "kind", "sort_name", "id"]
    )
    _add_people()
    _add_accounts()
    _add_sign_ins()


def _add_people() -> None:
    op.create_table(
        "name_words",
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("beginning", sa.LargeBinary(8), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("legal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_name_words_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_name_words_person_id"),
        sa.PrimaryKeyConstraint("clinic_id", "beginning", "person_id", name="pk_name_words"),
    )
    op.create_index("ix_name_words_person_id", "name_words", ["person_id"])
    op.create_table(
        "qualifications",
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_qualifications_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_qualifications_person_id"),
        sa.PrimaryKeyConstraint("person_id", "name", name="pk_qualifications"),
    )
    op.create_table(
        "licences",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("state", sa.String(2), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("privileges", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_licences_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_licences_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_licences"),
    )
    op.create_index("ix_licences_person_id", "licences", ["person_id"])
    op.create_table(
        "couples",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("first_id", sa.String(40), nullable=False),
        sa.Column("second_id", sa.String(40), nullable=False),
        sa.Column("cameras", sa.Integer(), server_default="1", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("cameras IN (1, 2)", name=op.f("ck_couples_cameras")),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_couples_two")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_couples_clinic_id"),
        sa.ForeignKeyConstraint(["first_id"], ["people.id"], name="fk_couples_first_id"),
        sa.ForeignKeyConstraint(["second_id"], ["people.id"], name="fk_couples_second_id"),
        sa.PrimaryKeyConstraint("id", name="pk_couples"),
    )
    op.create_index("ix_couples_clinic_id", "couples", ["clinic_id"])
    op.create_index("ix_couples_first_id", "couples", ["first_id"])
    op.create_index("ix_couples_second_id", "couples", ["second_id"])


def _add_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("email_hash", sa.LargeBinary(32), nullable=True),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=True),
        sa.Column("oidc_subject", sa.LargeBinary(32), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_accounts_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_accounts_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_accounts"),
    )
    op.create_index("ix_accounts_clinic_id", "accounts", ["clinic_id"])
    op.create_index("ix_accounts_email_hash", "accounts", ["email_hash"])
    op.create_index("ix_accounts_oidc_subject", "accounts", ["oidc_subject"])
    op.create_table(
        "staff_roles",
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_staff_roles_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_staff_roles_person_id"),
        sa.PrimaryKeyConstraint("person_id", "role", name="pk_staff_roles"),
    )
    op.create_index("ix_staff_roles_clinic_id", "staff_roles", ["clinic_id"])
    op.create_table(
        "passkeys",
        sa.Column("credential_id", sa.LargeBinary(1024), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_passkeys_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_passkeys_person_id"),
        sa.PrimaryKeyConstraint("credential_id", name="pk_passkeys"),
    )
    op.create_index("ix_passkeys_person_id", "passkeys", ["person_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_recovery_codes_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_recovery_codes_person_id"),
        sa.PrimaryKeyConstraint("person_id", "code_hash", name="pk_recovery_codes"),
    )


def _add_sign_ins() -> None:
    op.create_table(
        "one_time_links",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_one_time_links_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_one_time_links_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_one_time_links"),
        sa.UniqueConstraint("secret_hash", name="uq_one_time_links_secret_hash"),
    )
    op.create_index("ix_one_time_links_clinic_id", "one_time_links", ["clinic_id"])
    op.create_index("ix_one_time_links_person_id", "one_time_links", ["person_id"])
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("ended_by", sa.String(20), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_sign_ins_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sign_ins_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
        sa.UniqueConstraint("secret_hash", name="uq_sign_ins_secret_hash"),
    )
    op.create_index("ix_sign_ins_person_id", "sign_ins", ["person_id"])
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_api_tokens_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_api_tokens_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("secret_hash", name="uq_api_tokens_secret_hash"),
    )
    op.create_index("ix_api_tokens_clinic_id", "api_tokens", ["clinic_id"])
    op.create_index("ix_api_tokens_person_id", "api_tokens", ["person_id"])
