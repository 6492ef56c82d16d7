"""What viewers of one room are told next, and in which order it may be told. Pure.

After whatever happened: ``hear`` what is decided, as the room is right after it; ``next_plan``, which the caller puts
in force at the relay; and only then ``tell``. So whoever reads "you have the floor" is heard, and nobody is heard after
losing it. The actor, the bench and the tests' screens all go this way.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rooms.incremental.event_cache import EventCache
from rooms.incremental.plan_cache import PlanCache
from rooms.incremental.view_cache import ViewCache
from rooms.model.events import Recorded
from rooms.model.ids import SeatId
from rooms.model.people import RoomSetup
from rooms.plan import Plan
from rooms.room import Room
from rooms.rules.context import RuleContext
from rooms.views.build import View

__all__ = ["Broadcaster", "Events", "News"]

Events = Sequence[dict[str, Any]]


class News(NamedTuple):
    """What the viewers are told.

    Attributes:
        patches: The patch on each viewer's view, which may be empty; those of several may be one object.
        heard: The events, oldest first, of each viewer that hears of any; shared in the same way.
        faults: Whose view could not be built, and why; they are viewers no longer.
    """

    patches: Mapping[SeatId, View]
    heard: Mapping[SeatId, Events]
    faults: Sequence[tuple[SeatId, Exception]]


class Broadcaster:
    """The plan and the views of one room as they were told last, and what is to be told next."""

    def __init__(self, setup: RoomSetup) -> None:
        self._plans = PlanCache(setup)
        self._views = ViewCache()
        self._events = EventCache()
        self._heard: list[dict[SeatId, Events]] = []
        """What viewers hear of and were not told yet: the events of each step of the room, oldest first."""
        self._plan = Plan(0, {})
        """The one that is in force, or is about to be."""
        self._changed: int | None = None
        """The subjects that have changed with the plan that is put in force; None before that is known."""

    @property
    def plan(self) -> Plan:
        """The plan that ``next_plan`` found last."""
        return self._plan

    def view(self, seat: SeatId) -> View:
        """Return the view as it was told last; KeyError if nobody views from there."""
        return self._views.view(seat)

    def open(self, context: RuleContext, seat: SeatId) -> View:
        """Return the whole view of a viewer who comes; it is told what happens from now on."""
        return self._views.open(context, seat)

    def close(self, seat: SeatId) -> None:
        """The viewer is gone; what it heard of and was not told yet is nobody's."""
        for heard in self._heard:
            heard.pop(seat, None)
        self._views.close(seat)

    def hear(
        self, context: RuleContext, seats: Iterable[SeatId], records: Sequence[Recorded], changed: int
    ) -> None:
        """Note what these viewers may hear of, as the room is right after it; they are told with the next ``tell``.

        Args:
            records: Need not be stored yet.
            changed: The subjects that have changed since ``tell`` was called last.
        """
        if records:
            self._heard.append(self._events.visible_to_all(context, seats, records, changed))

    def next_plan(self, room: Room) -> Plan | None:
        """Take what has changed in the room; return the plan that must be in force before it is told.

        Returns:
            None when the one in force stands.
        """
        changed, room.untold = room.untold, 0
        self._changed = changed if self._changed is None else self._changed | changed
        old, self._plan = self._plan, self._plans.plan(room.state, changed)
        return None if self._plan.seats is old.seats else self._plan

    def tell(self, context: RuleContext) -> News:
        """Return what everybody is told; what they hear of is stored, and the plan of ``next_plan`` is in force."""
        assert self._changed is not None, "the plan comes first"
        changed, self._changed = self._changed, None
        heard, self._heard = _joined(self._heard), []
        patches = self._views.take_note(context, self._plan, changed)
        return News(patches, heard, self._views.take_faults())


def _joined(heard: Sequence[Mapping[SeatId, Events]]) -> Mapping[SeatId, Events]:
    """Return the events of each viewer as one sequence. What several share is one object for them afterwards, too."""
    if len(heard) == 1:
        return heard[0]
    parts: dict[SeatId, list[Events]] = {}
    for step in heard:
        for seat, events in step.items():
            parts.setdefault(seat, []).append(events)
    known: dict[tuple[int, ...], Events] = {}
    whole: dict[SeatId, Events] = {}
    for seat, theirs in parts.items():
        key = tuple(map(id, theirs))
        if key not in known:
            known[key] = theirs[0] if len(theirs) == 1 else [event for part in theirs for event in part]
        whole[seat] = known[key]
    return whole
