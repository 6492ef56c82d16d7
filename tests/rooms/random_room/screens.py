"""What every screen shows, updated by patches as clients do; and what must never appear on one."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from rooms.incremental.broadcaster import Broadcaster
from rooms.model.events import Recorded
from rooms.model.ids import SeatId
from rooms.model.people import Role, RoomSetup
from rooms.plan import Plan, build_plan
from rooms.room import Room
from rooms.rules.context import RuleContext
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.shows import Kind
from rooms.state import Phase, Place, Proof
from rooms.state.lookups import INSIDE, LEADERS, STAFF
from rooms.views.build import View, build_views
from rooms.views.events import visible_events
from rooms.views.merge_patch import apply_patch
from tests.rooms.random_room.shapes import check_event_shapes, check_view_shape

__all__ = ["Screens", "check_shared", "check_view"]

# Keys and words that reveal something about one person, or that somebody passed.
_ONES_OWN = frozenset({"oars", "airtime", "silence", "overrun", "closing", "split_asked", "merge", "home"})
_FOR_LEADERS = frozenset({"leading", "waiting", "arriving", "quality", "notices"})
_PASSED = frozenset({"passed", "closed", "declined", "ratings", "sitting_out", "answers"})


class Screens:
    """What the actor keeps for a room's viewers, and the views of clients that only ever get patches."""

    def __init__(self, setup: RoomSetup, seats: Collection[SeatId], *, outside: bool = False) -> None:
        self._seats, self._outside = seats, outside
        self._broadcaster = Broadcaster(setup)
        self._clients: dict[SeatId, View] = {}

    def follow(self, room: Room, context: RuleContext, records: Sequence[Recorded], *, compare: bool) -> None:
        """Tell everybody what has changed; ``compare`` it with what is built anew."""
        places = {seat: room.state.seats[seat].place for seat in self._seats}
        viewers = [seat for seat, place in places.items() if self._outside or place is not Place.OUTSIDE]
        for seat in [seat for seat in self._clients if seat not in viewers]:
            del self._clients[seat]
            self._broadcaster.close(seat)
        self._broadcaster.hear(context, list(self._clients), records, room.untold)
        self._broadcaster.next_plan(room)
        news = self._broadcaster.tell(context)
        assert not news.faults
        for seat, patch in news.patches.items():
            self._clients[seat] = apply_patch(self._clients[seat], patch)
            if patch:
                check_view_shape(context, seat, self._clients[seat])
        for seat in viewers:
            if seat not in self._clients:
                self._clients[seat] = self._broadcaster.open(context, seat)
                check_view_shape(context, seat, self._clients[seat])
        for seat, events in news.heard.items():
            check_events(context, seat, events)
        if compare:
            assert self._broadcaster.plan == build_plan(room.setup, room.state), "the plan that is kept"
            for seat, events in news.heard.items():
                assert events == visible_events(context, seat, records)
            self._compare(context)

    def _compare(self, context: RuleContext) -> None:
        plan = build_plan(context.setup, context.state)
        for seat, view in build_views(context, self._clients).items():
            check_view(context, seat, view)
            check_gates(context, plan, seat, view)
            assert self._clients[seat] == view, f"{seat}: snapshot and events differ"
            assert self._broadcaster.view(seat) == view, f"{seat}: what is kept is not what is built"


def check_view(context: RuleContext, seat: SeatId, view: View) -> None:
    """No nulls; nobody outside sees anybody; members see nothing that is for staff; F5; F9."""
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
    if now.watched:
        check_shared(view, _to_all_there(context, seat))
    check_facts(view)


_SHAPES: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.PERSON: lambda value: isinstance(value, str),
    Kind.PEOPLE: lambda value: isinstance(value, list | tuple),
    Kind.COUNT: lambda value: isinstance(value, int),
    Kind.NUMBER: lambda value: isinstance(value, int),
    Kind.PROGRESS: lambda value: value.keys() == {"done", "of"},
    Kind.NUMBERS: lambda value: all(isinstance(number, int) for number in value.values()),
    Kind.TIME: lambda value: isinstance(value, float),
    Kind.SECONDS: lambda value: isinstance(value, int | float),
    Kind.QUESTION: lambda value: isinstance(value, str),
    Kind.LINE: lambda value: value.keys() - {"since"} == {"script", "line"},
    Kind.DECK_PLACE: lambda value: value.keys() == {"deck", "topic", "question"},
    Kind.VOICE: lambda value: isinstance(value, str),
    Kind.ONE_MICROPHONE: lambda value: isinstance(value, bool),
    Kind.TAG: lambda value: value.keys() == {"word", "number"},
    Kind.TILE_TAGS: lambda value: all(tag.keys() == {"word", "number"} for tag in value.values()),
    Kind.TAGS: lambda value: all(tag.keys() == {"word", "number"} for tag in value.values()),
}


def check_facts(view: View) -> None:
    """Whatever a run reports is declared and matches its kind; so are its asks and its forms."""
    run = view.get("run")
    if run is None:
        return
    script = CATALOG[run["protocol"]]
    told = [(run["facts"], script.public_facts), (view.get("leading", {}).get("run", {}), script.staff_facts)]
    for mine in view["you"]["run"].values():
        told.append((mine.get("facts", {}), script.own_facts))
        assert mine.get("main") in (None, *mine.get("acts", ()))
    for facts, declared in told:
        for name, value in facts.items():
            fact = declared[name]
            assert _SHAPES.get(fact.kind, lambda value: True)(value), f"{name} is no {fact.kind}: {value}"
            assert not fact.values or str(value) in fact.values, f"{name}: {value}"
    for ask in view.get("leading", {}).get("asks", []):
        parts = {"people": "people", "number": "number", "seconds": "length", "numbers": "numbers"}
        assert {filled for key, filled in parts.items() if key in ask} == script.asks[ask["code"]].fills
        for deed in ask.get("deeds", []):
            assert deed.get("word") in (None, *script.deeds)


def check_gates(context: RuleContext, plan: Plan, seat: SeatId, view: View) -> None:
    """What ``you`` says about one's own devices matches the plan, with a valid reason."""
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


def _to_all_there(context: RuleContext, seat: SeatId) -> set[str]:
    """Return the lines between staff and this seat as it waited, each to all who look at its screen now."""
    looking = {
        person
        for person in context.setup.seats[seat].occupants
        if context.state.people[person].proof is Proof.ARRIVING
        or person in context.state.seats[seat].occupants
    }
    return {m.id for m in context.side_channels.messages if m.seat == seat and looking <= m.readers}


def check_shared(view: View, to_all_there: Collection[str]) -> None:
    """F9: a shared screen reveals nothing about one person alone."""
    for mine in view["you"]["run"].values():
        assert "facts" not in mine, "F9: personal facts"
    assert not _ONES_OWN & set(_words(view["you"])), "F9"
    assert not _ONES_OWN & set(view), "F9"
    assert "person" not in view.get("prompt", {}), "F9: a prompt for one of two"
    for key, message in view.get("chat", {"messages": {}})["messages"].items():
        assert message["to"] == "all" or key in to_all_there, "F9: a message to one of two"


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
