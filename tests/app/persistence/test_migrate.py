import asyncio
import json
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from app.persistence.engine import WRITES
from app.persistence.migrate import _config, is_current, keeps_clinics_apart, upgrade
from app.persistence.models.all_tables import Schema
from app.persistence.unit_of_work import Database, StorageUnavailable
from app.runtime.clock import to_datetime
from rooms.model import commands as cmd
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.policy.policy import RoomPolicy
from rooms.room import Room
from rooms.state import Phase
from tests.support.databases.postgres import PostgresServer


async def test_an_empty_database_is_behind_and_comes_up_to_date(database_url: str) -> None:
    database = Database.at(database_url)
    assert not await is_current(database)
    await upgrade(database_url)
    assert await is_current(database)
    await database.close()


async def test_migrating_twice_changes_nothing(database: Database, migrated_url: str) -> None:
    await upgrade(migrated_url)
    assert await is_current(database)


async def test_two_machines_may_migrate_at_once(postgres_url: str) -> None:
    await asyncio.gather(*(upgrade(postgres_url) for _ in range(3)))
    database = Database.at(postgres_url)
    assert await is_current(database)
    await database.close()


async def test_sqlite_has_no_role_that_could_be_above_others(sqlite_url: str) -> None:
    database = Database.at(sqlite_url)
    assert await keeps_clinics_apart(database)
    await database.close()


@pytest.mark.parametrize(("kind", "apart"), [("", True), ("BYPASSRLS", False), ("SUPERUSER", False)])
async def test_only_a_role_below_the_policies_keeps_clinics_apart(
    postgres_server: PostgresServer, postgres_url: str, kind: str, apart: bool
) -> None:
    role = f"attune_{kind.lower() or 'plain'}"
    postgres_server.run_sql(postgres_url, f"CREATE ROLE {role} LOGIN {kind}")
    database = Database.at(postgres_url.replace("//attune@", f"//{role}@"))
    assert await keeps_clinics_apart(database) is apart
    await database.close()
    postgres_server.run_sql(postgres_url, f"DROP ROLE {role}")


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
    "INSERT INTO presence_intervals (session_id, person_id, seat_id, started_at) VALUES"
    " ('ss_a', 'pt_a', 'se_a', '2026-01-01 10:00:06')",
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


OPENED = datetime(2026, 1, 1, 10, tzinfo=UTC).timestamp()
# Its room's log when the service was stopped for the upgrade: Finn holds the floor; Elena waits, then Ana.
FIRST_LOG: list[tuple[str, dict[str, object]]] = [
    ("seat.joined", {"seat": "se_r", "slot": 0, "mic": True, "camera": True}),
    ("seat.admitted", {"seat": "se_r", "by": None}),
    ("room.live", {}),
    ("seat.joined", {"seat": "se_a", "slot": 1, "mic": True, "camera": False}),
    ("seat.joined", {"seat": "se_c", "slot": 2, "mic": True, "camera": True}),
    ("seat.admitted", {"seat": "se_a", "by": "pt_r"}),
    ("seat.admitted", {"seat": "se_c", "by": "pt_r"}),
    ("floor.mode_set", {"mode": "queue", "mic_policy": "hard", "grants": "by_facilitator", "by": "pt_r"}),
    ("floor.granted", {"person": "pt_e", "by": "pt_r"}),
    ("floor.released", {"person": "pt_e"}),
    ("floor.granted", {"person": "pt_f", "by": "pt_r"}),
    ("floor.passed", {"person": "pt_f", "held": True}),
    ("hand.up", {"person": "pt_f"}),
    ("floor.passed", {"person": "pt_f", "held": False}),
    ("floor.granted", {"person": "pt_a", "by": "pt_r"}),
    ("seat.lost", {"seat": "se_a", "in_room": True}),
    ("floor.suspended", {"person": "pt_a", "hold_until": OPENED + 46}),
    ("floor.deferred", {"person": "pt_a"}),
    ("seat.returned", {"seat": "se_a", "in_room": True}),
    ("floor.granted", {"person": "pt_e", "by": "pt_r"}),
    ("floor.revoked", {"person": "pt_e", "by": "pt_r"}),
    ("hand.up", {"person": "pt_e"}),
    ("hand.down", {"person": "pt_e"}),
    ("seat.devices_set", {"seat": "se_a", "mic": True, "camera": True}),
    ("seat.media_ready", {"seat": "se_a"}),
    ("floor.granted", {"person": "pt_f", "by": "pt_r"}),
    ("hand.up", {"person": "pt_e"}),
    ("room.alive", {}),
]


async def test_an_open_room_of_the_first_release_goes_on(database_url: str) -> None:
    database = Database.at(database_url)
    room_id = RoomId("ss_a")
    async with database.engine.execution_options(**{WRITES: True}).begin() as connection:
        await connection.run_sync(_migrate_to, "0001")
        for statement in FIRST_SESSION:
            await connection.exec_driver_sql(statement)
        await connection.execute(
            text("INSERT INTO room_events VALUES ('ss_a', :position, :at, :kind, :payload)"),
            [
                {"position": n, "at": OPENED + n, "kind": kind, "payload": json.dumps(payload)}
                for n, (kind, payload) in enumerate(FIRST_LOG, 1)
            ],
        )
    await upgrade(database_url)
    async with database.read() as unit:
        setup = await unit.sessions.setup(room_id)
        records = await unit.journal.records(room_id)
        presence = await unit.presence.intervals(room_id)
    assert setup is not None
    assert len(records) == len(FIRST_LOG)
    stopped = to_datetime(OPENED + len(FIRST_LOG))
    assert [(interval.private, interval.ended_at) for interval in presence] == [(False, stopped)]
    room = Room(setup, records)
    floor = room.state.floor
    assert floor.holder is not None
    assert (room.state.phase, floor.holder.person, floor.queue) == (Phase.LIVE, "pt_f", ["pt_a", "pt_e"])
    now = OPENED + 60
    events = room.on_restart(now)
    for seat in ("se_r", "se_a", "se_c"):
        link = room.state.links[SeatId(seat)]
        events += room.handle(cmd.Attach(SeatId(seat), mic=True, camera=True, link=link), now + 1)
    # Their link was withdrawn once, which logs of that time do not record: they join by the new one.
    events += room.handle(cmd.Admit(PersonId("pt_r"), SeatId("se_a")), now + 2)
    events += room.handle(cmd.ReleaseFloor(PersonId("pt_f"), room.state.floor.seq), now + 20)
    events += room.handle(cmd.EndSession(PersonId("pt_r")), now + 30)
    await database.append([(room_id, events)])
    async with database.read() as unit:
        log = await unit.journal.records(room_id)
        presence = await unit.presence.intervals(room_id)
    await database.close()
    assert Room(setup, log).state == room.state
    assert {interval.person for interval in presence[1:]} == {"pt_r", "pt_a", "pt_e", "pt_f"}
    assert all(interval.ended_at for interval in presence)


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
