"""Admits arriving people one room at a time, so that rooms in session do not notice.

At the top of the hour hundreds of rooms fill at the same moment. Serving all of them at once would delay every turn in
every other room. So rooms take turns, in the order in which the first person arrived at each; all who have arrived at a
room by its turn go in together. A room that takes long, as all do while the database is down, delays the others only
briefly.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rooms.model.ids import RoomId

__all__ = ["ROOMS_AT_ONCE", "ROOM_S", "Arrivals"]

ROOMS_AT_ONCE = 1
ROOM_S = 0.2
"""After this long the next room may start as well."""


class Arrivals:
    """The people who are arriving, in all rooms."""

    def __init__(self) -> None:
        self._inside: dict[RoomId, int] = {}
        """How many are coming in right now, by room."""
        self._awaited: dict[RoomId, asyncio.TimerHandle] = {}
        """Those of these rooms that others wait for, and until when."""
        self._waiting: dict[RoomId, list[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def pass_through(self, room: RoomId) -> AsyncIterator[None]:
        """Run the block when it is the room's turn."""
        if room in self._inside or (not self._waiting and len(self._awaited) < ROOMS_AT_ONCE):
            self._enter(room, 1)
        else:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.setdefault(room, []).append(turn)
            await self._wait(room, turn)
        try:
            yield
        finally:
            self._leave(room)

    def _enter(self, room: RoomId, people: int) -> None:
        if room not in self._inside:
            loop = asyncio.get_running_loop()
            self._awaited[room] = loop.call_later(ROOM_S, self._await_no_more, room)
        self._inside[room] = self._inside.get(room, 0) + people

    async def _wait(self, room: RoomId, turn: asyncio.Future[None]) -> None:
        """Return when the room's turn has come and this caller is counted."""
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave(room)
            else:
                self._forget(room, turn)
            raise

    def _forget(self, room: RoomId, turn: asyncio.Future[None]) -> None:
        turns = self._waiting.get(room, [])
        if turn in turns:
            turns.remove(turn)
            if not turns:
                del self._waiting[room]

    def _leave(self, room: RoomId) -> None:
        self._inside[room] -= 1
        if not self._inside[room]:
            del self._inside[room]
            self._await_no_more(room)

    def _await_no_more(self, room: RoomId) -> None:
        timer = self._awaited.pop(room, None)
        if timer is None:
            return
        timer.cancel()
        while self._waiting and len(self._awaited) < ROOMS_AT_ONCE:
            following = next(iter(self._waiting))
            # A caller cancelled at this very moment has not been removed yet.
            turns = [turn for turn in self._waiting.pop(following) if not turn.done()]
            if turns:
                self._enter(following, len(turns))
                for turn in turns:
                    turn.set_result(None)
