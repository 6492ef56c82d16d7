"""SQLite's log is checkpointed without blocking writers, and a reader delays nobody for long."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.persistence import checkpoint as subject
from app.persistence.checkpoint import checkpoint, keep_log_short

ROWS = 200


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "attune.db"


@pytest.fixture
def writer(file: Path):
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("CREATE TABLE t (n INTEGER, text TEXT)")
        write(connection)
        yield connection


def write(connection: sqlite3.Connection) -> None:
    connection.executemany("INSERT INTO t VALUES (?, ?)", [(n, "x" * 2_000) for n in range(ROWS)])


def rows_in(file: Path, copy: Path) -> int:
    """Count the rows in the database file without its log."""
    shutil.copy(file, copy)
    with closing(sqlite3.connect(copy)) as connection:
        try:
            return connection.execute("SELECT count(*) FROM t").fetchone()[0]
        except sqlite3.OperationalError:
            return 0


def test_what_the_log_holds_comes_to_its_place(
    file: Path, writer: sqlite3.Connection, tmp_path: Path
) -> None:
    assert rows_in(file, tmp_path / "before.db") == 0
    checkpoint(file)
    assert rows_in(file, tmp_path / "after.db") == ROWS


def test_a_reader_sees_what_it_saw_and_what_it_held_back_is_copied_later(
    file: Path, writer: sqlite3.Connection, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM t").fetchone() == (ROWS,)
        write(writer)
        checkpoint(file)
        assert reader.execute("SELECT count(*) FROM t").fetchone() == (ROWS,)
    checkpoint(file)
    assert rows_in(file, tmp_path / "later.db") == 2 * ROWS


def test_a_long_log_begins_anew_and_a_reader_in_the_way_is_no_error(
    file: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "LONG_PAGES", 1)
    log = file.with_name("attune.db-wal")
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM t").fetchone()
        checkpoint(file)
        write(writer)
    checkpoint(file)
    long = log.stat().st_size
    write(writer)
    assert log.stat().st_size == long, "what is written now takes the place of what was copied"


async def test_it_goes_on_after_a_failure(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(subject, "CHECKPOINT_S", 0.0)
    again, loop = asyncio.Event(), asyncio.get_running_loop()
    calls: list[Path] = []

    def fail(path: Path) -> None:
        calls.append(path)
        if len(calls) > 1:
            loop.call_soon_threadsafe(again.set)
        raise sqlite3.OperationalError

    monkeypatch.setattr(subject, "checkpoint", fail)
    async with asyncio.TaskGroup() as tasks:
        keeping = tasks.create_task(keep_log_short(file))
        await again.wait()
        keeping.cancel()
    assert caplog.records[0].message == "storage.checkpoint_failed"
    assert caplog.records[0].__dict__["reason"] == "OperationalError"
