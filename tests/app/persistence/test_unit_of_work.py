import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text

from app.persistence.unit_of_work import Database, StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from rooms.model.events import Recorded, RoomLive
from rooms.model.ids import RoomId
from tests.app.conftest import add_session
from tests.support.rooms.setups import START

pytestmark = pytest.mark.threads


async def test_a_unit_that_fails_stores_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.write() as unit:
            await unit.sessions.ensure_clinic("cl_a", "A")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.write() as unit:
        assert await unit.sessions.open_of("cl_a", to_datetime(START)) == []
        await unit.sessions.ensure_clinic("cl_a", "A")


async def test_a_place_that_is_taken_is_a_conflict(database: Database) -> None:
    setup = await add_session(database)
    record = Recorded(1, START, RoomLive())
    async with database.write() as unit:
        await unit.journal.add(setup.id, [record])
    with pytest.raises(WriteConflict):
        async with database.write() as unit:
            await unit.journal.add(setup.id, [record])


async def test_foreign_keys_are_checked(database: Database) -> None:
    with pytest.raises(WriteConflict):
        async with database.write() as unit:
            await unit.journal.add(RoomId("ss_none"), [Recorded(1, START, RoomLive())])


async def test_logs_of_several_rooms_are_stored_together_or_not_at_all(database: Database) -> None:
    setup = await add_session(database)
    good = (setup.id, [Recorded(1, START, RoomLive())])
    with pytest.raises(WriteConflict):
        await database.append([good, (RoomId("ss_none"), good[1])])
    async with database.read() as unit:
        assert await unit.journal.records(setup.id) == []
    await database.append([good])
    async with database.read() as unit:
        assert await unit.journal.records(setup.id) == good[1]


async def test_a_log_waits_for_another_writer_only_so_long(sqlite: Database) -> None:
    setup = await add_session(sqlite)
    log = [(setup.id, [Recorded(1, START, RoomLive())])]
    async with sqlite.write() as unit:
        await unit.sessions.find(setup.id)
        with pytest.raises(StorageUnavailable):
            await sqlite.append(log)
    await sqlite.append(log)
    async with sqlite.read() as unit:
        assert await unit.journal.last_position(setup.id) == 1


async def test_what_is_busy_is_waited_for_in_line(database: Database) -> None:
    await add_session(database)
    # More lookups than connections, and each holds its connection for a while.
    found = await asyncio.gather(*(database.look_up(slow_count) for _ in range(60)))
    assert found == [1] * 60


async def test_nobody_waits_for_longer_than_a_person_would(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.persistence.unit_of_work.PATIENCE_S", 0.05)
    go_on = threading.Event()

    def hold(connection: Connection) -> None:
        go_on.wait(10)

    async with asyncio.TaskGroup() as tasks:
        held = [tasks.create_task(expect_unavailable(sqlite, find)) for find in (hold, slow_count)]
        await asyncio.gather(*held)
    go_on.set()
    monkeypatch.undo()
    assert await sqlite.look_up(slow_count) == 0


async def expect_unavailable(database: Database, find: Callable[[Connection], object]) -> None:
    with pytest.raises(StorageUnavailable):
        await database.look_up(find)


def slow_count(connection: Connection) -> int:
    time.sleep(0.05)
    return connection.scalar(text("SELECT count(*) FROM sessions"))


async def test_a_database_without_tables_is_unavailable(sqlite_url: str) -> None:
    database = Database.at(sqlite_url)
    await database.ping()
    with pytest.raises(StorageUnavailable):
        async with database.read() as unit:
            await unit.sessions.find(RoomId("ss_test"))
    await database.close()


async def test_a_server_that_does_not_answer_is_unavailable(unused_tcp_port: int) -> None:
    database = Database.at(f"postgresql+asyncpg://attune@127.0.0.1:{unused_tcp_port}/attune")
    with pytest.raises(StorageUnavailable):
        await database.ping()
    await database.close()
