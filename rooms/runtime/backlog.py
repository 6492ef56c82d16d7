"""Keeps records that the journal could not take yet and writes them in order when it can.

The room goes on meanwhile; staff see a notice, and nobody is told that these records are stored. An unavailable journal
is retried soon. One that refuses is not unavailable: operators are alerted, and it is retried rarely, in case they have
fixed it. The backlog is bounded: past ``BACKLOG_MAX`` records the room refuses commands rather than lose any.
"""

import asyncio
import logging
from collections.abc import Sequence

from rooms.model.events import Recorded
from rooms.model.ids import RoomId
from rooms.runtime.ports import Journal, JournalRefused, JournalUnavailable

__all__ = ["BACKLOG_MAX", "PART", "REFUSED_RETRY_S", "RETRY_S", "STORE_TIMEOUT_S", "Backlog"]

BACKLOG_MAX = 20_000
PART = 500
"""Records per write, so that a long backlog does not exceed the time of one write."""
RETRY_S = 2.0
REFUSED_RETRY_S = 60.0
STORE_TIMEOUT_S = 3.0

_log = logging.getLogger(__name__)


class Backlog:
    """The queue to one room's journal."""

    def __init__(self, journal: Journal, room: RoomId) -> None:
        self._journal = journal
        self._room = room
        self._kept: list[Recorded] = []
        self.retry_at: float | None = None
        """When to retry (Unix seconds); None while the journal keeps up."""
        self.refused = False
        """Whether the journal refused the next records and has not accepted them since."""

    @property
    def is_full(self) -> bool:
        """Whether no more records may be kept."""
        return len(self._kept) >= BACKLOG_MAX

    @property
    def is_behind(self) -> bool:
        """Whether the journal has not accepted the latest records."""
        return self.retry_at is not None

    def waits(self, record: Recorded) -> bool:
        """Whether the record, which was passed to ``store``, is not stored yet."""
        return bool(self._kept) and self._kept[0].position <= record.position

    def __len__(self) -> int:
        """The number of records kept."""
        return len(self._kept)

    async def store(self, records: Sequence[Recorded], now: float) -> None:
        """Write the records after those still kept. Never raises if the journal does not accept them."""
        self._kept.extend(records)
        if not self._kept or (self.retry_at is not None and now < self.retry_at):
            return
        try:
            await self._write()
        except (JournalUnavailable, TimeoutError):
            if self.retry_at is None:
                _log.warning("journal.away", extra={"room": self._room, "position": self._kept[0].position})
            self.retry_at = now + RETRY_S
        except JournalRefused as refused:
            self.refused, self.retry_at = True, now + REFUSED_RETRY_S
            first, reason = self._kept[0].position, refused.reason
            _log.error("journal.refused", extra={"room": self._room, "position": first, "reason": reason})
        else:
            if self.retry_at is not None:
                _log.warning("journal.caught_up", extra={"room": self._room})
            self.refused, self.retry_at = False, None

    async def _write(self) -> None:
        """Write what is kept. If a record is refused, all before it are still written."""
        size = PART
        while self._kept:
            part = tuple(self._kept[:size])
            try:
                async with asyncio.timeout(STORE_TIMEOUT_S):
                    await self._journal.append(self._room, part)
            except JournalRefused:
                if len(part) == 1:
                    raise
                size = len(part) // 2
            else:
                del self._kept[: len(part)]
