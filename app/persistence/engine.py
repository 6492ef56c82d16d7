"""The engine: one pool of connections, configured for the database that the URL names.

SQLite uses a write-ahead log, checks foreign keys, and waits for a lock slightly less long than callers wait for it.
Transactions that will write use ``BEGIN IMMEDIATE``: SQLite refuses to upgrade a reader to a writer while another one
writes. The two busiest jobs, writing the rooms' log and looking up people who arrive, each get a synchronous connection
to a SQLite file and a thread. The asynchronous driver switches threads for every step, which costs more than storing
dozens of events.

The pool is small; callers wait for a free connection for as long as a person would (``PATIENCE_S``).
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

__all__ = ["ALL_CLINICS", "CLINIC_SETTING", "PATIENCE_S", "WRITES", "open_engine", "open_thread_engine"]

WRITES = "attune_writes"
"""Execution option of connections whose transactions write."""
CLINIC_SETTING = "attune.clinic"
"""The setting of PostgreSQL that row-level security reads; a clinic's unit of work sets it for its transaction."""
ALL_CLINICS = "*"
"""Its value where rooms are run for all clinics."""
PATIENCE_S = 10.0
"""A busy database is not a failed one: people who arrive wait this long for it before they are refused."""
_BUSY_MS = 1500
_PLANNING = {"random_page_cost": "1.1"}
"""What PostgreSQL is told of its disk, which has no head to move. By default it would rather read a whole table than
a few rows by their index."""
_CHECKPOINT_PAGES = 131_072
"""512 MiB, a fallback: ``checkpoint`` normally keeps the log far shorter, without blocking writers."""


def open_engine(url: str) -> AsyncEngine:
    """Make the engine without connecting. Creates a missing directory for a SQLite file."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(
            parsed,
            pool_size=10,
            max_overflow=10,
            pool_timeout=PATIENCE_S,
            pool_pre_ping=True,
            connect_args={"server_settings": {CLINIC_SETTING: ALL_CLINICS, **_PLANNING}},
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_async_engine(parsed, pool_timeout=PATIENCE_S)
    _set_up(engine.sync_engine)
    return engine


def open_thread_engine(url: str, *, writes: bool) -> Engine | None:
    """Make an engine for one thread that writes or reads a SQLite file. None for other databases."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    engine = create_engine(
        parsed.set(drivername="sqlite"), pool_size=1, max_overflow=0, pool_timeout=PATIENCE_S
    )
    _set_up(engine)
    return engine.execution_options(**{WRITES: writes})


def _set_up(engine: Engine) -> None:
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    event.listen(engine, "invalidate", _on_invalidate)


def _on_connect(connection: Any, _record: object) -> None:
    # The driver must not open transactions itself; _on_begin does.
    connection.isolation_level = None
    cursor: sqlite3.Cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    cursor.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
    # A statement's rollback data does not need to be durable.
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _on_invalidate(connection: Any, _record: object, _error: object) -> None:
    """Roll back before a connection is given up, because its task was cancelled.

    SQLite keeps a closed connection, and its lock, until its last statement is collected (sqlite3_close_v2), which
    may be minutes later.
    """
    with suppress(Exception):
        connection.rollback()
