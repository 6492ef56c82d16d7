"""One room: takes a command and the time, returns what happened. Composes seats, floor and permissions; pure.

``handle``, ``on_deadline`` and ``on_restart`` return the new records, already applied; ``next_deadline`` says when to
call again. A refused command raises and changes nothing.
"""

from collections.abc import Iterable

from rooms.floor.machine import FloorCommand, handle_floor, on_hold_over, settle_floor
from rooms.ledger import Ledger
from rooms.model.commands import Command
from rooms.model.errors import Refused
from rooms.model.events import Recorded, RoomLive
from rooms.model.people import RoomSetup
from rooms.permissions import refusal
from rooms.seats import absence_deadline, alive_deadline, handle_seat, on_absence, on_alive, on_restart
from rooms.state import Phase, Place, RoomState, apply, new_state

__all__ = ["Room"]


class Room:
    """The aggregate that the actor drives."""

    def __init__(self, setup: RoomSetup, log: Iterable[Recorded] = ()) -> None:
        """Build the room as its log left it.

        Raises:
            ValueError: The log has a gap or does not belong to this room.
        """
        self.setup = setup
        self.state: RoomState = new_state(setup)
        for record in log:
            apply(self.state, record)

    def handle(self, command: Command, now: float) -> list[Recorded]:
        """Do one command at ``now`` (Unix seconds). Raises Refused, and then nothing has changed."""
        ledger = Ledger(self.setup, self.state, now)
        code = refusal(ledger, command)
        if code:
            raise Refused(code)
        if isinstance(command, FloorCommand):
            handle_floor(ledger, command)
        else:
            handle_seat(ledger, command)
        return self._settled(ledger)

    def on_deadline(self, now: float) -> list[Recorded]:
        """Do what is due: a hold that ran out, a seat that stayed away."""
        ledger = Ledger(self.setup, self.state, now)
        on_hold_over(ledger)
        on_absence(ledger)
        on_alive(ledger)
        return self._settled(ledger)

    def on_restart(self, now: float) -> list[Recorded]:
        """Take note that the service was away: every connection is lost, every place, turn and hand is kept."""
        ledger = Ledger(self.setup, self.state, now)
        on_restart(ledger)
        return self._settled(ledger)

    def next_deadline(self) -> float | None:
        """Return when ``on_deadline`` has something to do (Unix seconds), or None."""
        ledger = Ledger(self.setup, self.state, 0.0)
        deadlines = [absence_deadline(ledger, seat) for seat in self.state.seats]
        deadlines.append(alive_deadline(ledger))
        holder = self.state.floor.holder
        if holder:
            deadlines.append(holder.hold_until)
        return min((deadline for deadline in deadlines if deadline is not None), default=None)

    def _settled(self, ledger: Ledger) -> list[Recorded]:
        if self.state.phase is Phase.WAITING and any(map(ledger.is_staff, ledger.seats_at(Place.MAIN))):
            ledger.emit(RoomLive())
        if self.state.phase is Phase.LIVE:
            settle_floor(ledger)
        return ledger.records
