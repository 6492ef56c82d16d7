"""One room: takes a command and the time, returns what happened. Composes the parts of the rules; pure.

``handle``, ``on_deadline`` and ``on_restart`` return the new records, already applied; ``next_deadline`` says when to
call again. A refused command raises and changes nothing.
"""

from collections.abc import Iterable

from rooms.attendance import settle_presence
from rooms.ledger import Ledger
from rooms.model.commands import Command
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.library import LibraryIndex
from rooms.model.people import RoomSetup
from rooms.parts import PARTS
from rooms.permissions import refusal
from rooms.seats import on_restart
from rooms.state import Phase, RoomState, apply, new_state
from rooms.state.aside import Aside

__all__ = ["SETTLE_MAX", "Room"]

SETTLE_MAX = 100
"""Rules that do not come to rest after so many rounds contradict each other."""

_HANDLERS = {command: handler for part in PARTS for command, handler in part.handlers.items()}


class Room:
    """The aggregate that the actor drives."""

    def __init__(
        self, setup: RoomSetup, log: Iterable[Recorded] = (), library: LibraryIndex | None = None
    ) -> None:
        """Build the room as its log left it.

        Raises:
            ValueError: The log has a gap or does not belong to this room.
        """
        self.setup = setup
        self.library = library or LibraryIndex()
        self.aside = Aside()
        self.state: RoomState = new_state(setup)
        for record in log:
            apply(self.state, record)

    def handle(self, command: Command, now: float) -> list[Recorded]:
        """Do one command at ``now`` (Unix seconds). Raises Refused, and then nothing has changed."""
        ledger = self.ledger(now)
        code = refusal(ledger, command)
        if code:
            raise Refused(code)
        _HANDLERS[type(command)](ledger, command)
        return self._settled(ledger)

    def on_deadline(self, now: float) -> list[Recorded]:
        """Do what is due: a hold that ran out, a step whose time is up, a seat that stayed away."""
        ledger = self.ledger(now)
        for part in PARTS:
            part.on_deadline(ledger)
        return self._settled(ledger)

    def on_restart(self, now: float) -> list[Recorded]:
        """Take note that the service was away: every connection is lost, every place, turn and hand is kept."""
        ledger = self.ledger(now)
        on_restart(ledger)
        return self._settled(ledger)

    def next_deadline(self) -> float | None:
        """Return when ``on_deadline`` has something to do (Unix seconds), or None."""
        ledger = self.ledger(self.state.last_at)
        deadlines = (due for part in PARTS for due in part.deadlines(ledger))
        return min((due for due in deadlines if due is not None), default=None)

    def ledger(self, now: float) -> Ledger:
        """Return a page on the room as it is."""
        return Ledger(self.setup, self.state, now, self.aside, self.library)

    def _settled(self, ledger: Ledger) -> list[Recorded]:
        """Let follow what must, until nothing follows any more."""
        for _ in range(SETTLE_MAX):
            before = len(ledger.records)
            if self.state.phase is not Phase.ENDED:
                for part in PARTS:
                    part.settle(ledger)
            settle_presence(ledger)
            if len(ledger.records) == before:
                return ledger.records
        raise AssertionError("the rules do not come to rest")
