"""SQLite without its threads, and statements compiled once: for tests that each have a database of their own.

The driver gives each connection a thread and switches to it and back for every step, which took a quarter of the time of
tests that ask a service over a thousand questions; a tenth was compiling the same statements for the next database.
What rests on the threads is tested with them: by tests marked "threads", and by every test of the running service.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, Final

import aiosqlite.core
import pytest
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

from app.persistence import engine

__all__ = ["run_in_the_loop"]

# Another connection of the same loop may hold the lock, so nobody may wait for it here as SQLite would, without a turn.
_PATIENCE_S = 1.5
_PAUSE_S = 0.002

_STATEMENTS: Final = LRUCache[Any, Any](5_000)

Step = tuple[asyncio.Future[Any] | None, Callable[[], Any]]


def run_in_the_loop(patch: pytest.MonkeyPatch) -> None:
    """Let connections that are opened from now on do without a thread."""
    patch.setattr(aiosqlite.core, "SimpleQueue", _Steps)
    patch.setattr(aiosqlite.core, "Thread", _NoThread)
    _share_statements(patch)
    set_up = engine._on_connect

    def set_up_for_tests(connection: Any, record: object) -> None:
        set_up(connection, record)
        if not isinstance(connection, sqlite3.Connection):
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout=0")
            # What a test writes need not survive a crash of the machine.
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.close()

    patch.setattr(engine, "_on_connect", set_up_for_tests)


def _share_statements(patch: pytest.MonkeyPatch) -> None:
    """Let statements that were compiled for one SQLite engine serve all: their dialects are the same."""
    patch.setattr(SQLiteDialect_aiosqlite, "__eq__", lambda own, other: type(own) is type(other))
    patch.setattr(SQLiteDialect_aiosqlite, "__hash__", lambda own: hash(type(own)))
    set_up = engine._set_up

    def set_up_for_tests(made: Engine) -> None:
        set_up(made)
        if isinstance(made.dialect, SQLiteDialect_aiosqlite):
            made._compiled_cache = _STATEMENTS

    patch.setattr(engine, "_set_up", set_up_for_tests)


class _Steps:
    """Takes the place of the queue to a connection's thread."""

    def put_nowait(self, step: Step) -> None:
        self._do(step, None)

    def _do(self, step: Step, deadline: float | None) -> None:
        future, work = step
        if future is None:
            work()
            return
        if future.done():
            return
        try:
            found = work()
        except sqlite3.OperationalError as error:
            loop = future.get_loop()
            deadline = deadline or loop.time() + _PATIENCE_S
            if "locked" in str(error) and loop.time() < deadline:
                loop.call_later(_PAUSE_S, self._do, step, deadline)
            else:
                future.set_exception(error)
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(found)


class _NoThread:
    """Takes the place of a connection's thread."""

    daemon = True

    def __init__(self, **_arguments: object) -> None: ...

    def start(self) -> None: ...
