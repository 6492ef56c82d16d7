"""A viewer's own section: who they are, the state of their devices, and what they can do now."""

from typing import cast

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.quality import SeatQuality
from rooms.plan import audio_gate, video_gate
from rooms.rules.context import RuleContext
from rooms.rules.floor.line import nameable
from rooms.rules.seats import next_rest_at, resting_until, unanswered
from rooms.schema.words import word
from rooms.schema.you import (
    CameraRest,
    Gates,
    NotHere,
    ObserverQuestion,
    OwnConnection,
    Present,
    Unproved,
    VideoGate,
    Who,
)
from rooms.state.subjects import ASIDE, GATES, PEOPLE, SWITCHES, shows
from rooms.views.floor import build_turn_view
from rooms.views.offers import OfferTo
from rooms.views.protocols import build_personal_run_view, call_button

__all__ = ["build_devices_view", "build_present_view", "build_you_view"]


@shows(PEOPLE | SWITCHES | ASIDE)
def build_you_view(context: RuleContext, seat: SeatId) -> Who:
    """Build who they are; what concerns one person is included only on that person's own screen (F9)."""
    now = context.state.seats[seat]
    view: Who = {
        "seat": seat,
        "people": list(now.occupants),
        "role": word(context.seat_role(seat)),
        "leads": context.leads(now.occupants[0]),
        "space": word(now.place),
        "mic": now.mic,
        "camera": now.camera,
    }
    unproved = _unproved(context, seat)
    if unproved:
        view["unproved"] = unproved
    todo = {
        person: list(context.state.people[person].readiness.todo) for person in context.state.seated[seat]
    }
    if any(todo.values()):
        view["todo"] = {person: steps for person, steps in todo.items() if steps}
    check = context.state.care.device_check
    if check is not None and seat in check.seats:
        view["device_check"] = "talk" if check.seats[check.turn] == seat else "wait"
    asks = [ask for person in now.occupants for ask in _asks(context, person)]
    if asks:
        view["asks"] = asks
    quality = context.side_channels.quality.get(seat)
    if quality:
        view["quality"] = _own_quality(quality)
    rest = _rest(context, seat)
    if rest:
        view["rest"] = rest
    if not now.watched:
        _add_own(view, context, seat)
    return view


def build_present_view(context: RuleContext, seat: SeatId, offer_to: OfferTo) -> Present:
    """Build what changes with turns and steps: what they can do now, their turn, and whether they are heard."""
    now = context.state.seats[seat]
    alone = not now.watched
    offers = {person: offer_to(context, person, seat) for person in now.occupants}
    gates = build_devices_view(context, seat)
    view: Present = {
        "audio": gates["audio"],
        "video": gates["video"],
        "can": {person: offer.can for person, offer in offers.items()},
        "run": {
            person: build_personal_run_view(context, person, offer, alone=alone)
            for person, offer in offers.items()
        },
    }
    names = {p: nameable(context, p) for p, offer in offers.items() if "floor.name_next" in offer.can}
    if names:
        view["names"] = names
    call = call_button(context, now.occupants[0])
    if call:
        view["call"] = call
    turn = context.state.floor.holder
    if turn and turn.person in now.occupants:
        view["turn"] = build_turn_view(turn, alone=alone)
    return view


def _add_own(view: Who, context: RuleContext, seat: SeatId) -> None:
    """Add what only one person sees (F9)."""
    person = context.state.seats[seat].occupants[0]
    now = context.state.people[person]
    if now.seat != seat:
        view["home"] = {"seat": now.seat, "space": word(context.seat_of(person).place)}
    if now.split_asked:
        view["split_asked"] = True
    partner = context.partner_of(person)
    agreed = [other for other in (person, partner) if other and context.state.people[other].merge]
    if agreed:
        view["merge"] = agreed


@shows(PEOPLE | SWITCHES | GATES)
def build_devices_view(context: RuleContext, seat: SeatId) -> Gates:
    """Return what the plan says about this seat's gates."""
    return {
        "audio": word(audio_gate(context.setup, context.state, seat)),
        "video": cast(VideoGate, word(video_gate(context.state, seat))),
    }


def _asks(context: RuleContext, person: PersonId) -> list[ObserverQuestion]:
    """Return the observers this person has not yet accepted or declined."""
    return [
        {"person": person, "observer": observer, "name": context.setup.people[observer].name}
        for observer in unanswered(context, person)
    ]


def _unproved(context: RuleContext, seat: SeatId) -> list[Unproved]:
    """Return who of the seat or companion device does not count as being here."""
    return [
        {
            "person": person,
            "name": context.setup.people[person].name,
            "proof": cast(NotHere, word(context.state.people[person].proof)),
        }
        for person in context.state.seated[seat]
        if not context.is_known(person)
    ]


def _rest(context: RuleContext, seat: SeatId) -> CameraRest | None:
    """Return what a member may know of the rests of their camera; None where there are none."""
    policy, now = context.setup.policy, context.state.seats[seat]
    if now.slot is None or not policy.camera_rests or context.seat_role(seat) is not Role.MEMBER:
        return None
    view: CameraRest = {"for_s": policy.camera_rest_s}
    until, next_at = resting_until(context, seat), next_rest_at(context, seat)
    if until is not None:
        view["until"] = until
    if next_at is not None:
        view["next_at"] = next_at
    return view


def _own_quality(quality: SeatQuality) -> OwnConnection:
    return {"grade": word(quality.grade), "reasons": list(quality.reasons)}
