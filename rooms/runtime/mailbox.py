"""The queue of one room: bounded, in order of arrival, and processed in batches.

All that waits when the room gets to it is done in one step: each item is decided in order, as if it were alone, and
then everything is stored, applied and announced together. So when twelve people join at once, nobody is notified twelve
times, and the busier a room, the less each item costs.

Commands are refused when too much waits. Facts that the system reports, such as who is connected and whose media are
up, are never refused: a dropped fact would leave somebody in the room who has gone. When the mailbox is full, facts are
folded: a later one replaces the earlier ones that it makes void. So each seat, and the relay, has only a few of them.
They are processed once there is room again, in the order in which they last arrived.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.ids import SeatId
from rooms.rules.context import RuleContext

__all__ = ["COMMANDS_MAX", "MAILBOX_MAX", "TOGETHER_MAX", "About", "Fact", "Mailbox", "MailboxFull", "Work"]

COMMANDS_MAX = 1_000
"""Commands are refused from here on; the rest of the mailbox is for facts."""
MAILBOX_MAX = 2_000
"""Facts are folded from here on."""
TOGETHER_MAX = 16
"""A larger batch would delay the other rooms."""


class MailboxFull(Exception):
    """Too much waits; no more commands are accepted."""


class Fact(StrEnum):
    """A kind of fact that the system reports to a room."""

    LOSS = "loss"
    """A viewer disconnected."""
    MEDIA_UP = "media_up"
    MEDIA_DOWN = "media_down"
    SPEAKING = "speaking"
    QUALITY = "quality"
    RELAY = "relay"
    """The relay went down, or is back."""
    SPEECH = "speech"
    """There is speech to add to the shares of talk."""


class About(NamedTuple):
    """What a fact is about; ``seat`` is None if it concerns all of them."""

    fact: Fact
    seat: SeatId | None = None

    @property
    def voids(self) -> "tuple[About, ...]":
        """The facts that this one makes void.

        Media that came up and were lost again are reported in full: only media that were up can be lost. Media that are
        up again were not lost.
        """
        if self.fact is Fact.MEDIA_UP:
            return (self, About(Fact.MEDIA_DOWN, self.seat))
        return (self,)


@dataclass(frozen=True, slots=True)
class Work:
    """One item to process.

    Attributes:
        act: Changes the room; returns what is to be stored.
        then: Reads the result once all is stored, applied and announced. Its caller waits for that; if the caller
            has stopped waiting, nothing is done at all.
        done: Receives what ``then`` returned.
        seat: The seat whose viewer comes or goes with it.
        about: The fact that it reports; None for a command.
    """

    act: Callable[[], list[Recorded]]
    then: Callable[[RuleContext], Any] | None = None
    done: asyncio.Future[Any] | None = None
    seat: SeatId | None = None
    about: About | None = None

    def answer(self, result: Any = None) -> None:
        """Complete it with a result."""
        if self.done and not self.done.done():
            self.done.set_result(result)

    def fail(self, refused: Refused) -> None:
        """Complete it with a refusal."""
        if self.done and not self.done.done():
            self.done.set_exception(refused)

    @property
    def lapsed(self) -> bool:
        """Whether its caller has stopped waiting."""
        return self.then is not None and self.done is not None and self.done.done()


class Mailbox:
    """The items that wait."""

    def __init__(self) -> None:
        self._works: deque[Work] = deque()
        self._folded: dict[About, Work] = {}
        """Facts that do not fit yet, the most recent one last; all of them come after ``_works``."""
        self._filled = asyncio.Event()

    def __len__(self) -> int:
        """The number of waiting items."""
        return len(self._works) + len(self._folded)

    @property
    def is_folding(self) -> bool:
        """Whether any facts are folded."""
        return bool(self._folded)

    def put(self, work: Work) -> None:
        """Append an item. Raises MailboxFull for a command, which is then not added; never for a fact."""
        if work.about is None and len(self) >= COMMANDS_MAX:
            raise MailboxFull
        if work.about is not None and (self._folded or len(self._works) >= MAILBOX_MAX):
            for known in work.about.voids:
                self._folded.pop(known, None)
            self._folded[work.about] = work
        else:
            self._works.append(work)
        self._filled.set()

    async def take(self) -> list[Work]:
        """Wait until there is something to do, and return the next batch."""
        while not self._works:
            self._filled.clear()
            await self._filled.wait()
        together = self._take_together()
        self._unfold()
        return together

    def drain(self) -> list[Work]:
        """Remove and return everything that waits."""
        works = [*self._works, *self._folded.values()]
        self._works.clear()
        self._folded.clear()
        return works

    def _unfold(self) -> None:
        """Move folded facts in as space allows. Commands are refused until all are in, so nothing overtakes them."""
        while self._folded and len(self._works) < MAILBOX_MAX:
            self._works.append(self._folded.pop(next(iter(self._folded))))

    def _take_together(self) -> list[Work]:
        """Return the next batch. A viewer exists only after its step, so more items about its seat go in the next."""
        together: list[Work] = []
        seats: set[SeatId] = set()
        while self._works and len(together) < TOGETHER_MAX and self._works[0].seat not in seats:
            work = self._works.popleft()
            together.append(work)
            if work.seat is not None:
                seats.add(work.seat)
        return together
