"""The viewers of a room: what each has been told, and what it is told next.

Only the room's own task adds or notifies viewers, and only when the log is stored and the plan in force. So the plan,
the views and the viewers always show the same state of the room, even while the next one is being prepared. Other tasks
read here what viewers have been told, and may remove a viewer.

A viewer that fails is dropped, and nobody else notices: it reconnects and starts with a whole view.
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
    """What a client starts from: a whole view, or the changes it missed; both lead to ``seq``.

    ``slot`` is None for a seat that waits, which gets media once it is admitted, and for a companion device.
    """

    slot: int | None
    seq: int
    view: View | None
    missed: tuple[Change, ...] = ()


class Viewer(Protocol):
    """The socket side of a seat. Calls never block; a viewer that cannot keep up cuts itself off."""

    def welcome(self, arrival: Arrival) -> None:
        """The client is in; this is the first it is told of the room."""

    def deliver(self, change: Change) -> None:
        """Accept one change, in order."""

    def seated(self, slot: int | None) -> None:
        """The seat now has a media slot in the room, or no longer has one.

        It was admitted or moved to the waiting room, or a companion device became a seat or stopped being one. The plan
        that includes it is already in force. A client's first slot comes in its ``Arrival`` instead.
        """

    def dismiss(self, code: str) -> None:
        """Say goodbye (a ``bye`` code of PROTOCOL.md) and close."""


@dataclass(slots=True)
class _Attached:
    """``slot`` and ``people`` are those last sent to the viewer."""

    viewer: Viewer
    slot: int | None
    people: tuple[PersonId, ...]


class Viewers:
    """The viewers of one room."""

    def __init__(self, room: RoomId, broadcaster: Broadcaster, on_let_go: Callable[[SeatId], None]) -> None:
        """Start without viewers.

        Args:
            broadcaster: Derives what each viewer is told next.
            on_let_go: Called with each seat whose viewer failed.
        """
        self._room = room
        self._on_let_go = on_let_go
        self._broadcaster = broadcaster
        self._audiences: dict[SeatId, Audience] = {}
        self._attached: dict[SeatId, _Attached] = {}
        self._out: set[SeatId] = set()
        """Seats that were left since ``tell``, even if somebody has joined them again."""

    def __len__(self) -> int:
        """The number of viewers."""
        return len(self._attached)

    def __contains__(self, seat: SeatId) -> bool:
        """Whether the seat has a viewer."""
        return seat in self._attached

    # What viewers have been told; readable at any time.

    def view(self, seat: SeatId) -> View:
        """Return the seat's view; KeyError if no viewer is there or may return there."""
        return self._broadcaster.view(seat)

    def people_on(self, seat: SeatId) -> tuple[PersonId, ...]:
        """Return who sits on the seat, in seat order; KeyError if it has no viewer."""
        return self._attached[seat].people

    def remove(self, seat: SeatId, viewer: Viewer) -> None:
        """The viewer's socket is gone; changes are kept for its return. Ignored if another viewer has the seat."""
        attached = self._attached.get(seat)
        if attached and attached.viewer is viewer:
            del self._attached[seat]

    def people(self) -> set[PersonId]:
        """Return everybody who sits on a seat with a viewer."""
        return {person for attached in self._attached.values() for person in attached.people}

    # Called by the room's task.

    def welcome(self, context: RuleContext, seat: SeatId, viewer: Viewer, resume_from: int | None) -> None:
        """Add a viewer; an earlier one on the seat is told that the seat was opened elsewhere.

        Args:
            context: The room as all viewers have been told it.
            resume_from: The last ``seq`` that a returning client has applied; None for a new one.

        Raises:
            Refused: ``room.busy`` if this failed.
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
        """Note what viewers may hear of, judged by the room right after it; the next ``tell`` tells them.

        Args:
            records: Need not be stored yet.
            changed: The subjects that changed since the last call of ``tell``.
        """
        if records:
            if changed & PEOPLE:
                seats = context.state.seats
                self._out.update(seat for seat in self._audiences if seats[seat].place is Place.OUTSIDE)
            self._broadcaster.hear(context, self._audiences, records, changed)

    def tell(self, context: RuleContext) -> None:
        """Notify everybody of what happened; it must be stored, and its plan in force."""
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
        """Dismiss the seat's viewer at once, before anything is stored or announced."""
        attached = self._attached.pop(seat, None)
        if attached:
            self._dismiss(seat, attached.viewer, code)

    def dismiss_all(self, code: str) -> None:
        """Dismiss all viewers because the room closes."""
        for seat, attached in self._attached.items():
            self._dismiss(seat, attached.viewer, code)

    def _see_out(self, context: RuleContext, seat: SeatId) -> None:
        """End the channel of a seat that left the session, and every right to resume it."""
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
        """Record where the viewer sits, and tell it if its slot changed."""
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
        """Drop a viewer whose channel may be in any state after a fault: it reconnects and starts over."""
        _log.error("viewer.failed", exc_info=fault, extra={"room": self._room, "seat": seat})
        attached = self._forget(seat)
        if attached:
            self._dismiss(seat, attached.viewer, "server.restart")
        self._on_let_go(seat)

    def _dismiss(self, seat: SeatId, viewer: Viewer, code: str) -> None:
        try:
            viewer.dismiss(code)
        except Exception:  # noqa: BLE001 (it is being removed anyway and affects nobody else)
            _log.exception("viewer.failed", extra={"room": self._room, "seat": seat})

    def _forget(self, seat: SeatId) -> _Attached | None:
        self._audiences.pop(seat, None)
        self._broadcaster.close(seat)
        return self._attached.pop(seat, None)
