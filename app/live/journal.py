"""The rooms' journal, stored in the database.

Records that continue what is known to be stored share one transaction, which reads nothing. All others get a transaction
of their own, so that a failure affects one room only: a room that retries after a failure, and every room of a group
that the database refused. A room that is refused even alone gets ``JournalRefused``: this is no outage, and retrying
would not help.
"""

import asyncio
from collections.abc import Sequence
from functools import partial

from app.live.group_commit import Append, GroupCommit
from app.persistence.repositories.live.journal import find_records
from app.persistence.unit_of_work import (
    Database,
    StorageRefused,
    StorageUnavailable,
    UnitOfWork,
    WriteConflict,
)
from rooms.model.events import Recorded
from rooms.model.ids import RoomId
from rooms.runtime.ports import JournalRefused, JournalUnavailable

__all__ = ["JOURNAL_TIMEOUT_S", "ROOMS_MAX", "DatabaseJournal"]

JOURNAL_TIMEOUT_S = 2.0
"""How long a transaction may take; on a timeout, rooms keep the records in memory."""
ROOMS_MAX = 20_000
"""Rooms whose last position is remembered; a room that was evicted costs one extra query."""


class DatabaseJournal:
    """Implements ``rooms.runtime.ports.Journal`` while ``run`` runs. A room has one append in flight at a time."""

    def __init__(self, database: Database, timeout_s: float = JOURNAL_TIMEOUT_S) -> None:
        self._database = database
        self._timeout_s = timeout_s
        self._group = GroupCommit(self._store)
        self._last: dict[RoomId, int] = {}
        """The last stored position of each room, unless it is in doubt."""

    async def run(self) -> None:
        """Store what rooms append, until cancelled."""
        await self._group.run()

    async def append(self, room: RoomId, records: Sequence[Recorded]) -> None:
        """Store records durably, in order, all or none; records that are already stored are skipped.

        Raises:
            JournalUnavailable: Nothing was stored, or the outcome is unknown; retry.
            JournalRefused: The records do not continue the log (two writers, or a bug), or the database refuses them.
        """
        if not records:
            return
        for position, record in enumerate(records, records[0].position):
            if record.position != position:
                raise JournalRefused("hole")
        await self._group.append(room, records)

    async def load(self, room: RoomId) -> list[Recorded]:
        """Return the room's whole log, by position. Raises JournalUnavailable, JournalRefused."""
        try:
            records = await self._database.look_up(partial(find_records, room=room))
        except Exception as error:
            raise _journal_error(error) from error
        self._remember(room, records[-1].position if records else 0)
        return records

    def _remember(self, room: RoomId, position: int) -> None:
        if len(self._last) >= ROOMS_MAX:
            self._last.pop(next(iter(self._last)))
        self._last[room] = position

    async def _store(self, group: Sequence[Append]) -> None:
        plain: list[Append] = []
        doubtful: list[Append] = []
        for append in group:
            (plain if self._continues(append) else doubtful).append(append)
        if plain and not await self._store_together(plain):
            doubtful = plain + doubtful
        for append in doubtful:
            await self._store_alone(append)

    def _continues(self, append: Append) -> bool:
        """Return whether the records follow what is stored or will be with this group; if not, forget the room's
        position."""
        if self._last.pop(append.room, None) != append.records[0].position - 1:
            return False
        self._last[append.room] = append.records[-1].position
        return True

    async def _store_together(self, appends: Sequence[Append]) -> bool:
        """Return whether the appends are settled; False if some room's records are at fault."""
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._database.append([(append.room, append.records) for append in appends])
        except Exception as error:  # noqa: BLE001 (one room's bug must not cost the others their records)
            for append in appends:
                self._last.pop(append.room, None)
            told = _journal_error(error)
            if isinstance(told, JournalRefused):
                return False
            for append in appends:
                append.fail(told)
            return True
        for append in appends:
            append.succeed()
        return True

    async def _store_alone(self, append: Append) -> None:
        if append.done.done():
            return
        try:
            last = await self._look_and_add(append)
        except Exception as error:  # noqa: BLE001 (one room's bug must not end the journal)
            append.fail(_journal_error(error))
        else:
            self._remember(append.room, last)
            append.succeed()

    async def _look_and_add(self, append: Append) -> int:
        """Store the records that are new, if all of them continue the log; return the log's last position."""
        async with asyncio.timeout(self._timeout_s):
            try:
                async with self._database.write() as unit:
                    return await _add_new(unit, append.room, append.records)
            except WriteConflict:
                # The conflict may be an earlier commit of ours that succeeded after all: the second try finds its
                # records.
                async with self._database.write() as unit:
                    return await _add_new(unit, append.room, append.records)


def _journal_error(error: Exception) -> JournalUnavailable | JournalRefused:
    """Return the error for the room: the database is unavailable, or it is available and refuses the records."""
    match error:
        case JournalRefused():
            return error
        case StorageRefused():
            return JournalRefused(str(error))
        case TimeoutError() | StorageUnavailable():
            return JournalUnavailable(type(error).__name__)
        case _:
            return JournalRefused(type(error).__name__)


async def _add_new(unit: UnitOfWork, room: RoomId, records: Sequence[Recorded]) -> int:
    """Add the records that are new, if all of them continue the log; return the log's last position."""
    if await unit.sessions.find(room) is None:
        raise JournalRefused("no_session")
    first, last = records[0].position, records[-1].position
    stored_last = await unit.journal.last_position(room)
    if first > stored_last + 1:
        raise JournalRefused("gap")
    stored = await unit.journal.records(room, first=first, last=last)
    if stored != list(records[: len(stored)]):
        raise JournalRefused("differs")
    await unit.journal.add(room, records[len(stored) :])
    return max(last, stored_last)
