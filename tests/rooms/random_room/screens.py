"""What every screen shows, kept as clients keep it: by patches; and what must never be on one."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from rooms.incremental.plan_cache import PlanCache
from rooms.incremental.view_cache import ViewCache
from rooms.model.events import Recorded
from rooms.model.ids import SeatId
from rooms.model.people import Role, RoomSetup
from rooms.plan import Plan, build_plan
from rooms.room import Room
from rooms.rules.context import RuleContext
from rooms.state import Phase, Place
from rooms.state.lookups import INSIDE, LEADERS, STAFF
from rooms.views.build import View, build_views
from rooms.views.events import visible_events, visible_to_all
from rooms.views.merge_patch import apply_patch
from tests.rooms.random_room.shapes import check_event_shapes, check_view_shape

__all__ = ["Screens", "check_shared", "check_view"]

# Keys, and words, that say something of one person, or that somebody passed.
_ONES_OWN = frozenset({"oars", "airtime", "silence", "overrun", "closing", "split_asked", "merge", "home"})
_FOR_LEADERS = frozenset({"leading", "waiting", "quality", "notices"})
_PASSED = frozenset({"passed", "closed", "declined", "ratings", "sitting_out", "answers"})


class Screens:
    """What the actor keeps of a room for its viewers, and the views that clients have who only ever get patches."""

    def __init__(self, setup: RoomSetup, seats: Collection[SeatId], *, outside: bool = False) -> None:
        self._seats, self._outside = seats, outside
        self._view_cache, self._gates = ViewCache(), PlanCache(setup)
        self._clients: dict[SeatId, View] = {}

    def follow(self, room: Room, context: RuleContext, records: Sequence[Recorded], *, compare: bool) -> None:
        """Tell everybody what has changed; ``compare`` it with what is built anew."""
        changed, room.untold = room.untold, 0
        plan = self._gates.plan(room.state, changed)
        places = {seat: room.state.seats[seat].place for seat in self._seats}
        viewers = [seat for seat, place in places.items() if self._outside or place is not Place.OUTSIDE]
        for seat in [seat for seat in self._clients if seat not in viewers]:
            del self._clients[seat]
            self._view_cache.close(seat)
        heard = visible_to_all(context, list(self._clients), records, changed)
        for seat, patch in self._view_cache.take_note(context, plan, changed).items():
            self._clients[seat] = apply_patch(self._clients[seat], patch)
            if patch:
                check_view_shape(context, seat, self._clients[seat])
        for seat in viewers:
            if seat not in self._clients:
                self._clients[seat] = self._view_cache.open(context, seat)
                check_view_shape(context, seat, self._clients[seat])
        for seat, events in heard.items():
            check_events(context, seat, events)
        if compare:
            assert plan == build_plan(room.setup, room.state), "the plan that is kept"
            for seat, events in heard.items():
                assert events == visible_events(context, seat, records)
            self._compare(context)

    def _compare(self, context: RuleContext) -> None:
        plan = build_plan(context.setup, context.state)
        for seat, view in build_views(context, self._clients).items():
            check_view(context, seat, view)
            check_gates(context, plan, seat, view)
            assert self._clients[seat] == view, f"{seat}: snapshot and events differ"
            assert self._view_cache.view(seat) == view, f"{seat}: what is kept is not what is built"


def check_view(context: RuleContext, seat: SeatId, view: View) -> None:
    """No nulls; nobody outside sees anybody; members see nothing of staff's; F5; F9."""
    now = context.state.seats[seat]
    home = context.seat_of(now.occupants[0]) if now.place is Place.COMPANION else now
    words = set(_words(view))
    assert "null" not in words, f"{seat} is shown a null"
    if home.place not in (Place.MAIN, Place.PRIVATE):
        assert set(view["people"]) == set(now.occupants), f"{seat} sees people from outside"
        assert not {"seats", "floor", "run", *_FOR_LEADERS} & set(view)
    elif home.place is Place.PRIVATE:
        there = {p for p, at in context.state.people.items() if context.seat_of(p).private == home.private}
        assert set(view["people"]) == there, f"{seat} sees people of another space"
        assert not {"floor", "run", *_FOR_LEADERS} & set(view)
    elif context.role(now.occupants[0]) not in STAFF:
        assert not _FOR_LEADERS & set(view), f"{seat} sees what is staff's"
        told = {key: value for key, value in view.items() if key not in ("you", "chat")}
        assert not _PASSED & set(_words(told)), (
            f"F5: {seat} is told who passed: {_PASSED & set(_words(told))}"
        )
    if now.shared:
        check_shared(view)


def check_gates(context: RuleContext, plan: Plan, seat: SeatId, view: View) -> None:
    """What ``you`` says of the own devices is what the plan does, with a reason that holds."""
    gate, now = plan.seats.get(seat), context.state.seats[seat]
    for device, switch in (("audio", now.mic), ("video", now.camera)):
        told = view["you"][device]
        passes = gate is not None and gate.space is not None and getattr(gate, device)
        assert (told == "on") == passes, f"{seat}: {device} is told as {told}"
        if now.place is Place.COMPANION:
            assert told == "none"
        elif now.place in INSIDE and context.state.phase is Phase.LIVE:
            assert told != "closed_by_room", f"{seat}: {device}"
        else:
            paused = now.place is not Place.PRIVATE and context.seat_role(seat) not in LEADERS
            assert not paused or told == "closed_by_room", f"{seat}: {device} is told as {told}"
        if told == "off_by_you":
            assert not switch
        if told == "closed_by_role":
            assert context.seat_role(seat) in (Role.OBSERVER, Role.CAPTIONER)
        if told == "closed_by_floor":
            assert switch


def check_shared(view: View) -> None:
    """F9: what two people look at says nothing that is one's."""
    for mine in view["you"]["run"].values():
        assert "facts" not in mine, "F9: personal facts"
    assert not _ONES_OWN & set(_words(view["you"])), "F9"
    assert not _ONES_OWN & set(view), "F9"
    assert "person" not in view.get("prompt", {}), "F9: a prompt for one of two"
    for message in view.get("chat", {"messages": {}})["messages"].values():
        assert message["to"] == "all", "F9: a message to one of two"


def check_events(context: RuleContext, seat: SeatId, heard: Sequence[dict[str, Any]]) -> None:
    """F5: a pass reaches the group as released."""
    check_event_shapes(heard)
    role = context.role(context.state.seats[seat].occupants[0])
    for event in heard:
        assert None not in event.values()
        if role not in STAFF:
            assert event.get("ending") != "passed", "F5"
            assert event["kind"] != "protocol.changed"
        if role is not Role.MEMBER:
            assert not event["kind"].startswith("presence."), "attendance is shown to nobody"


def _words(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words(inner)
    elif value is None:
        yield "null"
