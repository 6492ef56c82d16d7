"""The sections of views: for which viewers each is, and which changes it shows.

Everything that several viewers see is a section that is built once for all of them. A viewer's audience names the
sections that are theirs; nothing else is ever put into their view.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rooms.model.ids import SeatId
from rooms.plan import Plan
from rooms.rules.context import RuleContext
from rooms.schema.leading import Leading
from rooms.schema.view import Room
from rooms.schema.words import word
from rooms.state import Phase, Place, SeatState
from rooms.state.subjects import FLOOR, PEOPLE, RUNS, SWITCHES, VOICES
from rooms.views.floor import build_floor_view, build_staff_floor_view
from rooms.views.protocols import build_run_view, build_staff_run_view
from rooms.views.seats import build_people_view, build_seats_view, build_staff_seats_view
from rooms.views.staff import build_leading_view

__all__ = [
    "ASIDE",
    "AUDIENCES",
    "BESIDE",
    "GATES",
    "OUTSIDE",
    "SECTIONS",
    "SPEAKING",
    "Audience",
    "Section",
    "audience_of",
]

View = dict[str, Any]
Audience = tuple[str, ...]
"""The names of the sections that a group of viewers sees; a private room's have its number in them."""

GATES: Final = 1 << 8
"""Who is let be heard and seen: the plan. These three are beside the subjects of events."""
SPEAKING: Final = 1 << 9
"""Who is heard at this moment."""
ASIDE: Final = 1 << 10
"""Everything else that is in no log."""

OUTSIDE: Audience = ("room",)
_PRIVATE: Audience = ("room", "private_people", "private_seats")
_GROUP: Audience = ("room", "people", "seats", "floor", "run")
_STAFF: Audience = ("room", "staff_people", "seats", "floor", "run", "staff_seats")
_LEADING: Audience = (*_STAFF, "leading")
AUDIENCES: Mapping[str, Audience] = {
    "outside": OUTSIDE,
    "private": _PRIVATE,
    "group": _GROUP,
    "staff": _STAFF,
    "leading": _LEADING,
}
"""Every audience there is; of a private room's sections without its number."""
BESIDE: Mapping[str, str] = {
    "you": "everybody",
    "people": "everybody; outside of the room only themselves",
    "expected": "who waits",
    "chat": "in the room; who waits gets it only with a message",
    "gestures": "in the room",
    "captions": "in the room",
    "captions_live": "in the room",
    "prompt": "in the room",
    "airtime": "those who lead; who asked for it; on a screen of one's own",
    "silence": "those who lead, on a screen of their own",
    "oars": "those who lead, on a screen of their own",
}
"""What is put together for each viewer alone: the key of the view, and who gets it, for PROTOCOL.md."""

_RUNNING = (Phase.LIVE, Phase.HELD, Phase.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Section:
    """One section.

    Attributes:
        keys: The keys of the view that it fills.
        watches: What it shows changes only with these.
        build: Builds it from the room, the plan and, in a private room, that room's number.
    """

    keys: tuple[str, ...]
    watches: int
    build: Callable[[RuleContext, Plan, int | None], View]


def audience_of(context: RuleContext, seat: SeatId) -> Audience:
    """Return which sections the viewer may see."""
    if context.state.phase not in _RUNNING:
        return OUTSIDE
    now = _looks_from(context, seat)
    if now.place is Place.PRIVATE:
        return tuple(name if name in _GROUP else f"{name} {now.private}" for name in _PRIVATE)
    if now.place is not Place.MAIN:
        return OUTSIDE
    if context.leads(now.occupants[0]):
        return _LEADING
    if context.is_staff_person(now.occupants[0]):
        return _STAFF
    return _GROUP


def _looks_from(context: RuleContext, seat: SeatId) -> SeatState:
    """Return the seat whose surroundings the viewer sees: a phone sees those of its owner's seat."""
    now = context.state.seats[seat]
    return context.seat_of(now.occupants[0]) if now.place is Place.COMPANION else now


def _room(context: RuleContext, plan: Plan, number: int | None) -> View:
    setup, state = context.setup, context.state
    view: Room = {
        "id": setup.id,
        "title": setup.title,
        "kind": word(setup.policy.kind),
        "state": word(state.phase),
        "since": state.phase_since,
        "seats": setup.policy.max_seats,
    }
    if state.unled_since is not None:
        view["unled_since"] = state.unled_since
    return {"room": view}


def _people(*places: Place) -> Callable[[RuleContext, Plan, int | None], View]:
    def build(context: RuleContext, plan: Plan, number: int | None) -> View:
        return {"people": build_people_view(context, places, private=number)}

    return build


def _leading(context: RuleContext, plan: Plan, number: int | None) -> View:
    leading: Leading = {
        **build_leading_view(context),
        **build_staff_floor_view(context),
        **build_staff_run_view(context),
    }
    return {"leading": leading}


def _seats(context: RuleContext, plan: Plan, number: int | None) -> View:
    return {**build_seats_view(context, plan, number)}


def _staff_seats(context: RuleContext, plan: Plan, number: int | None) -> View:
    return {**build_staff_seats_view(context)}


_SEATS = PEOPLE | SWITCHES | VOICES | GATES | SPEAKING

SECTIONS: Mapping[str, Section] = {
    "room": Section(("room",), PEOPLE, _room),
    "people": Section(("people",), PEOPLE, _people(Place.MAIN, Place.PRIVATE)),
    "staff_people": Section(("people",), PEOPLE, _people(Place.MAIN, Place.PRIVATE, Place.WAITING)),
    "private_people": Section(("people",), PEOPLE, _people(Place.PRIVATE)),
    "seats": Section(("seats", "speaking", "away"), _SEATS, _seats),
    "private_seats": Section(("seats", "speaking"), _SEATS, _seats),
    "floor": Section(
        ("floor",),
        PEOPLE | FLOOR | RUNS,
        lambda context, plan, number: {"floor": build_floor_view(context.state)},
    ),
    "run": Section(
        ("run",), PEOPLE | FLOOR | RUNS, lambda context, plan, number: {**build_run_view(context)}
    ),
    "staff_seats": Section(
        ("waiting", "quality", "notices"),
        PEOPLE | ASIDE,
        _staff_seats,
    ),
    "leading": Section(("leading",), PEOPLE | FLOOR | RUNS | VOICES, _leading),
}
