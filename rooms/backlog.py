"""Keeps records that the journal could not take yet, and writes them in order when it is back.

The room goes on while the journal is away; staff see a notice. What is kept is bounded: past ``BACKLOG_MAX`` records
the room refuses people's commands rather than lose any.
"""

import asyncio
from collections.abc import Sequence

from rooms.model.events import Recorded
from rooms.model.ids import RoomId
from rooms.ports import Journal, JournalUnavailable

__all__ = ["BACKLOG_MAX", "PART", "RETRY_S", "STORE_TIMEOUT_S", "Backlog"]

BACKLOG_MAX = 20_000
PART = 500
"""Records written at once: what was kept for long must not be too much for one write's time."""
RETRY_S = 2.0
STORE_TIMEOUT_S = 3.0


class Backlog:
    """The way to one room's journal."""

    def __init__(self, journal: Journal, room: RoomId) -> None:
        self._journal = journal
        self._room = room
        self._kept: list[Recorded] = []
        self.retry_at: float | None = None
        """When to try again (Unix seconds); None while the journal keeps up."""

    @property
    def is_full(self) -> bool:
        """Whether no more may be kept."""
        return len(self._kept) >= BACKLOG_MAX

    def __len__(self) -> int:
        """How many records are kept."""
        return len(self._kept)

    async def store(self, records: Sequence[Recorded], now: float) -> None:
        """Write the records, behind those that are still kept. Never raises for an absent journal."""
        self._kept.extend(records)
        if not self._kept or (self.retry_at is not None and now < self.retry_at):
            return
        try:
            while self._kept:
                part = tuple(self._kept[:PART])
                async with asyncio.timeout(STORE_TIMEOUT_S):
                    await self._journal.append(self._room, part)
                del self._kept[: len(part)]
        except (JournalUnavailable, TimeoutError):
            self.retry_at = now + RETRY_S
        else:
            self.retry_at = None
