"""Those who look at a room: what each has been told, and what they are told next.

Only the room's own task brings anybody in or tells them anything, and only while the log is stored and the plan in
force. So the plan, the views and the viewers always show one and the same state of the room, whatever is being done to
the next. Other tasks read from here what viewers have been told, and may take a viewer away.

A viewer that fails is let go, and nobody else notices: it comes again by itself and is told everything anew.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rooms.incremental.broadcaster import Broadcaster
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.rules.context import RuleContext
from rooms.runtime.audience import Audience, Change, write_told
from rooms.state import Phase, Place
from rooms.state.subjects import PEOPLE
from rooms.views.build import View

__all__ = ["Arrival", "Viewer", "Viewers"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a client that attached starts from: a whole view, or the changes it missed; both lead to ``seq``.

    ``slot`` is None for a seat that waits, which gets its media when it is let in, and for a companion device.
    """

    slot: int | None
    seq: int
    view: View | None
    missed: tuple[Change, ...] = ()


class Viewer(Protocol):
    """The socket side of a seat. Calls never block; a viewer that cannot keep up cuts itself off."""

    def welcome(self, arrival: Arrival) -> None:
        """The client is in: the first it hears of the room."""

    def deliver(self, change: Change) -> None:
        """Take one change, in order."""

    def seated(self, slot: int | None) -> None:
        """The seat has a media slot in the room now, or none any more.

        It was let in, or a companion device became a seat; or it waits again, or is a companion device again. The plan
        with it is in force already. What a client arrived with is in its ``Arrival`` instead.
        """

    def dismiss(self, code: str) -> None:
        """Say goodbye (a ``bye`` code of PROTOCOL.md) and close."""


@dataclass(slots=True)
class _Attached:
    """``slot`` and ``people`` are those that the viewer was told."""

    viewer: Viewer
    slot: int | None
    people: tuple[PersonId, ...]


