"""Programmes, cohorts, care teams, series and appointments, and sessions whose people show who they are.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the tables."""
    _add_programme()
    _add_members()
    _add_care_team()
    _add_exceptions()
    _add_schedule()
    _add_attendees()
    op.add_column("sessions", sa.Column("proof", sa.Boolean(), server_default=sa.false(), nullable=False))


def _add_programme() -> None:
    op.create_table(
        "clinic_policies",
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_clinic_policies_clinic_id"),
        sa.PrimaryKeyConstraint("clinic_id", "kind", name="pk_clinic_policies"),
    )
    op.create_table(
        "holidays",
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_holidays_clinic_id"),
        sa.PrimaryKeyConstraint("clinic_id", "day", name="pk_holidays"),
    )
    op.create_table(
        "programs",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("target_min", sa.Integer(), nullable=False),
        sa.Column("part2", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_programs_clinic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_programs"),
    )
    op.create_index("ix_programs_clinic_id_name_id", "programs", ["clinic_id", "name", "id"])
    op.create_table(
        "cohorts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("program_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("track", sa.String(20), nullable=False),
        sa.Column("membership", sa.String(10), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("part2", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_cohorts_capacity")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_cohorts_clinic_id"),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name="fk_cohorts_program_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cohorts"),
    )
    op.create_index("ix_cohorts_clinic_id_name_id", "cohorts", ["clinic_id", "name", "id"])
    op.create_index("ix_cohorts_program_id", "cohorts", ["program_id"])


def _add_members() -> None:
    op.create_table(
        "memberships",
        sa.Column("cohort_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_memberships_clinic_id"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name="fk_memberships_cohort_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_memberships_person_id"),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", "since", name="pk_memberships"),
    )
    op.create_index("ix_memberships_clinic_id", "memberships", ["clinic_id"])
    op.create_index("ix_memberships_person_id", "memberships", ["person_id"])
    op.create_table(
        "episodes",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("client_id", sa.String(40), nullable=False),
        sa.Column("program_id", sa.String(40), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("target_min", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["people.id"], name="fk_episodes_client_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_episodes_clinic_id"),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name="fk_episodes_program_id"),
        sa.PrimaryKeyConstraint("id", name="pk_episodes"),
    )
    op.create_index("ix_episodes_client_id", "episodes", ["client_id"])
    op.create_index("ix_episodes_clinic_id_since_id", "episodes", ["clinic_id", "since", "id"])
    op.create_index("ix_episodes_program_id", "episodes", ["program_id"])


def _add_care_team() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("clinician_id", sa.String(40), nullable=False),
        sa.Column("client_id", sa.String(40), nullable=True),
        sa.Column("couple_id", sa.String(40), nullable=True),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("client_id IS NULL OR couple_id IS NULL", name=op.f("ck_assignments_one_subject")),
        sa.ForeignKeyConstraint(["client_id"], ["people.id"], name="fk_assignments_client_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_assignments_clinic_id"),
        sa.ForeignKeyConstraint(["clinician_id"], ["people.id"], name="fk_assignments_clinician_id"),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name="fk_assignments_couple_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_client_id", "assignments", ["client_id"])
    op.create_index("ix_assignments_clinic_id", "assignments", ["clinic_id"])
    op.create_index("ix_assignments_clinician_id", "assignments", ["clinician_id"])
    op.create_index("ix_assignments_couple_id", "assignments", ["couple_id"])


def _add_exceptions() -> None:
    op.create_table(
        "overrides",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("couple_id", sa.String(40), nullable=False),
        sa.Column("clinician_id", sa.String(40), nullable=False),
        sa.Column("client_id", sa.String(40), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("director_id", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["people.id"], name="fk_overrides_client_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_overrides_clinic_id"),
        sa.ForeignKeyConstraint(["clinician_id"], ["people.id"], name="fk_overrides_clinician_id"),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name="fk_overrides_couple_id"),
        sa.ForeignKeyConstraint(["director_id"], ["people.id"], name="fk_overrides_director_id"),
        sa.PrimaryKeyConstraint("id", name="pk_overrides"),
    )
    op.create_index("ix_overrides_clinician_id", "overrides", ["clinician_id"])
    op.create_index("ix_overrides_clinic_id", "overrides", ["clinic_id"])
    op.create_index("ix_overrides_couple_id", "overrides", ["couple_id"])
    op.create_table(
        "acknowledgements",
        sa.Column("override_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_acknowledgements_clinic_id"),
        sa.ForeignKeyConstraint(["override_id"], ["overrides.id"], name="fk_acknowledgements_override_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_acknowledgements_person_id"),
        sa.PrimaryKeyConstraint("override_id", "person_id", name="pk_acknowledgements"),
    )
    op.create_table(
        "glass_breaks",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("viewer_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_glass_breaks_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_glass_breaks_person_id"),
        sa.ForeignKeyConstraint(["viewer_id"], ["people.id"], name="fk_glass_breaks_viewer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_glass_breaks"),
    )
    op.create_index("ix_glass_breaks_clinic_id", "glass_breaks", ["clinic_id"])
    op.create_index("ix_glass_breaks_viewer_id_person_id", "glass_breaks", ["viewer_id", "person_id"])


def _add_schedule() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(300), nullable=True),
        sa.Column("starts_local", sa.String(16), nullable=False),
        sa.Column("second", sa.Boolean(), nullable=True),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.String(40), nullable=True),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("track", sa.String(20), nullable=False),
        sa.Column("break_min", sa.Integer(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.Column("cameras", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_series_clinic_id"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name="fk_series_cohort_id"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
    )
    op.create_index("ix_series_clinic_id", "series", ["clinic_id"])
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("series_id", sa.String(40), nullable=False),
        sa.Column("slot", sa.String(16), nullable=True),
        sa.Column("cohort_id", sa.String(40), nullable=True),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("track", sa.String(20), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("break_min", sa.Integer(), server_default="0", nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(10), server_default="planned", nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("room_ready", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("status IN ('planned', 'cancelled')", name=op.f("ck_appointments_status")),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_appointments_hours")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_appointments_clinic_id"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name="fk_appointments_cohort_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_appointments_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
        sa.UniqueConstraint("series_id", "slot", name="uq_appointments_series_id_slot"),
    )
    op.create_index("ix_appointments_clinic_id_begins_at", "appointments", ["clinic_id", "begins_at"])
    op.create_index("ix_appointments_cohort_id_begins_at", "appointments", ["cohort_id", "begins_at"])
    op.create_index("ix_appointments_room_opens_at", "appointments", ["room_ready", "status", "opens_at"])


def _add_attendees() -> None:
    op.create_table(
        "attendees",
        sa.Column("appointment_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("clinic_id", sa.String(40), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("couple_id", sa.String(40), nullable=True),
        sa.Column("cameras", sa.Integer(), server_default="2", nullable=False),
        sa.Column("serves_id", sa.String(40), nullable=True),
        sa.Column("from_cohort", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name="fk_attendees_appointment_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_attendees_clinic_id"),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name="fk_attendees_couple_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attendees_person_id"),
        sa.ForeignKeyConstraint(["serves_id"], ["people.id"], name="fk_attendees_serves_id"),
        sa.PrimaryKeyConstraint("appointment_id", "person_id", name="pk_attendees"),
    )
    op.create_index("ix_attendees_person_id_begins_at", "attendees", ["person_id", "begins_at"])
