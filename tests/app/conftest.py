"""Databases for tests: SQLite in a file, and PostgreSQL by a server of our own; both migrated, never made by hand."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import to_datetime
from app.persistence.migrate import upgrade
from app.persistence.unit_of_work import Database
from rooms.model.people import RoomSetup
from tests.support.postgres import PostgresServer, find_programs, run_server
from tests.support.rooms import START, build_setup


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    with run_server(programs) as server:
        yield server


@pytest.fixture
async def postgres_url(postgres_server: PostgresServer) -> str:
    return await postgres_server.make_database()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/attune.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty database with today's schema."""
    await upgrade(database_url)
    database = Database.at(database_url)
    yield database
    await database.close()


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    """The same where the kind of database does not matter."""
    await upgrade(sqlite_url)
    database = Database.at(sqlite_url)
    yield database
    await database.close()


async def add_session(database: Database, setup: RoomSetup | None = None) -> RoomSetup:
    """Store the test group, open for three hours from START."""
    setup = setup or build_setup()
    async with database.write() as unit:
        await unit.sessions.ensure_clinic("cl_test", "Test clinic")
        opens = to_datetime(START)
        await unit.sessions.add("cl_test", setup, opens, opens + timedelta(hours=3))
    return setup
