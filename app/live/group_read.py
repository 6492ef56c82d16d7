"""Group read: what is asked for while one read is under way is found together by the next.

As ``group_commit`` does for writing: no timer, so whoever finds nothing under way is answered at once, and the more ask,
the larger the groups. What is found is never older than the question. One group at a time, in the order of asking, so
nobody is overtaken; what waits is bounded.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

__all__ = ["GROUP_MAX", "WAITING_MAX", "GroupRead", "TooManyAsk"]

GROUP_MAX = 100
"""Keys of one read."""
WAITING_MAX = 5_000
"""Keys that may wait."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class TooManyAsk(Exception):
    """More is asked for than may wait, or the house closes; try again later."""


class GroupRead(Generic[K, V]):
    """Gathers questions; ``run`` has them answered in groups."""

    def __init__(self, read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        """Make a group read.

        Args:
            read: Returns what there is of these keys. What it raises is raised to everybody of the group.
        """
        self._read = read
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._reading: dict[K, asyncio.Future[V | None]] = {}
        self._asked = asyncio.Event()
        self._closed = False

    async def get(self, key: K) -> V | None:
        """Return what there is, or None. Raises TooManyAsk, and whatever reading raises."""
        answer = self._waiting.get(key)
        if answer is None:
            if self._closed or len(self._waiting) >= WAITING_MAX:
                raise TooManyAsk
            answer = self._waiting[key] = asyncio.get_running_loop().create_future()
            self._asked.set()
        # Several may ask for the same; one who goes away does not take the answer from the others.
        return await asyncio.shield(answer)

    async def run(self) -> None:
        """Answer what is asked, until cancelled; then nobody is left waiting."""
        try:
            while True:
                await self._asked.wait()
                self._asked.clear()
                while self._waiting:
                    await self._answer(list(self._waiting)[:GROUP_MAX])
        finally:
            self._closed = True
            _fail([*self._reading.values(), *self._waiting.values()], TooManyAsk())

    async def _answer(self, keys: Sequence[K]) -> None:
        self._reading = {key: self._waiting.pop(key) for key in keys}
        try:
            found = await self._read(keys)
        except Exception as error:  # noqa: BLE001 (those who asked are told; the next group is another one)
            _fail(list(self._reading.values()), error)
        else:
            for key, answer in self._reading.items():
                answer.set_result(found.get(key))
        self._reading = {}


def _fail(answers: Sequence[asyncio.Future[V | None]], error: Exception) -> None:
    for answer in answers:
        answer.set_exception(error)
        # Everybody who asked may be gone by now.
        answer.exception()
