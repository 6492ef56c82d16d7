"""The sections of views: for which viewers each is, and which changes it shows.

Everything that several viewers see is a section that is built once for all of them. A viewer's audience names the
sections that are theirs; nothing else is ever put into their view.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rooms.model.ids import SeatId
from rooms.plan import Plan
from rooms.rules.context import RuleContext
from rooms.schema.leading import Leading
from rooms.schema.view import Room
from rooms.schema.words import word
from rooms.state import Phase, Place, SeatState
from rooms.state.subjects import PEOPLE, shows, watched_by
from rooms.views.floor import build_floor_view, build_staff_floor_view
from rooms.views.protocols import build_run_view, build_staff_run_view
from rooms.views.seats import (
    SeatView,
    build_people_view,
    build_seat_view,
    build_seats_view,
    build_staff_seats_view,
)
from rooms.views.staff import (
    MarksView,
    build_agenda_view,
    build_care_view,
    build_help_view,
    build_leading_view,
    build_marks_view,
)

__all__ = [
    "AUDIENCES",
    "BESIDE",
    "OUTSIDE",
    "PLAIN",
    "SECTIONS",
    "Audience",
    "Pieces",
    "Section",
    "audience_of",
]

View = dict[str, Any]
Audience = tuple[str, ...]
"""The names of the sections that a group of viewers sees; a private room's have its number in them."""

_OF_ONE_ROOM = frozenset({"private_people", "private_seats"})
OUTSIDE: Audience = ("room",)
_PRIVATE: Audience = ("room", "private_people", "private_seats")
_PRIVATE_LEADING: Audience = (*_PRIVATE, "help", "care")
_GROUP: Audience = ("room", "people", "seats", "floor", "run")
_STAFF: Audience = ("room", "staff_people", "seats", "floor", "run", "staff_seats")
_LEADING: Audience = (*_STAFF, "leading", "help", "care", "agenda")
AUDIENCES: Mapping[str, Audience] = {
    "outside": OUTSIDE,
    "private": _PRIVATE,
    "private_leading": _PRIVATE_LEADING,
    "group": _GROUP,
    "staff": _STAFF,
    "leading": _LEADING,
}
"""Every audience there is; of a private room's sections without its number."""
BESIDE: Mapping[str, str] = {
    "you": "everybody",
    "people": "everybody; outside of the room only themselves",
    "expected": "waiting people",
    "chat": "in the room; while waiting only once there is a message",
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
class Pieces:
    """Who builds the parts of sections that stay as they were most of the time."""

    seat: SeatView = build_seat_view
    marks: MarksView = build_marks_view


PLAIN = Pieces()
_Build = Callable[[RuleContext, Plan, int | None, Pieces], View]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of views.

    Attributes:
        keys: The keys of the view that it fills.
        build: Builds it from the room, the plan and, in a private room, that room's number.
        watches: The subjects it depends on, as its builders declare them (``shows``).
    """

    keys: tuple[str, ...]
    build: _Build
    watches: int


def audience_of(context: RuleContext, seat: SeatId) -> Audience:
    """Return which sections the viewer may see."""
    if context.state.phase not in _RUNNING:
        return OUTSIDE
    now = _looks_from(context, seat)
    if now.place is Place.PRIVATE:
        names = _PRIVATE_LEADING if context.leads(now.occupants[0]) else _PRIVATE
        return tuple(f"{name} {now.private}" if name in _OF_ONE_ROOM else name for name in names)
    if now.place is not Place.MAIN:
        return OUTSIDE
    if context.leads(now.occupants[0]):
        return _LEADING
    if context.is_staff_person(now.occupants[0]):
        return _STAFF
    return _GROUP


def _looks_from(context: RuleContext, seat: SeatId) -> SeatState:
    """Return the seat from which the viewer looks: for a companion phone, its owner's seat."""
    now = context.state.seats[seat]
    return context.seat_of(now.occupants[0]) if now.place is Place.COMPANION else now


@shows(PEOPLE)
def _room(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
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


def _people(*places: Place) -> _Build:
    def build(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
        return {"people": build_people_view(context, places, private=number)}

    return build


def _seats(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
    return {**build_seats_view(context, plan, number, pieces.seat)}


def _floor(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
    return {"floor": build_floor_view(context.state)}


def _run(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
    return {**build_run_view(context)}


def _staff_seats(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
    return {**build_staff_seats_view(context)}


def _leading(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
    leading: Leading = {
        **build_leading_view(context, pieces.marks),
        **build_staff_floor_view(context),
        **build_staff_run_view(context),
    }
    return {"leading": leading}


def _help(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
    return {"help": build_help_view(context)}


def _care(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
    return {"care": build_care_view(context)}


def _agenda(context: RuleContext, plan: Plan, number: int | None, pieces: Pieces) -> View:
    agenda = build_agenda_view(context)
    return {} if agenda is None else {"agenda": agenda}


def _section(keys: tuple[str, ...], build: _Build, *shown: Callable[..., Any]) -> Section:
    """Return the section that fills these keys and shows what these build."""
    return Section(keys, build, watched_by(*shown))


SECTIONS: Mapping[str, Section] = {
    "room": _section(("room",), _room, _room),
    "people": _section(("people",), _people(Place.MAIN, Place.PRIVATE), build_people_view),
    "staff_people": _section(
        ("people",), _people(Place.MAIN, Place.PRIVATE, Place.WAITING), build_people_view
    ),
    "private_people": _section(("people",), _people(Place.PRIVATE), build_people_view),
    "seats": _section(("seats", "speaking", "away"), _seats, build_seats_view, build_seat_view),
    "private_seats": _section(("seats", "speaking"), _seats, build_seats_view, build_seat_view),
    "floor": _section(("floor",), _floor, build_floor_view),
    "run": _section(("run",), _run, build_run_view),
    "staff_seats": _section(
        ("waiting", "arriving", "readiness", "resting", "quality", "notices"),
        _staff_seats,
        build_staff_seats_view,
    ),
    "leading": _section(
        ("leading",),
        _leading,
        build_leading_view,
        build_marks_view,
        build_staff_floor_view,
        build_staff_run_view,
    ),
    "help": _section(("help",), _help, build_help_view),
    "care": _section(("care",), _care, build_care_view),
    "agenda": _section(("agenda",), _agenda, build_agenda_view),
}
