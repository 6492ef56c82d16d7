"""The rooms running in this process: starts an actor when somebody joins, and contains a crash within its room."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId
from rooms.runtime.actor import RoomActor
from rooms.runtime.ports import JournalRefused, JournalUnavailable

__all__ = ["RoomRegistry"]

_log = logging.getLogger(__name__)


class RoomRegistry:
    """Room actors by id. ``run`` owns their tasks; a room that ends or fails leaves the registry.

    A failed room is restored from its journal when the next client comes; its clients are told to resume.
    """

    def __init__(
        self,
        open_room: Callable[[RoomId], Awaitable[RoomActor | None]],
        close_room: Callable[[RoomId], Awaitable[None]],
    ) -> None:
        """Create a registry.

        Args:
            open_room: Builds a room's actor and opens its media; None if there is no such session.
            close_room: Closes the media of a room whose actor has finished.
        """
        self._open_room = open_room
        self._close_room = close_room
        self._actors: dict[RoomId, RoomActor] = {}
        self._opening: dict[RoomId, asyncio.Future[RoomActor | None]] = {}
        self._tasks: asyncio.TaskGroup | None = None
        self._unreadable: set[RoomId] = set()
        """Rooms whose record could not be read at the last attempt to open them."""

    async def run(self, started: asyncio.Event) -> None:
        """Own the actors' tasks until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            started.set()
            await asyncio.get_running_loop().create_future()

    async def get(self, room: RoomId) -> RoomActor | None:
        """Return the room's actor, starting it if necessary; None if there is no such session.

        Concurrent callers share one opening of the room, and never wait for another room's.

        Raises:
            JournalUnavailable: The session cannot be read at the moment.
        """
        if room in self._actors:
            return self._actors[room]
        opening = self._opening.get(room)
        if opening is None:
            assert self._tasks is not None, "the registry is running"
            opening = self._opening[room] = asyncio.get_running_loop().create_future()
            self._tasks.create_task(self._open(room, opening), name=f"room:open:{room}")
        # A caller that is cancelled meanwhile must not cancel the opening for the others.
        return await asyncio.shield(opening)

    async def running(self, room: RoomId) -> RoomActor | None:
        """Return the room's actor if it runs, waiting if it is being opened; never opens a room."""
        opening = self._opening.get(room)
        if opening is not None:
            try:
                return await asyncio.shield(opening)
            except JournalUnavailable:
                return None
        return self._actors.get(room)

    async def renew(self, room: RoomId) -> None:
        """Have the room opened again with today's setup; does nothing if it does not run.

        Raises:
            Refused: ``room.busy``: try again.
        """
        actor = await self.running(room)
        if actor is None:
            return
        try:
            await actor.renew()
        except Refused as refused:
            if refused.code != "room.ended":
                raise

    async def _open(self, room: RoomId, opening: asyncio.Future[RoomActor | None]) -> None:
        failure: Exception = JournalUnavailable("closed")
        try:
            actor = await self._open_room(room)
            if actor is not None:
                assert self._tasks is not None, "the registry is running"
                self._actors[room] = actor
                self._tasks.create_task(self._supervise(actor), name=f"room:{room}")
            opening.set_result(actor)
        except Exception as error:  # noqa: BLE001 (those who wait are told; the other rooms go on)
            failure = error
        finally:
            del self._opening[room]
            if not opening.done():
                opening.set_exception(failure)
                # Every caller that waited may be gone by now.
                opening.exception()

    def __len__(self) -> int:
        """The number of running rooms."""
        return len(self._actors)

    def time_in(self, room: RoomId) -> float | None:
        """Return the room's time (Unix seconds); None if it is not running."""
        actor = self._actors.get(room)
        return actor.now() if actor and actor.is_open else None

    def is_connected(self, person: PersonId) -> bool:
        """Return whether the person has a client in any running room, or waits to be let in."""
        return any(person in actor.people_connected() for actor in self._actors.values())

    def people_connected(self) -> set[PersonId]:
        """Return everybody who has."""
        return {person for actor in self._actors.values() for person in actor.people_connected()}

    @property
    def backlog_length(self) -> int:
        """The number of records of all rooms that wait for the journal."""
        return sum(len(actor.backlog) for actor in self._actors.values())

    @property
    def keeps_record(self) -> bool:
        """Whether all rooms can be restored and everything they record is stored."""
        return not self.refused and not any(actor.backlog.is_behind for actor in self._actors.values())

    @property
    def refused(self) -> int:
        """The number of rooms whose record the journal refuses or cannot read."""
        closed = self._unreadable - {room for room, actor in self._actors.items() if actor.is_open}
        return len(closed) + sum(actor.backlog.refused for actor in self._actors.values())

    async def _supervise(self, actor: RoomActor) -> None:
        try:
            await actor.run()
            self._unreadable.discard(actor.id)
        except JournalUnavailable:
            _log.warning("room.journal_unavailable", extra={"room": actor.id})
        except JournalRefused as refused:
            self._unreadable.add(actor.id)
            _log.error("room.record_unreadable", extra={"room": actor.id, "reason": refused.reason})
        except Exception:  # noqa: BLE001 (the room supervisor: one room's bug must not end the others)
            _log.exception("room.failed", extra={"room": actor.id})
        finally:
            del self._actors[actor.id]
            await self._close_room(actor.id)
