import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from app.persistence.engine import open_engine


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/attune.db")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY, word TEXT)"))
        await connection.execute(
            text("INSERT INTO t (word) VALUES (:word)"), [{"word": "one"}, {"word": "two"}]
        )
    yield engine
    await engine.dispose()


async def steps_of(engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with what the connection's thread is asked for."""
    steps: list[str] = []
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
    ask = type(driver)._execute

    async def note(self: Any, what: Any, *args: Any, **named: Any) -> Any:
        steps.append(what.__name__)
        return await ask(self, what, *args, **named)

    monkeypatch.setattr(type(driver), "_execute", note)
    return steps


async def test_a_statement_is_one_step_and_a_transaction_ends_once(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = await steps_of(engine, monkeypatch)
    async with async_sessionmaker(engine)() as session:
        found = (await session.execute(text("SELECT n, word FROM t ORDER BY n"))).all()
    assert [tuple(row) for row in found] == [(1, "one"), (2, "two")]
    assert steps == ["_execute", "_execute", "rollback"]  # BEGIN is the first of them.


async def test_what_was_not_committed_is_rolled_back_before_the_next(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("DELETE FROM t"))
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM t")) == 2


async def test_a_statement_says_what_it_changed(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        changed = await connection.execute(text("UPDATE t SET word = 'other'"))
        assert changed.rowcount == 2
        added = await connection.execute(text("INSERT INTO t (word) VALUES ('three') RETURNING n"))
        assert added.scalar() == 3
        empty = await connection.execute(text("SELECT n FROM t WHERE n > 9"))
        assert (list(empty.keys()), empty.first()) == (["n"], None)


async def test_errors_are_those_of_the_driver(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(OperationalError, match="no such table") as raised:
            await connection.execute(text("SELECT * FROM nowhere"))
        assert isinstance(raised.value.orig, sqlite3.OperationalError)
        assert await connection.scalar(text("SELECT count(*) FROM t")) == 2


async def test_whoever_gives_up_leaves_no_transaction_open(engine: AsyncEngine) -> None:
    endless = text(
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 2000000) SELECT max(n) FROM c"
    )

    async def change() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("DELETE FROM t"))
            await connection.execute(endless)

    changing = asyncio.create_task(change())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(changing, 0.05)
    async with engine.begin() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM t")) == 2
        await connection.execute(text("DELETE FROM t"))
