"""Group commit: whatever arrives during one commit is stored together by the next.

There is no timer: an append that finds no commit running is stored at once, and the busier the rooms, the larger the
groups. Groups are stored one at a time in order of arrival, so nothing overtakes. The queue is bounded; beyond that
appends are refused, and the rooms keep the records (``rooms.runtime.backlog``).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from rooms.model.events import Recorded
from rooms.model.ids import RoomId
from rooms.runtime.ports import JournalUnavailable

__all__ = ["GROUP_MAX", "WAITING_MAX", "Append", "GroupCommit"]

GROUP_MAX = 1_000
"""Records that fill a group; the append that fills it is stored whole."""
WAITING_MAX = 20_000
"""Records of all rooms that may wait for a commit."""


@dataclass(frozen=True, slots=True, eq=False)
class Append:
    """Records of one room waiting to be stored. Settled once; skipped if its room no longer waits."""

    room: RoomId
    records: Sequence[Recorded]
    done: asyncio.Future[None]

    def succeed(self) -> None:
        """Report that the records are durable."""
        if not self.done.done():
            self.done.set_result(None)

    def fail(self, error: Exception) -> None:
        """Report that the records may not be stored."""
        if not self.done.done():
            self.done.set_exception(error)


class GroupCommit:
    """Collects appends; ``run`` passes them on in groups."""

    def __init__(self, store: Callable[[Sequence[Append]], Awaitable[None]]) -> None:
        """Make a group commit.

        Args:
            store: Stores a group and settles each of its appends; anything it raises ends ``run``.
        """
        self._store = store
        self._waiting: deque[Append] = deque()
        self._waiting_records = 0
        self._storing: Sequence[Append] = ()
        self._arrived = asyncio.Event()
        self._closed = False

    async def append(self, room: RoomId, records: Sequence[Recorded]) -> None:
        """Return once the records are durable. Raises JournalUnavailable, and whatever the append failed with."""
        if self._closed or self._waiting_records >= WAITING_MAX:
            raise JournalUnavailable("closed" if self._closed else "full")
        append = Append(room, records, asyncio.get_running_loop().create_future())
        self._waiting.append(append)
        self._waiting_records += len(records)
        self._arrived.set()
        await append.done

    async def run(self) -> None:
        """Store appends until cancelled; then every waiting append fails."""
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                while group := self._next_group():
                    self._storing = group
                    await self._store(group)
        finally:
            self._closed = True
            for append in (*self._storing, *self._waiting):
                append.fail(JournalUnavailable("closed"))

    def _next_group(self) -> list[Append]:
        group: list[Append] = []
        size = 0
        while self._waiting and size < GROUP_MAX:
            append = self._waiting.popleft()
            self._waiting_records -= len(append.records)
            # Nobody waits for a cancelled append: its room will send the same records again.
            if not append.done.done():
                group.append(append)
                size += len(append.records)
        return group
