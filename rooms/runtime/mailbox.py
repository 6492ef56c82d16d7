"""What waits to be done in one room: bounded, in the order of arrival, and taken up together.

What waits when the room comes to it is done in one step: each thing is decided after the other, as if it were alone, and
then all is stored, put in force and told at once. So a room that fills at one moment is not told twelve times of twelve
people, and the busier a room, the less each thing costs.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.ids import SeatId
from rooms.rules.context import RuleContext

__all__ = ["MAILBOX_MAX", "TOGETHER_MAX", "Mailbox", "MailboxFull", "Work"]

MAILBOX_MAX = 2_000
TOGETHER_MAX = 16
"""More in one step would keep the other rooms waiting."""


class MailboxFull(Exception):
    """Nothing more may wait."""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do.

    Attributes:
        act: Changes the room; returns what is to be stored.
        then: What is wanted of the room once that is stored, in force and told. Whoever wants it waits; when nobody
            waits any more, nothing is done at all.
        done: Whom to tell that it is done, and what ``then`` returned.
        seat: Whose viewer comes or goes with it.
    """

    act: Callable[[], list[Recorded]]
    then: Callable[[RuleContext], Any] | None = None
    done: asyncio.Future[Any] | None = None
    seat: SeatId | None = None

    def answer(self, result: Any = None) -> None:
        """It is done."""
        if self.done and not self.done.done():
            self.done.set_result(result)

    def fail(self, refused: Refused) -> None:
        """It is not done."""
        if self.done and not self.done.done():
            self.done.set_exception(refused)

    @property
    def lapsed(self) -> bool:
        """Whether nobody waits for what is wanted of the room."""
        return self.then is not None and self.done is not None and self.done.done()


class Mailbox:
    """The works that wait."""

    def __init__(self) -> None:
        self._works: deque[Work] = deque()
        self._filled = asyncio.Event()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._works)

    def put(self, work: Work) -> None:
        """Add one at the end. Raises MailboxFull, and then it was not added."""
        if len(self._works) >= MAILBOX_MAX:
            raise MailboxFull
        self._works.append(work)
        self._filled.set()

    async def take(self) -> list[Work]:
        """Wait until there is something to do, and return what is to be done together."""
        while not self._works:
            self._filled.clear()
            await self._filled.wait()
        return self._take_together()

    def drain(self) -> list[Work]:
        """Return everything that waits; nothing does any more."""
        works = list(self._works)
        self._works.clear()
        return works

    def _take_together(self) -> list[Work]:
        """A viewer is there only once its step is over: what else is about its seat belongs to the next."""
        together: list[Work] = []
        seats: set[SeatId] = set()
        while self._works and len(together) < TOGETHER_MAX and self._works[0].seat not in seats:
            work = self._works.popleft()
            together.append(work)
            if work.seat is not None:
                seats.add(work.seat)
        return together
