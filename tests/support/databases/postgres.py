"""The private PostgreSQL server of the tests, which is the benches', too; and a database on it that is emptied after
each test, because to copy one takes the server half a second.
"""

from typing import Final

from bench.clinic.postgres import PostgresServer, find_programs, run_server

__all__ = ["EMPTY", "PostgresServer", "find_programs", "run_server"]

EMPTY: Final = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$
DECLARE found record; used boolean;
BEGIN
    -- Rows go in any order: foreign keys are not looked at.
    SET LOCAL session_replication_role = replica;
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', found.tablename) INTO used;
        IF used THEN EXECUTE format('DELETE FROM %I', found.tablename); END IF;
    END LOOP;
    FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', found.sequencename);
    END LOOP;
END $$
"""
"""Ends what a test left open in its database, and leaves it as the migrations made it."""
