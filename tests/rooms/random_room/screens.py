"""What every screen shows, kept as clients keep it: by patches; and what must never be on one."""

from collections.abc import Iterator, Sequence
from typing import Any

from rooms.audience import Audience
from rooms.ledger import STAFF, Ledger
from rooms.merge_patch import apply_patch, build_patch
from rooms.model.events import Recorded
from rooms.model.ids import SeatId
from rooms.model.people import Role
from rooms.state import Place
from rooms.views import View, build_views, visible_events

__all__ = ["Screens", "check_shared", "check_view"]

# Keys, and words, that say something of one person, or that somebody passed.
_ONES_OWN = frozenset({"oars", "airtime", "silence", "overrun", "closing", "split_asked", "merge", "home"})
_FOR_LEADERS = frozenset({"leading", "waiting", "quality", "notices"})
_PASSED = frozenset({"passed", "closed", "declined", "ratings", "sitting_out", "answers"})


class Screens:
    """Every viewer's channel, and the view that its client would have."""

    def __init__(self) -> None:
        self._audiences: dict[SeatId, Audience] = {}
        self._followed: dict[SeatId, View] = {}

    def follow(self, ledger: Ledger, records: Sequence[Recorded], one: int) -> None:
        """Tell everybody what changed since this was called last; ``one`` picks a screen that is built anew, alone."""
        viewers = [seat for seat, now in ledger.state.seats.items() if now.place is not Place.OUTSIDE]
        for seat in [seat for seat in self._audiences if seat not in viewers]:
            del self._audiences[seat], self._followed[seat]
        views = build_views(ledger, viewers)
        for seat, view in views.items():
            heard = visible_events(ledger, seat, records)
            check_view(ledger, seat, view)
            check_events(ledger, seat, heard)
            self._take(seat, view, heard)
        if viewers:
            seat = viewers[one % len(viewers)]
            assert build_views(ledger, [seat])[seat] == views[seat], "what one sees depends on who else looks"

    def _take(self, seat: SeatId, view: View, heard: list[dict[str, Any]]) -> None:
        audience = self._audiences.get(seat)
        if audience is None:
            self._audiences[seat], self._followed[seat] = Audience(), view
            return
        change = audience.update(build_patch(self._followed[seat], view), heard)
        if change:
            self._followed[seat] = apply_patch(self._followed[seat], change.patch)
        assert self._followed[seat] == view, "snapshot and events differ"


def check_view(ledger: Ledger, seat: SeatId, view: View) -> None:
    """No nulls; nobody outside sees anybody; members see nothing of staff's; F5; F9."""
    now = ledger.state.seats[seat]
    home = ledger.seat_of(now.occupants[0]) if now.place is Place.COMPANION else now
    words = set(_words(view))
    assert "null" not in words, f"{seat} is shown a null"
    if home.place not in (Place.MAIN, Place.PRIVATE):
        assert set(view["people"]) == set(now.occupants), f"{seat} sees people from outside"
        assert not {"seats", "floor", "run", *_FOR_LEADERS} & set(view)
    elif home.place is Place.PRIVATE:
        there = {p for p, at in ledger.state.people.items() if ledger.seat_of(p).private == home.private}
        assert set(view["people"]) == there, f"{seat} sees people of another space"
        assert not {"floor", "run", *_FOR_LEADERS} & set(view)
    elif ledger.role(now.occupants[0]) not in STAFF:
        assert not _FOR_LEADERS & set(view), f"{seat} sees what is staff's"
        told = {key: value for key, value in view.items() if key not in ("you", "chat")}
        assert not _PASSED & set(_words(told)), (
            f"F5: {seat} is told who passed: {_PASSED & set(_words(told))}"
        )
    if now.shared:
        check_shared(view)


def check_shared(view: View) -> None:
    """F9: what two people look at says nothing that is one's."""
    for mine in view["you"]["run"].values():
        assert "facts" not in mine, "F9: personal facts"
    assert not _ONES_OWN & set(_words(view["you"])), "F9"
    assert not _ONES_OWN & set(view), "F9"
    assert "person" not in view.get("prompt", {}), "F9: a prompt for one of two"
    for message in view.get("chat", {"messages": {}})["messages"].values():
        assert message["to"] == "all", "F9: a message to one of two"


def check_events(ledger: Ledger, seat: SeatId, heard: Sequence[dict[str, Any]]) -> None:
    """F5: a pass reaches the group as released."""
    role = ledger.role(ledger.state.seats[seat].occupants[0])
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
