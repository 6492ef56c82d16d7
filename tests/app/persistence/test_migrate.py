import asyncio

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from app.persistence.engine import WRITES
from app.persistence.migrate import _config, is_current, upgrade
from app.persistence.models import Schema
from app.persistence.unit_of_work import Database, StorageUnavailable
from rooms.model.ids import RoomId
from rooms.model.policy import RoomPolicy


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


# A session as the first release stored it.
FIRST_SESSION = (
    "INSERT INTO clinics (id, name) VALUES ('cl_a', 'A')",
    "INSERT INTO people (id, clinic_id, name) VALUES ('pt_a', 'cl_a', 'Ana'), ('pt_e', 'cl_a', 'Elena')",
    "INSERT INTO people (id, clinic_id, name) VALUES ('pt_f', 'cl_a', 'Finn'), ('pt_r', 'cl_a', 'Dr. Rivera')",
    "INSERT INTO sessions (id, clinic_id, title, kind, policy, opens_at, closes_at) VALUES"
    " ('ss_a', 'cl_a', 'A group', 'group', '{\"max_seats\": 6}', '2026-01-01 10:00:00', '2026-01-01 11:00:00')",
    "INSERT INTO seats (id, session_id, position, role, link_version) VALUES"
    " ('se_r', 'ss_a', 1, 'facilitator', 1), ('se_a', 'ss_a', 2, 'member', 4), ('se_c', 'ss_a', 3, 'member', 1)",
    "INSERT INTO occupants (seat_id, position, session_id, person_id) VALUES"
    " ('se_r', 1, 'ss_a', 'pt_r'), ('se_a', 1, 'ss_a', 'pt_a'), ('se_c', 1, 'ss_a', 'pt_e'),"
    " ('se_c', 2, 'ss_a', 'pt_f')",
    "INSERT INTO presence_intervals (id, session_id, person_id, seat_id, started_at) VALUES"
    " (1, 'ss_a', 'pt_a', 'se_a', '2026-01-01 10:01:00')",
)


async def test_what_the_first_release_stored_is_kept(database_url: str) -> None:
    database = Database.at(database_url)
    async with database.engine.execution_options(**{WRITES: True}).begin() as connection:
        await connection.run_sync(_migrate_to, "0001")
        for statement in FIRST_SESSION:
            await connection.exec_driver_sql(statement)
    await upgrade(database_url)
    async with database.read() as unit:
        setup = await unit.sessions.setup(RoomId("ss_a"))
        links = await unit.sessions.links_of(RoomId("ss_a"))
        presence = await unit.presence.intervals(RoomId("ss_a"))
    await database.close()
    assert setup is not None
    people = [
        (person.name, person.role.value, person.licensed, person.serves) for person in setup.people.values()
    ]
    assert people == [
        ("Dr. Rivera", "facilitator", True, None),
        *[(name, "member", True, None) for name in ("Ana", "Elena", "Finn")],
    ]
    assert [seat.companion for seat in setup.seats.values()] == [False] * 3
    assert setup.policy == RoomPolicy(max_seats=6)
    assert [link.version for link in links] == [1, 4, 1]
    assert [interval.person for interval in presence] == ["pt_a"]


def _migrate_to(connection: Connection, revision: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


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
