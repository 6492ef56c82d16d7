import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from app.persistence.engine import WRITES, open_engine, open_thread_engine

pytestmark = pytest.mark.threads


async def test_sqlite_is_set_up_for_a_server(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/new/attune.db")
    async with engine.connect() as connection:
        found = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    await engine.dispose()
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 1500, "synchronous": 2}


def test_the_log_of_a_sqlite_file_is_as_durable_by_its_own_way(tmp_path: Path) -> None:
    engine = open_thread_engine(f"sqlite+aiosqlite:///{tmp_path}/attune.db", writes=True)
    assert engine is not None
    with engine.begin() as connection:
        found = [connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
        assert connection.connection.in_transaction
    engine.dispose()
    assert found == ["wal", 2]


def test_only_a_sqlite_file_has_ways_of_its_own() -> None:
    assert open_thread_engine("postgresql+asyncpg://attune@127.0.0.1/attune", writes=True) is None
    assert open_thread_engine("sqlite+aiosqlite:///:memory:", writes=False) is None


async def test_a_writer_takes_the_lock_at_its_start_and_readers_go_on(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/attune.db")
    writers = engine.execution_options(**{WRITES: True})
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER)"))
    async with writers.begin() as writer, engine.connect() as reader:
        assert await reader.scalar(text("SELECT count(*) FROM t")) == 0
        await writer.execute(text("INSERT INTO t VALUES (1)"))
        assert await reader.scalar(text("SELECT count(*) FROM t")) == 0
    await engine.dispose()


async def test_a_cancelled_writer_gives_its_lock_back_at_once(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/attune.db")
    writers = engine.execution_options(**{WRITES: True})
    async with writers.begin() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER)"))
        await connection.execute(text("INSERT INTO t VALUES (1), (2)"))
    reached, may_go_on = threading.Event(), threading.Event()

    def hold() -> None:
        reached.set()
        may_go_on.wait()

    async def write() -> None:
        async with writers.begin() as connection:
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.create_function("hold", 0, hold)
            # Two rows: the statement is not finished when the first is there.
            await connection.execute(text("SELECT hold(), n FROM t"))

    writing = asyncio.create_task(write())
    await asyncio.to_thread(reached.wait)
    writing.cancel()
    may_go_on.set()
    await asyncio.wait([writing])
    async with writers.begin() as connection:
        await connection.execute(text("INSERT INTO t VALUES (3)"))
        assert await connection.scalar(text("SELECT count(*) FROM t")) == 3
    await engine.dispose()
