"""The rooms' journal over the database, and the projections that must never disagree with it.

Presence intervals and the end of the session are written in the transaction of the events they follow from.
"""

import asyncio
from collections.abc import Sequence

from app.clock import to_datetime
from app.persistence.repositories.journal import JournalEntry
from app.persistence.unit_of_work import Database, StorageUnavailable, UnitOfWork, WriteConflict
from rooms.model.codec import decode_event, encode_event
from rooms.model.events import PresenceBegan, PresenceEnded, Recorded, RoomEnded
from rooms.model.ids import RoomId
from rooms.ports import JournalUnavailable

__all__ = ["JOURNAL_TIMEOUT_S", "DatabaseJournal", "JournalConflict"]

JOURNAL_TIMEOUT_S = 2.0
"""How long a room waits for its record before it keeps it in memory."""


class JournalConflict(AssertionError):
    """The log holds something else at this place, or would get a gap: two writers, or a bug. Trying again is no use."""


class DatabaseJournal:
    """Implements ``rooms.ports.Journal``."""

    def __init__(self, database: Database, timeout_s: float = JOURNAL_TIMEOUT_S) -> None:
        self._database = database
        self._timeout_s = timeout_s

    async def append(self, room: RoomId, records: Sequence[Recorded]) -> None:
        """Store records durably, in order, all or none; what is stored already is left alone.

        Raises:
            JournalUnavailable: Nothing was stored, or it is not known whether it was; try again.
            JournalConflict: The records do not continue the log.
        """
        if not records:
            return
        try:
            async with asyncio.timeout(self._timeout_s), self._database.write() as unit:
                await _append(unit, room, records)
        except (TimeoutError, StorageUnavailable, WriteConflict) as error:
            # A write conflict is a commit of ours that came through after all: the next try will find it.
            raise JournalUnavailable(type(error).__name__) from error

    async def load(self, room: RoomId) -> list[Recorded]:
        """Return the room's whole log, by position. Raises JournalUnavailable."""
        try:
            async with asyncio.timeout(self._timeout_s), self._database.read() as unit:
                entries = await unit.journal.entries(room)
        except (TimeoutError, StorageUnavailable) as error:
            raise JournalUnavailable(type(error).__name__) from error
        return [
            Recorded(entry.position, entry.at, decode_event(entry.kind, entry.payload)) for entry in entries
        ]


async def _append(unit: UnitOfWork, room: RoomId, records: Sequence[Recorded]) -> None:
    new = await _only_new(unit, room, records)
    if not new:
        return
    if await unit.sessions.find(room) is None:
        raise JournalConflict("no such session")
    await unit.journal.add(room, [_entry(record) for record in new])
    for record in new:
        match record.event:
            case PresenceBegan(person=person, seat=seat):
                await unit.presence.open(room, person, seat, to_datetime(record.at))
            case PresenceEnded(person=person):
                await unit.presence.close(room, person, to_datetime(record.at))
            case RoomEnded():
                await unit.sessions.mark_ended(room, to_datetime(record.at))
            case _:
                pass


async def _only_new(unit: UnitOfWork, room: RoomId, records: Sequence[Recorded]) -> list[Recorded]:
    """Return the records that are not stored yet, after checking that all of them continue the log."""
    first = records[0].position
    if [record.position for record in records] != list(range(first, first + len(records))):
        raise JournalConflict("positions do not rise by one")
    last = await unit.journal.last_position(room)
    if first > last + 1:
        raise JournalConflict("the log would get a gap")
    stored = await unit.journal.entries(room, first=first, last=records[-1].position)
    if stored != [_entry(record) for record in records[: len(stored)]]:
        raise JournalConflict("the log holds something else")
    return list(records[len(stored) :])


def _entry(record: Recorded) -> JournalEntry:
    kind, payload = encode_event(record.event)
    return JournalEntry(record.position, record.at, kind, payload)
