"""Migrates a database's schema to this release, and checks whether the service may run on it.

There is no alembic.ini: the configuration is built here.
"""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.persistence.engine import WRITES
from app.persistence.unit_of_work import Database

__all__ = ["is_current", "keeps_clinics_apart", "upgrade"]

# An arbitrary constant: two processes that start at once migrate one after the other.
_LOCK = 20_260_101


async def upgrade(url: str) -> None:
    """Run the missing migrations, all or none. Raises StorageUnavailable if the database cannot be reached."""
    database = Database.at(url)
    try:
        await database.ping()
        await _upgrade(database.engine)
    finally:
        await database.close()


async def _upgrade(engine: AsyncEngine) -> None:
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await connection.run_sync(_run)


def _run(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def is_current(database: Database) -> bool:
    """Return whether the database has exactly this release's schema. Raises StorageUnavailable."""
    await database.ping()
    async with database.engine.connect() as connection:
        found = await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())
    return found == ScriptDirectory.from_config(_config()).get_current_head()


async def keeps_clinics_apart(database: Database) -> bool:
    """Return whether row-level security holds for this role; SQLite has neither, and needs none.

    Raises StorageUnavailable.
    """
    await database.ping()
    async with database.engine.connect() as connection:
        if connection.dialect.name != "postgresql":
            return True
        above = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return not await connection.scalar(above)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    return config
