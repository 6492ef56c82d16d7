"""Keeps a SQLite file's write-ahead log short, beside those who write (sqlite.org/wal.html, part 2.3 "Checkpointing").

What the log holds is copied to its place in the file now and then, which takes up to a tenth of a second. Left to
SQLite, the commit that finds the log too long does it, and with it every room waits. Here another connection does.
"""

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

__all__ = ["CHECKPOINT_S", "LONG_PAGES", "checkpoint", "keep_log_short"]

CHECKPOINT_S = 2.0
LONG_PAGES = 16_384
"""64 MiB: under steady writing the log is never copied to its end, so from here on the writers wait for what is left."""
_WAIT_S = 0.05
"""How long the writers may have to wait because a reader is in the way."""

_log = logging.getLogger(__name__)


async def keep_log_short(file: Path) -> None:
    """Copy what the log of this file holds every so often, until cancelled."""
    while True:
        await asyncio.sleep(CHECKPOINT_S)
        try:
            await asyncio.to_thread(checkpoint, file)
        except sqlite3.Error as error:
            # Somebody else is in the way, or the disk is: the next time finds out, and the writers' own way is left.
            _log.warning("storage.checkpoint_failed", extra={"reason": type(error).__name__})


def checkpoint(file: Path) -> None:
    """Copy what the log holds without being in anybody's way; if it has become long, let it begin anew.

    Raises:
        sqlite3.Error: The file cannot be used now; nothing is lost by that.
    """
    with closing(sqlite3.connect(file, _WAIT_S)) as connection:
        _, pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if pages >= LONG_PAGES:
            connection.execute("PRAGMA wal_checkpoint(RESTART)")
