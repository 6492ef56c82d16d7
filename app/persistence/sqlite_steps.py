"""SQLite through ``aiosqlite``, with one step of its thread for each statement.

SQLAlchemy's own adapter makes a cursor, runs the statement, fetches its rows and closes the cursor in four steps. Each
wakes the connection's thread and then the event loop, which takes longer than most statements. Here the thread does all
four at once, and nothing is rolled back twice: a session ends its transaction, and the pool would end it again.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import await_

__all__ = ["STEPWISE"]

_Outcome = tuple[Any, int, int | None, Sequence[Any]]
"""Of a statement: its description, the number of rows it changed, the last row's id, and the rows it returned."""


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """Has what its last statement returned; nothing in the thread belongs to it."""

    __slots__ = ("_outcome", "_owner", "arraysize")

    def __init__(self, connection: Any) -> None:
        # Not the base class's, which makes a cursor in the thread.
        self._owner: _Connection = connection
        self._rows = deque()
        self._outcome: _Outcome = (None, -1, None, ())
        self.arraysize = 1

    @property
    def description(self) -> Any:
        return self._outcome[0]

    @property
    def rowcount(self) -> int:
        return self._outcome[1]

    @property
    def lastrowid(self) -> Any:
        return self._outcome[2]

    def execute(self, operation: Any, parameters: Any = None) -> "_Cursor":
        self._run(_execute, operation, () if parameters is None else parameters)
        return self

    def executemany(self, operation: Any, seq_of_parameters: Any) -> "_Cursor":
        self._run(_execute_many, operation, seq_of_parameters)
        return self

    def _run(self, statement: Callable[..., _Outcome], *args: Any) -> None:
        self._outcome = self._owner.step(statement, *args)
        self._rows = deque(self._outcome[3])

    async def _async_soft_close(self) -> None:
        """Nothing is open."""

    def close(self) -> None:
        self._rows.clear()


class _Connection(AsyncAdapt_aiosqlite_connection):
    """A connection that knows whether anything has run since its last transaction ended."""

    __slots__ = ("_at_rest",)

    _cursor_cls: type[AsyncAdapt_aiosqlite_cursor] = _Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._at_rest = True

    def step(self, statement: Callable[..., _Outcome], *args: Any) -> _Outcome:
        """Let the thread do this with its connection."""
        # First: what is cancelled while it is waited for runs all the same.
        self._at_rest = False
        try:
            # The driver has no public way to run a function in its thread.
            done: _Outcome = await_(self._connection._execute(statement, self._connection._conn, *args))  # noqa: SLF001
        except Exception as error:  # noqa: BLE001 (every step of the adapter hands errors on like this)
            self._handle_exception(error)
        return done

    def commit(self) -> None:
        super().commit()
        self._at_rest = True

    def rollback(self) -> None:
        if not self._at_rest:
            super().rollback()
            self._at_rest = True


class _Dbapi(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arg: Any, **kw: Any) -> _Connection:
        return _Connection(self, super().connect(*arg, **kw).driver_connection)


def _execute(connection: sqlite3.Connection, *args: Any) -> _Outcome:
    return _finished(connection.execute(*args))


def _execute_many(connection: sqlite3.Connection, *args: Any) -> _Outcome:
    return _finished(connection.executemany(*args))


def _finished(cursor: sqlite3.Cursor) -> _Outcome:
    rows = cursor.fetchall() if cursor.description else ()
    outcome = (cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    cursor.close()
    return outcome


STEPWISE: Final = _Dbapi(aiosqlite, sqlite3)
"""The driver, as ``module`` of an engine."""
