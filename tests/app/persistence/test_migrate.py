import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from app.persistence.migrate import is_current, upgrade
from app.persistence.models import Schema
from app.persistence.unit_of_work import Database, StorageUnavailable


async def test_an_empty_database_is_behind_and_comes_up_to_date(database_url: str) -> None:
    database = Database.at(database_url)
    assert not await is_current(database)
    await upgrade(database_url)
    assert await is_current(database)
    await database.close()


async def test_migrating_twice_changes_nothing(database: Database, database_url: str) -> None:
    await upgrade(database_url)
    assert await is_current(database)


async def test_two_machines_may_migrate_at_once(postgres_url: str) -> None:
    await asyncio.gather(*(upgrade(postgres_url) for _ in range(3)))
    database = Database.at(postgres_url)
    assert await is_current(database)
    await database.close()


async def test_the_migrated_schema_is_that_of_the_models(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, Schema.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_migrated_constraints_have_the_names_of_the_models(database: Database) -> None:
    def names(connection: Connection) -> set[str | None]:
        found = inspect(connection)
        tables = [table for table in found.get_table_names() if table != "alembic_version"]
        kinds = (
            found.get_foreign_keys,
            found.get_unique_constraints,
            found.get_check_constraints,
            found.get_indexes,
        )
        listed = {item["name"] for table in tables for kind in kinds for item in kind(table)}
        return listed | {found.get_pk_constraint(table)["name"] for table in tables}

    async with database.engine.connect() as connection:
        migrated = await connection.run_sync(names)
    modelled = {
        str(item.name)
        for table in Schema.metadata.tables.values()
        for item in (*table.constraints, *table.indexes)
    }
    assert migrated == modelled


async def test_a_database_that_is_not_there_is_told(unused_tcp_port: int) -> None:
    with pytest.raises(StorageUnavailable):
        await upgrade(f"postgresql+asyncpg://attune@127.0.0.1:{unused_tcp_port}/attune")


async def test_a_failed_migration_leaves_nothing(sqlite_url: str) -> None:
    database = Database.at(sqlite_url)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE presence_intervals (n INTEGER)"))
    with pytest.raises(Exception, match="presence_intervals"):
        await upgrade(sqlite_url)
    assert not await is_current(database)
    await database.close()
