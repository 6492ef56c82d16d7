"""Keeps a SQLite file's write-ahead log short without blocking writers (sqlite.org/wal.html, section 2.3
"Checkpointing").

A checkpoint copies the log's content into the database file, which takes up to a tenth of a second. By default SQLite
runs it in the commit that finds the log too long, and every room waits. Here a separate connection runs it.
"""

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

__all__ = ["CHECKPOINT_S", "LONG_PAGES", "checkpoint", "keep_log_short"]

CHECKPOINT_S = 2.0
LONG_PAGES = 16_384
"""64 MiB. Under steady writing a checkpoint never reaches the log's end, so beyond this size the writers wait for the
rest."""
_WAIT_S = 0.05
"""How long the writers may have to wait because of a reader."""

_log = logging.getLogger(__name__)


async def keep_log_short(file: Path) -> None:
    """Checkpoint this file's log at intervals, until cancelled."""
    while True:
        await asyncio.sleep(CHECKPOINT_S)
        try:
            await asyncio.to_thread(checkpoint, file)
        except sqlite3.Error as error:
            # Another process or the disk is in the way. The next attempt retries, and SQLite's own checkpoint remains as
            # a fallback.
            _log.warning("storage.checkpoint_failed", extra={"reason": type(error).__name__})


def checkpoint(file: Path) -> None:
    """Checkpoint the log without blocking anybody; if it has grown long, truncate it.

    Raises:
        sqlite3.Error: The file cannot be used now; nothing is lost.
    """
    with closing(sqlite3.connect(file, _WAIT_S)) as connection:
        _, pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if pages >= LONG_PAGES:
            connection.execute("PRAGMA wal_checkpoint(RESTART)")
