"""Which faults of a database pass by themselves, and which come again however often the same is tried. Pure.

An outage passes: no connection, a lock, a full disk, a server that restarts. Everything else is about what was asked: a
constraint, a value that does not fit, a table that is missing, a file that is damaged. Whoever takes that for an outage
waits for ever.
"""

import sqlite3

from sqlalchemy.exc import DBAPIError

__all__ = ["is_outage"]

_SQLITE_OUTAGES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
"""Primary result codes (sqlite.org/rescode.html); the extended ones hold them in their lowest byte."""
_POSTGRES_OUTAGES = ("08", "28", "3D", "40", "53", "55", "57", "58")
"""Classes of SQLSTATE (PostgreSQL, appendix A): connection, authorization, no such database, rollback to be tried again,
resources, an object in use, an operator, the system."""
_POSTGRES_OTHERS = ("25006", "25P03")
"""A server that is a standby for the moment; a transaction that it gave up waiting for."""


def is_outage(error: DBAPIError) -> bool:
    """Whether the same may be tried again later."""
    fault = error.orig
    code = getattr(fault, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_OUTAGES
    state = getattr(fault, "sqlstate", None)
    if state is not None:
        return state.startswith(_POSTGRES_OUTAGES) or state in _POSTGRES_OTHERS
    # The drivers themselves speak: of a connection that is gone, or of a value that they cannot pass on.
    return error.connection_invalidated or not isinstance(fault, sqlite3.ProgrammingError | sqlite3.DataError)
