"""One room: takes a command and the time, returns what happened. Combines the parts of the rules; pure.

``handle``, ``on_deadline`` and ``on_restart`` return the new records, already applied; ``next_deadline`` says when to
call again. A refused command raises and changes nothing.
"""

from collections.abc import Iterable

from rooms.model.commands import Command
from rooms.model.errors import Refused
from rooms.model.events import Recorded, RoomBack
from rooms.model.library import LibraryIndex
from rooms.model.people import RoomSetup
from rooms.rules.context import RuleContext
from rooms.rules.part import never, nothing
from rooms.rules.parts import PARTS
from rooms.rules.people.attendance import settle_presence
from rooms.rules.permissions import refusal
from rooms.rules.seats import on_open, on_restart
from rooms.state import Phase, RoomState, apply, new_state
from rooms.state.lookups import Lookups
from rooms.state.side_channels import SideChannels
from rooms.state.subjects import ALL, BESIDE, PEOPLE

__all__ = ["SETTLE_MAX", "Room"]

SETTLE_MAX = 100
"""Rules that do not settle within this many rounds contradict each other."""

_SETTLING = [(place, part) for place, part in enumerate(PARTS) if part.settle is not nothing]
_TIMED = [(place, part) for place, part in enumerate(PARTS) if part.deadlines is not never]
_HANDLERS = {command: handler for part in PARTS for command, handler in part.handlers.items()}


class Room:
    """The aggregate that the actor drives."""

    def __init__(
        self,
        setup: RoomSetup,
        log: Iterable[Recorded] = (),
        library: LibraryIndex | None = None,
        lookups: Lookups | None = None,
    ) -> None:
        """Restore the room from its log.

        Args:
            lookups: A caching one, for a room that runs for long.

        Raises:
            ValueError: The log has a gap or does not belong to this room.
        """
        self.setup = setup
        self.library = library or LibraryIndex()
        self.lookups = lookups or Lookups()
        self.side_channels = SideChannels()
        self.state: RoomState = new_state(setup)
        for record in log:
            apply(self.state, record)
        self.state.changed = ALL
        self.untold = ALL
        """The subjects that changed since the code that notifies viewers last cleared this."""
        self._unread = ALL
        """The subjects that changed since deadlines were last read."""
        self._deadlines: list[float | None] = [None] * len(PARTS)

    def handle(self, command: Command, now: float) -> list[Recorded]:
        """Apply one command at ``now`` (Unix seconds). Raises Refused, and then nothing has changed."""
        context = self.context(now)
        code = refusal(context, command)
        if code:
            raise Refused(code)
        _HANDLERS[type(command)](context, command)
        return self._settled(context)

    def on_deadline(self, now: float) -> list[Recorded]:
        """Do what is due: a hold that expired, a step whose time is up, a seat that stayed away.

        If the service woke up late, this may make other things due; they are done as well.
        """
        context = self.context(now)
        for _ in range(SETTLE_MAX):
            for part in PARTS:
                part.on_deadline(context)
            self._settled(context)
            due = self.next_deadline()
            if due is None or due > now:
                return context.records
        raise AssertionError("the deadlines do not come to rest")

    def on_restart(self, now: float) -> list[Recorded]:
        """Record that the service was away until ``now``: every connection is lost, everything else is unchanged.

        Connections were lost when the log ends; from then until ``now`` the room's time did not pass. Seats, turns and
        holds are therefore measured by what was recorded, however long the service was away and whatever its clock did.
        """
        context = self.context(now)
        if self.state.position:
            context.now = self.state.last_at
            on_restart(context)
            self._settled(context)
            context.now = max(now, context.now)
            context.emit(RoomBack(context.now - self.state.last_at))
        on_open(context)
        return self._settled(context)

    def next_deadline(self) -> float | None:
        """Return when ``on_deadline`` next has something to do (Unix seconds), or None."""
        self._read_deadlines()
        return min((due for due in self._deadlines if due is not None), default=None)

    def context(self, now: float) -> RuleContext:
        """Return a rule context for the room's current state; its time is never before the last one in the log."""
        return RuleContext(
            self.setup,
            self.state,
            max(now, self.state.last_at),
            self.side_channels,
            self.library,
            lookups=self.lookups,
        )

    def _settled(self, context: RuleContext) -> list[Recorded]:
        """Let the parts settle until nothing changes any more."""
        if self._unread & ~BESIDE:
            self._read_deadlines()
        records = context.records
        for _ in range(SETTLE_MAX):
            done = len(records)
            self._settle_once(context, self._take_note())
            if len(records) == done:
                return records
        raise AssertionError("the rules do not come to rest")

    def _settle_once(self, context: RuleContext, changed: int) -> None:
        """Settle the parts that watch what has changed, including by an earlier part, or whose deadline has passed."""
        if self.state.phase is not Phase.ENDED:
            for place, part in _SETTLING:
                due = self._deadlines[place]
                if part.watches & changed or (due is not None and due <= context.now):
                    part.settle(context)
                    changed |= self.state.changed
        if changed & PEOPLE:
            settle_presence(context)

    def _take_note(self) -> int:
        """Return what has changed since the last call."""
        changed, self.state.changed = self.state.changed | BESIDE, 0
        self._unread |= changed
        self.untold |= changed
        return changed

    def _read_deadlines(self) -> None:
        """Recompute the deadlines of the parts that watch what has changed."""
        changed, self._unread = self._unread | self.state.changed | BESIDE, 0
        context = self.context(self.state.last_at)
        for place, part in _TIMED:
            if part.watches & changed:
                dues = [due for due in part.deadlines(context) if due is not None]
                self._deadlines[place] = min(dues) if dues else None
