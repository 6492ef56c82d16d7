"""People and seats, as the room and as its staff see them."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import READY, Readiness
from rooms.plan import Plan, SeatPlan
from rooms.rules.context import RuleContext
from rooms.rules.seats import is_late, resting_until
from rooms.schema.people import Notice, Person, PersonReadiness, Seat, WaitingSeat
from rooms.schema.view import RoomView, StaffView
from rooms.schema.words import word
from rooms.state import Place, Proof
from rooms.state.subjects import ASIDE, GATES, PEOPLE, SPEAKING, SWITCHES, VOICES, shows

__all__ = ["SeatView", "build_people_view", "build_seat_view", "build_seats_view", "build_staff_seats_view"]

SeatView = Callable[[RuleContext, SeatId, SeatPlan], Seat]
"""Builds one seat, or returns what was built before."""


@shows(PEOPLE)
def build_people_view(
    context: RuleContext, places: tuple[Place, ...], *, private: int | None = None, also: SeatId | None = None
) -> dict[PersonId, Person]:
    """Return the people whose seat is at one of the places (of one private room if its number is given)."""
    view: dict[PersonId, Person] = {}
    for person, now in context.state.people.items():
        seat = context.seat_of(person)
        at_place = seat.place in places and (private is None or seat.private == private)
        if at_place or (also is not None and person in context.state.seats[also].occupants):
            known = context.setup.people[person]
            view[person] = {"name": known.name, "role": word(now.role), "seat": now.seat}
            if known.serves:
                view[person]["serves"] = known.serves
    return view


@shows(PEOPLE | SWITCHES | VOICES | GATES)
def build_seat_view(context: RuleContext, seat: SeatId, gate: SeatPlan) -> Seat:
    """Return one seat as everybody around it sees it."""
    now = context.state.seats[seat]
    view: Seat = {
        "people": list(now.occupants),
        "slot": gate.slot,
        "since": now.since,
        "presence": "here" if now.connected else "reconnecting",
        "mic": now.mic,
        "camera": now.camera,
        "audio": gate.audio,
        "video": gate.video,
    }
    if now.sharing:
        view["sharing"] = True
    if now.voice:
        view["voice"] = now.voice
    return view


@shows(PEOPLE | SWITCHES | VOICES | GATES | SPEAKING)
def build_seats_view(
    context: RuleContext, plan: Plan, private: int | None = None, seat_view: SeatView = build_seat_view
) -> RoomView:
    """Return the seats of the main room or a private one, who is heard there, and who has stepped out."""
    here = Place.MAIN if private is None else Place.PRIVATE
    seats: dict[SeatId, Seat] = {}
    for seat in context.seats_at(here):
        now = context.state.seats[seat]
        if now.private != private or now.slot is None:
            continue
        seats[seat] = seat_view(context, seat, plan.seats[seat])
    heard = [seat for seat in seats if seat in context.side_channels.speaking and plan.seats[seat].audio]
    view: RoomView = {"seats": seats, "speaking": heard}
    if private is None:
        view["away"] = {
            seat: {"people": list(context.state.seats[seat].occupants)}
            for seat in context.seats_at(Place.PRIVATE)
        }
    return view


@shows(PEOPLE | ASIDE)
def build_staff_seats_view(context: RuleContext) -> StaffView:
    """Return the waiting room, who is arriving, the connections, and the service notices for staff."""
    return {
        "waiting": {seat: _waiting(context, seat) for seat in context.seats_at(Place.WAITING)},
        "arriving": {
            person: {"name": context.setup.people[person].name, "seat": now.seat}
            for person, now in context.state.people.items()
            if now.proof is Proof.ARRIVING
        },
        "readiness": {
            person: _readiness(now.readiness)
            for person, now in context.state.people.items()
            # With whom those who lead have to talk is for them alone: nothing of it is here.
            if replace(now.readiness, talk=None) != READY
            and context.state.seats[now.seat].place is not Place.OUTSIDE
        },
        "resting": {
            seat: until for seat in context.state.rests if (until := resting_until(context, seat)) is not None
        },
        "quality": {
            seat: {"up": word(found.up), "down": word(found.down), "reasons": list(found.reasons)}
            for seat, found in sorted(context.side_channels.quality.items())
            if context.state.seats[seat].place is not Place.OUTSIDE
        },
        "notices": cast(list[Notice], sorted(context.side_channels.notices)),
    }


def _readiness(readiness: Readiness) -> PersonReadiness:
    view: PersonReadiness = {}
    if readiness.todo:
        view["todo"] = list(readiness.todo)
    if readiness.holds:
        view["holds"] = list(readiness.holds)
    if readiness.notes:
        view["notes"] = list(readiness.notes)
    return view


def _waiting(context: RuleContext, seat: SeatId) -> WaitingSeat:
    now = context.state.seats[seat]
    view: WaitingSeat = {
        "people": list(now.occupants),
        "since": now.since,
        "presence": "here" if now.online else "reconnecting",
    }
    unproved = context.unproved_on(seat)
    if unproved:
        view["unproved"] = unproved
    if is_late(context, seat):
        view["late"] = True
    return view
