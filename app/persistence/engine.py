"""The engine: one pool of connections, set up for the database that the URL names.

SQLite writes ahead, checks foreign keys, and waits for a lock a little less than a caller waits for it. Transactions
that will write say so at their start (``BEGIN IMMEDIATE``): SQLite refuses to turn a reader into a writer beside
another one.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

__all__ = ["WRITES", "open_engine"]

WRITES = "attune_writes"
"""Execution option of connections whose transactions write."""
_BUSY_MS = 1500
_POOL_WAIT_S = 1.5


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
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    # The driver must not open transactions of its own; _on_begin does.
    connection.isolation_level = None
    cursor: sqlite3.Cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
