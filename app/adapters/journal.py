"""The rooms' journal over the database.

A room whose records continue what is known to be stored goes with the others into one transaction that reads nothing.
Whatever is not so plain is looked at alone, in a transaction of its own, so that it can fail for one room only: a room
that comes again after a failure, and everybody in a group that the database refused.
"""

import asyncio
from collections.abc import Sequence
from functools import partial

from app.adapters.group_commit import Append, GroupCommit
from app.persistence.repositories.journal import find_records
from app.persistence.unit_of_work import Database, StorageUnavailable, UnitOfWork, WriteConflict
from rooms.model.events import Recorded
from rooms.model.ids import RoomId
from rooms.ports import JournalUnavailable

__all__ = ["JOURNAL_TIMEOUT_S", "ROOMS_MAX", "DatabaseJournal", "JournalConflict"]

JOURNAL_TIMEOUT_S = 2.0
"""How long a transaction may take; rooms keep in memory what it should have stored."""
ROOMS_MAX = 20_000
"""Rooms whose last position is remembered; one that is forgotten pays with a look into the database."""


class JournalConflict(AssertionError):
    """The log holds something else at this place, or would get a gap: two writers, or a bug. Trying again is no use."""


class DatabaseJournal:
    """Implements ``rooms.ports.Journal`` while ``run`` runs. A room has one append under way at a time."""

    def __init__(self, database: Database, timeout_s: float = JOURNAL_TIMEOUT_S) -> None:
        self._database = database
        self._timeout_s = timeout_s
        self._group = GroupCommit(self._store)
        self._last: dict[RoomId, int] = {}
        """The last stored position, as far as nothing speaks against it."""

    async def run(self) -> None:
        """Store what rooms append, until cancelled."""
        await self._group.run()

    async def append(self, room: RoomId, records: Sequence[Recorded]) -> None:
        """Store records durably, in order, all or none; what is stored already is left alone.

        Raises:
            JournalUnavailable: Nothing was stored, or it is not known whether it was; try again.
            JournalConflict: The records do not continue the log.
        """
        if not records:
            return
        for position, record in enumerate(records, records[0].position):
            if record.position != position:
                raise JournalConflict("positions do not rise by one")
        await self._group.append(room, records)

    async def load(self, room: RoomId) -> list[Recorded]:
        """Return the room's whole log, by position. Raises JournalUnavailable."""
        try:
            records = await self._database.look_up(partial(find_records, room=room))
        except StorageUnavailable as error:
            raise JournalUnavailable(type(error).__name__) from error
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
        """Say whether the records follow what is stored or will be with this group; forget the room if not."""
        if self._last.pop(append.room, None) != append.records[0].position - 1:
            return False
        self._last[append.room] = append.records[-1].position
        return True

    async def _store_together(self, appends: Sequence[Append]) -> bool:
        """Return whether the appends are settled; False when some room's records are to blame."""
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._database.append([(append.room, append.records) for append in appends])
        except Exception as error:  # noqa: BLE001 (one room's bug must not cost the others their records)
            for append in appends:
                self._last.pop(append.room, None)
            if not isinstance(error, TimeoutError | StorageUnavailable):
                return False
            for append in appends:
                append.fail(JournalUnavailable(type(error).__name__))
            return True
        for append in appends:
            append.succeed()
        return True

    async def _store_alone(self, append: Append) -> None:
        if append.done.done():
            return
        try:
            async with asyncio.timeout(self._timeout_s), self._database.write() as unit:
                last = await _add_new(unit, append.room, append.records)
        except (TimeoutError, StorageUnavailable, WriteConflict) as error:
            # A write conflict is a commit of ours that came through after all: the next try will find it.
            append.fail(JournalUnavailable(type(error).__name__))
        except Exception as error:  # noqa: BLE001 (a bug ends the room that has it, not the journal)
            append.fail(error)
        else:
            self._remember(append.room, last)
            append.succeed()


async def _add_new(unit: UnitOfWork, room: RoomId, records: Sequence[Recorded]) -> int:
    """Add the records that are not stored yet, if all of them continue the log; return its last position then."""
    if await unit.sessions.find(room) is None:
        raise JournalConflict("no such session")
    first, last = records[0].position, records[-1].position
    stored_last = await unit.journal.last_position(room)
    if first > stored_last + 1:
        raise JournalConflict("the log would get a gap")
    stored = await unit.journal.records(room, first=first, last=last)
    if stored != list(records[: len(stored)]):
        raise JournalConflict("the log holds something else")
    await unit.journal.add(room, records[len(stored) :])
    return max(last, stored_last)
