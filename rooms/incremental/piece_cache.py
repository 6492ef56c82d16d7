"""Caches pieces of sections that rarely change: a seat, the marks of facilitators. Pure."""

from rooms.model.ids import PersonId, SeatId
from rooms.plan import SeatPlan
from rooms.rules.context import RuleContext
from rooms.schema.leading import LedPeople
from rooms.schema.people import Seat
from rooms.state import RoomState
from rooms.views.seats import build_seat_view
from rooms.views.sections import Pieces
from rooms.views.staff import build_marks_view

__all__ = ["PieceCache"]

_SeatFacts = tuple[bool, bool, bool, bool, PersonId | None]
"""What a seat shows besides where people are: its two gates, its two switches, the in-seat voice."""


class PieceCache:
    """The pieces of one room, invalidated whenever somebody moves or is marked (``RoomState.people_at``)."""

    def __init__(self) -> None:
        self.pieces = Pieces(self._seat, self._marks)
        """The inputs from which sections are built."""
        self._state: RoomState | None = None
        self._people_at = -1
        self._seats: dict[SeatId, tuple[_SeatFacts, Seat]] = {}
        self._known_marks: LedPeople | None = None

    def _begin(self, state: RoomState) -> None:
        self._state, self._people_at = state, state.people_at
        self._seats.clear()
        self._known_marks = None

    def _seat(self, context: RuleContext, seat: SeatId, gate: SeatPlan) -> Seat:
        state = context.state
        if self._people_at != state.people_at or self._state is not state:
            self._begin(state)
        now = state.seats[seat]
        facts = (gate.audio, gate.video, now.mic, now.camera, now.voice)
        known = self._seats.get(seat)
        if known is not None and known[0] == facts:
            return known[1]
        view = build_seat_view(context, seat, gate)
        self._seats[seat] = (facts, view)
        return view

    def _marks(self, context: RuleContext) -> LedPeople:
        if self._people_at != context.state.people_at or self._state is not context.state:
            self._begin(context.state)
        if self._known_marks is None:
            self._known_marks = build_marks_view(context)
        return self._known_marks