class Viewers:
    """The viewers of one room."""

    def __init__(self, room: RoomId, broadcaster: Broadcaster, on_let_go: Callable[[SeatId], None]) -> None:
        """Begin with nobody.

        Args:
            broadcaster: Knows what each is told next.
            on_let_go: Is told of each seat whose viewer failed.
        """
        self._room = room
        self._on_let_go = on_let_go
        self._broadcaster = broadcaster
        self._audiences: dict[SeatId, Audience] = {}
        self._attached: dict[SeatId, _Attached] = {}
        self._out: set[SeatId] = set()
        """Seats that were left since ``tell``, also those that somebody has come to again."""

    def __len__(self) -> int:
        """How many there are."""
        return len(self._attached)

    def __contains__(self, seat: SeatId) -> bool:
        """Whether somebody looks from that seat."""
        return seat in self._attached

    # What viewers have been told; good at any time.

    def view(self, seat: SeatId) -> View:
        """Return the view from the seat; KeyError if nobody has come, or may come back, to look from there."""
        return self._broadcaster.view(seat)

    def people_on(self, seat: SeatId) -> tuple[PersonId, ...]:
        """Return who sits on the seat, in seat order; KeyError if nobody looks from there."""
        return self._attached[seat].people

    def remove(self, seat: SeatId, viewer: Viewer) -> None:
        """The viewer's socket is gone; what happens from now on is kept for its return. Another viewer stays."""
        attached = self._attached.get(seat)
        if attached and attached.viewer is viewer:
            del self._attached[seat]

    # What the room's task does.

    def welcome(self, context: RuleContext, seat: SeatId, viewer: Viewer, resume_from: int | None) -> None:
        """Bring a viewer in; one that was there before is told that the seat was opened elsewhere.

        Args:
            context: The room as all viewers have been told it.
            resume_from: The last ``seq`` that a returning client has applied; None for one that comes anew.

        Raises:
            Refused: ``room.busy`` when that failed.
        """
        older = self._attached.get(seat)
        try:
            viewer.welcome(self._arrival(context, seat, resume_from))
        except Exception as fault:
            self._let_go(seat, fault)
            raise Refused("room.busy") from fault
        now = context.state.seats[seat]
        self._attached[seat] = _Attached(viewer, now.slot_in_room, now.occupants)
        if older and older.viewer is not viewer:
            self._dismiss(seat, older.viewer, "seat.replaced")

    def _arrival(self, context: RuleContext, seat: SeatId, resume_from: int | None) -> Arrival:
        slot = context.state.seats[seat].slot_in_room
        audience = self._audiences.get(seat)
        if audience is None or resume_from is None:
            view = self._broadcaster.open(context, seat)
            audience = self._audiences[seat] = Audience()
            return Arrival(slot, audience.seq, view)
        missed = audience.changes_since(resume_from)
        if missed is None:
            return Arrival(slot, audience.seq, self._broadcaster.view(seat))
        return Arrival(slot, audience.seq, None, tuple(missed))

    def hear(self, context: RuleContext, records: Sequence[Recorded], changed: int) -> None:
        """Note what viewers may hear of, as the room is right after it; they are told with the next ``tell``.

        Args:
            records: Need not be stored yet.
            changed: The subjects that have changed since ``tell`` was called last.
        """
        if records:
            if changed & PEOPLE:
                seats = context.state.seats
                self._out.update(seat for seat in self._audiences if seats[seat].place is Place.OUTSIDE)
            self._broadcaster.hear(context, self._audiences, records, changed)

    def tell(self, context: RuleContext) -> None:
        """Tell everybody what has happened: what they may hear of is stored, and the plan of it is in force."""
        out, self._out = self._out, set()
        for seat in out:
            self._see_out(context, seat)
        news = self._broadcaster.tell(context)
        for seat, fault in news.faults:
            self._let_go(seat, fault)
        for seat, told in write_told(news).items():
            change = self._audiences[seat].tell(told)
            if seat in self._attached:
                self._hand(seat, change)
        for seat in list(self._attached):
            self._seat(context, seat)

    def expel(self, seat: SeatId, code: str) -> None:
        """Send away at once whoever looks from the seat, before anything is stored or told."""
        attached = self._attached.pop(seat, None)
        if attached:
            self._dismiss(seat, attached.viewer, code)

    def dismiss_all(self, code: str) -> None:
        """The room closes."""
        for seat, attached in self._attached.items():
            self._dismiss(seat, attached.viewer, code)

    def _see_out(self, context: RuleContext, seat: SeatId) -> None:
        """The seat is out of the session: its channel ends, and so does every right to come back by resuming."""
        attached = self._forget(seat)
        if attached:
            over = context.state.phase is Phase.ENDED
            self._dismiss(seat, attached.viewer, "session.ended" if over else "left")

    def _hand(self, seat: SeatId, change: Change) -> None:
        try:
            self._attached[seat].viewer.deliver(change)
        except Exception as fault:  # noqa: BLE001 (one viewer's fault must not reach the others)
            self._let_go(seat, fault)

    def _seat(self, context: RuleContext, seat: SeatId) -> None:
        """Take note where the viewer sits, and tell it of another slot."""
        attached, now = self._attached[seat], context.state.seats[seat]
        attached.people = now.occupants
        if attached.slot == now.slot_in_room:
            return
        attached.slot = now.slot_in_room
        try:
            attached.viewer.seated(now.slot_in_room)
        except Exception as fault:  # noqa: BLE001 (one viewer's fault must not reach the others)
            self._let_go(seat, fault)

    def _let_go(self, seat: SeatId, fault: Exception) -> None:
        """What went wrong for one viewer may have left its channel in any state: it comes again and starts anew."""
        _log.error("viewer.failed", exc_info=fault, extra={"room": self._room, "seat": seat})
        attached = self._forget(seat)
        if attached:
            self._dismiss(seat, attached.viewer, "server.restart")
        self._on_let_go(seat)

    def _dismiss(self, seat: SeatId, viewer: Viewer, code: str) -> None:
        try:
            viewer.dismiss(code)
        except Exception:  # noqa: BLE001 (it is on its way out, and nobody else's concern)
            _log.exception("viewer.failed", extra={"room": self._room, "seat": seat})

    def _forget(self, seat: SeatId) -> _Attached | None:
        self._audiences.pop(seat, None)
        self._broadcaster.close(seat)
        return self._attached.pop(seat, None)
