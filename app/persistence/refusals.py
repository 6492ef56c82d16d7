"""Classifies database errors: temporary outages, and errors that would recur however often the call is retried. Pure.

An outage is temporary: no connection, a lock, a full disk, a restarting server. Any other error is about the request
itself: a constraint, a value that does not fit, a missing table, a damaged file. Treating it as an outage would mean
retrying forever.
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
"""Primary result codes (sqlite.org/rescode.html); extended codes hold them in their lowest byte."""
_POSTGRES_OUTAGES = ("08", "28", "3D", "40", "53", "55", "57", "58")
"""SQLSTATE classes (PostgreSQL, appendix A): connection, authorization, no such database, rollback with retry,
resources, object in use, operator intervention, system error."""
_POSTGRES_OTHERS = ("25006", "25P03")
"""A server that is a standby for now; a transaction that timed out while idle."""


def is_outage(error: DBAPIError) -> bool:
    """Return whether the same call may succeed later."""
    fault = error.orig
    code = getattr(fault, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_OUTAGES
    state = getattr(fault, "sqlstate", None)
    if state is not None:
        return state.startswith(_POSTGRES_OUTAGES) or state in _POSTGRES_OTHERS
    # Errors of the driver itself: a lost connection, or a value that it cannot encode.
    return error.connection_invalidated or not isinstance(fault, sqlite3.ProgrammingError | sqlite3.DataError)
