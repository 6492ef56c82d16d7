"""On PostgreSQL, a transaction sees the rows of the clinic that it names, and no others.

``attune.clinic`` holds the clinic's id for the length of a transaction, ``*`` for what runs rooms for all clinics.
Without it there are no rows at all. The policies hold for the owner of the tables, too (FORCE); only a superuser is
above them.

Revision ID: 0008
"""

from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None

OF_A_CLINIC = (
    "accounts acknowledgements api_tokens appointments assignments attendees audit_entries calendar_feeds"
    " clinic_policies cohorts couples episodes glass_breaks holidays idempotency_keys licences memberships name_words"
    " one_time_links outbox overrides passkeys people programs qualifications recovery_codes series sessions"
    " sign_ins staff_roles"
).split()
OF_A_SESSION = "kept_runs occupants presence_intervals room_events seats".split()


def upgrade() -> None:
    """Turn on row-level security; SQLite has none."""
    if op.get_bind().dialect.name != "postgresql":
        return
    _limit("clinics", "current_setting('attune.clinic', true) = id")
    for table in OF_A_CLINIC:
        _limit(table, "current_setting('attune.clinic', true) = clinic_id")
    for table in OF_A_SESSION:
        _limit(table, f"EXISTS (SELECT 1 FROM sessions WHERE sessions.id = {table}.session_id)")


def _limit(table: str, belongs: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {table}_of_clinic ON {table}"
        f" USING (current_setting('attune.clinic', true) = '*' OR {belongs})"
    )
