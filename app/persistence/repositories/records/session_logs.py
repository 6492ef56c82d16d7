"""Takes out of sessions' logs what is no longer kept: private answers first, later everything, leaving a summary.

An event that cannot be read any more stays as it is until its log goes, and then tells nothing to the summary.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.live.record import KeptRunRow, RoomEventRow, SessionRemainsRow
from app.persistence.repositories.live.sessions import find_setups
from app.runtime.clock import to_datetime
from clinic.common.ids import ClinicId
from rooms.model.events import Recorded
from rooms.model.events.codec import decode_event, encode_event
from rooms.model.ids import RoomId
from rooms.rules.side_channels.remains import Summary, find_answers, summarise

__all__ = ["SessionLogs", "SessionRemains"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SessionRemains:
    """What has been taken out of a session's log.

    Attributes:
        log_removed_at: None while there is a log; the rest is known once it is removed.
        people: How many clients were there.
        protocols: How often each protocol was started.
    """

    answers_removed_at: datetime
    log_removed_at: datetime | None
    began_at: datetime | None
    people: int
    protocols: dict[str, int]


class SessionLogs:
    """The logs of one clinic's sessions that are over."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def remains(self, room: str) -> SessionRemains | None:
        """Return what has been taken out of a session's log; None if nothing."""
        row = await self._session.get(SessionRemainsRow, room)
        if row is None or row.clinic_id != self._clinic:
            return None
        return SessionRemains(
            row.answers_removed_at, row.log_removed_at, row.began_at, row.people, row.protocols
        )

    async def remove_answers(self, room: str, now: datetime) -> None:
        """Take the private answers out of a log; its events stay, at their positions."""
        for record in find_answers(await self._records(room)):
            _, payload = encode_event(record.event)
            await self._session.execute(
                update(RoomEventRow)
                .where(RoomEventRow.session_id == room, RoomEventRow.position == record.position)
                .values(payload=payload)
            )
        await self._note(room, now)

    async def remove(self, room: str, now: datetime) -> None:
        """Remove a log, and runs that could have continued; keep a summary."""
        connection = await self._session.connection()
        setup = (await connection.run_sync(find_setups, [RoomId(room)])).get(RoomId(room))
        summary = summarise(setup, await self._records(room)) if setup else Summary()
        row = await self._note(room, now)
        row.log_removed_at = now
        row.began_at = None if summary.began_at is None else to_datetime(summary.began_at)
        row.people, row.protocols = summary.people, dict(summary.protocols)
        await self._session.flush()
        await self._session.execute(delete(RoomEventRow).where(RoomEventRow.session_id == room))
        await self._session.execute(delete(KeptRunRow).where(KeptRunRow.session_id == room))

    async def _note(self, room: str, now: datetime) -> SessionRemainsRow:
        row = await self._session.get(SessionRemainsRow, room)
        if row is None:
            row = SessionRemainsRow(
                session_id=room, clinic_id=self._clinic, answers_removed_at=now, people=0, protocols={}
            )
            self._session.add(row)
            await self._session.flush()
        return row

    async def _records(self, room: str) -> list[Recorded]:
        row = RoomEventRow
        query = select(row.position, row.at, row.kind, row.payload).where(row.session_id == room)
        return list(_read(await self._session.execute(query.order_by(row.position))))


def _read(rows: Any) -> Iterator[Recorded]:
    for position, at, kind, payload in rows:
        try:
            yield Recorded(position, at, decode_event(kind, payload))
        except ValueError:
            _log.warning("records.event_unreadable")
