"""The engine: one pool of connections, set up for the database that the URL names.

SQLite writes ahead, checks foreign keys, and waits for a lock a little less than a caller waits for it. Transactions
that will write say so at their start (``BEGIN IMMEDIATE``): SQLite refuses to turn a reader into a writer beside
another one. The rooms' log has a way of its own to a SQLite file: for every step the asynchronous driver goes to its
thread and back, which costs more than storing dozens of events.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

__all__ = ["WRITES", "open_engine", "open_log_engine"]

WRITES = "attune_writes"
"""Execution option of connections whose transactions write."""
_BUSY_MS = 1500
_POOL_WAIT_S = 1.5
_CHECKPOINT_PAGES = 131_072
"""512 MiB. ``checkpoint`` keeps the log far shorter, beside the writers; this is for when it cannot."""


def open_engine(url: str) -> AsyncEngine:
    """Make the engine; nothing is connected yet. A missing directory of a SQLite file is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(
            parsed, pool_size=10, max_overflow=10, pool_timeout=_POOL_WAIT_S, pool_pre_ping=True
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_async_engine(parsed, pool_timeout=_POOL_WAIT_S)
    _set_up(engine.sync_engine)
    return engine


def open_log_engine(url: str) -> Engine | None:
    """Make the engine for threads that write the log of a SQLite file; one at a time. None for other databases."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    engine = create_engine(
        parsed.set(drivername="sqlite"), pool_size=1, max_overflow=0, pool_timeout=_POOL_WAIT_S
    )
    _set_up(engine)
    return engine.execution_options(**{WRITES: True})


def _set_up(engine: Engine) -> None:
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    # The driver must not open transactions of its own; _on_begin does.
    connection.isolation_level = None
    cursor: sqlite3.Cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    cursor.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
    # What undoes one statement of a transaction is no part of durability.
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
