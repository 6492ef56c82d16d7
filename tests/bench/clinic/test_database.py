"""The databases of the bench: empty, with today's schema, and on PostgreSQL not the service's own."""

import pytest
from sqlalchemy import text

from app.persistence.migrate import is_current
from bench.clinic.database import Counted, open_place
from bench.clinic.postgres import find_programs
from bench.clinic.size import DatabaseKind


async def test_sqlite_runs_inside_this_process_and_its_statements_are_counted() -> None:
    async with open_place(DatabaseKind.SQLITE) as place:
        assert await is_current(place.database)
        await place.settle()
        assert place.cpu_s() == 0.0
        with Counted().of(place.database) as counted:
            async with place.database.transaction(writes=True) as session:
                await session.execute(text("SELECT 1"))
            assert counted.statements == ["SELECT 1"]
            counted.clear()
            assert counted.statements == []


@pytest.mark.postgres
async def test_on_postgresql_row_level_security_holds_for_the_service() -> None:
    if find_programs() is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    async with open_place(DatabaseKind.POSTGRESQL) as place:
        await place.settle()
        async with place.database.transaction(writes=False) as session:
            role = (
                await session.execute(
                    text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
                )
            ).one()
            owned = await session.scalar(
                text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
            )
            limited = await session.scalar(
                text("SELECT relrowsecurity FROM pg_class WHERE relname = 'appointments'")
            )
        assert (tuple(role), owned, limited) == ((False, False), 0, True)
        assert place.cpu_s() > 0
