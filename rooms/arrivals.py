"""Whose people come in at the moment: a few rooms at a time, so that those who are in the midst of it do not notice.

At the top of the hour hundreds of rooms fill at one moment. If all of them were served at once, every turn in every
other room would wait for all of them. Rooms come one after the other, in the order in which somebody first stood at each
door; all who stand there by then go in together.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rooms.model.ids import RoomId

__all__ = ["ROOMS_AT_ONCE", "Arrivals"]

ROOMS_AT_ONCE = 3


class Arrivals:
    """Those who come in to any room."""

    def __init__(self) -> None:
        self._inside: dict[RoomId, int] = {}
        """How many are just coming in, by room."""
        self._waiting: dict[RoomId, list[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def pass_through(self, room: RoomId) -> AsyncIterator[None]:
        """Come in by the block, when it is the room's turn."""
        if room not in self._inside and len(self._inside) >= ROOMS_AT_ONCE:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.setdefault(room, []).append(turn)
            await self._wait(room, turn)
        else:
            self._inside[room] = self._inside.get(room, 0) + 1
        try:
            yield
        finally:
            self._leave(room)

    async def _wait(self, room: RoomId, turn: asyncio.Future[None]) -> None:
        """Return when the room's turn has come and this one is counted."""
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
        if self._inside[room]:
            return
        del self._inside[room]
        while self._waiting:
            following = next(iter(self._waiting))
            # Who gave up in this very moment has not said so yet.
            turns = [turn for turn in self._waiting.pop(following) if not turn.done()]
            if turns:
                self._inside[following] = len(turns)
                for turn in turns:
                    turn.set_result(None)
                return
