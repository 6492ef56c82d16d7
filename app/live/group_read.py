"""Group read: whatever is requested during one read is answered together by the next.

Like ``group_commit``, for reading: there is no timer, so a request that finds no read running starts one at once, and
the more requests, the larger the groups. An answer is never older than its request. Groups are read one at a time in
order of arrival, so nobody is overtaken. The queue is bounded.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

__all__ = ["GROUP_MAX", "WAITING_MAX", "GroupRead", "TooManyRequests"]

GROUP_MAX = 100
"""Keys in one read."""
WAITING_MAX = 5_000
"""Keys that may wait."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class TooManyRequests(Exception):
    """Too many requests are waiting, or the service is shutting down; retry later."""


class GroupRead(Generic[K, V]):
    """Collects requests; ``run`` answers them in groups."""

    def __init__(self, read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        """Make a group read.

        Args:
            read: Returns what exists of these keys. What it raises is raised to everybody in the group.
        """
        self._read = read
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._reading: dict[K, asyncio.Future[V | None]] = {}
        self._asked = asyncio.Event()
        self._closed = False

    async def get(self, key: K) -> V | None:
        """Return the value of a key, or None. Raises TooManyRequests, and whatever reading raises."""
        answer = self._waiting.get(key)
        if answer is None:
            if self._closed or len(self._waiting) >= WAITING_MAX:
                raise TooManyRequests
            answer = self._waiting[key] = asyncio.get_running_loop().create_future()
            self._asked.set()
        # Several callers may wait for the same key; one that is cancelled must not cancel the others' answer.
        return await asyncio.shield(answer)

    async def run(self) -> None:
        """Answer requests until cancelled; then every waiting request fails."""
        try:
            while True:
                await self._asked.wait()
                self._asked.clear()
                while self._waiting:
                    await self._answer(list(self._waiting)[:GROUP_MAX])
        finally:
            self._closed = True
            _fail([*self._reading.values(), *self._waiting.values()], TooManyRequests())

    async def _answer(self, keys: Sequence[K]) -> None:
        self._reading = {key: self._waiting.pop(key) for key in keys}
        try:
            found = await self._read(keys)
        except Exception as error:  # noqa: BLE001 (the callers get the error; the next group may succeed)
            _fail(list(self._reading.values()), error)
        else:
            for key, answer in self._reading.items():
                answer.set_result(found.get(key))
        self._reading = {}


def _fail(answers: Sequence[asyncio.Future[V | None]], error: Exception) -> None:
    for answer in answers:
        answer.set_exception(error)
        # Avoid a warning if no caller is left to see the error.
        answer.exception()
