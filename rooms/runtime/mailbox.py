"""What waits to be done in one room: bounded, in the order of arrival, and taken up together.

What waits when the room comes to it is done in one step: each thing is decided after the other, as if it were alone, and
then all is stored, put in force and told at once. So a room that fills at one moment is not told twelve times of twelve
people, and the busier a room, the less each thing costs.

What a person asks is refused when too much waits. What the house tells the room, who is there and whose media are up, is
never refused: a fact that was dropped would leave somebody in the room who has gone. When the mailbox is full, facts
are folded: a later one takes the place of the earlier ones about the same that it makes void. So each seat, and the
relay, has only a few of them, and they are done once there is room again, in the order in which they came last.
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
"""What people ask is refused from here on; the rest of the mailbox is for facts."""
MAILBOX_MAX = 2_000
"""Facts are folded from here on."""
TOGETHER_MAX = 16
"""More in one step would keep the other rooms waiting."""


class MailboxFull(Exception):
    """So much waits that nothing more may be asked."""


class Fact(StrEnum):
    """What the house tells a room."""

    LOSS = "loss"
    """A viewer is gone."""
    MEDIA_UP = "media_up"
    MEDIA_DOWN = "media_down"
    SPEAKING = "speaking"
    QUALITY = "quality"
    RELAY = "relay"
    """The relay is away, or back."""
    SPEECH = "speech"
    """There is speech to be read into the shares of talk."""


class About(NamedTuple):
    """What a fact is about; ``seat`` is None for what is about all of them."""

    fact: Fact
    seat: SeatId | None = None

    @property
    def voids(self) -> "tuple[About, ...]":
        """What need not be told any more once this is.

        Media that came up and were lost again are told in full: only who was seen can be lost. Media that are up again
        were not lost.
        """
        if self.fact is Fact.MEDIA_UP:
            return (self, About(Fact.MEDIA_DOWN, self.seat))
        return (self,)


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do.

    Attributes:
        act: Changes the room; returns what is to be stored.
        then: What is wanted of the room once that is stored, in force and told. Whoever wants it waits; when nobody
            waits any more, nothing is done at all.
        done: Whom to tell that it is done, and what ``then`` returned.
        seat: Whose viewer comes or goes with it.
        about: What fact it tells; None for what somebody asks.
    """

    act: Callable[[], list[Recorded]]
    then: Callable[[RuleContext], Any] | None = None
    done: asyncio.Future[Any] | None = None
    seat: SeatId | None = None
    about: About | None = None

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
        self._folded: dict[About, Work] = {}
        """Facts for which there is no room yet, the one that came last last; all of them come behind ``_works``."""
        self._filled = asyncio.Event()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._works) + len(self._folded)

    @property
    def is_folding(self) -> bool:
        """Whether facts wait folded."""
        return bool(self._folded)

    def put(self, work: Work) -> None:
        """Add one at the end. Raises MailboxFull for what somebody asks, and then it was not added; never for a fact."""
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
        """Wait until there is something to do, and return what is to be done together."""
        while not self._works:
            self._filled.clear()
            await self._filled.wait()
        together = self._take_together()
        self._unfold()
        return together

    def drain(self) -> list[Work]:
        """Return everything that waits; nothing does any more."""
        works = [*self._works, *self._folded.values()]
        self._works.clear()
        self._folded.clear()
        return works

    def _unfold(self) -> None:
        """Let facts in as there is room. Nobody may ask anything before all are in, so nothing overtakes them."""
        while self._folded and len(self._works) < MAILBOX_MAX:
            self._works.append(self._folded.pop(next(iter(self._folded))))

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
