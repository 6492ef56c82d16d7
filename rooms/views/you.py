"""A viewer's own section: who they are, what is true of their devices, what they may do now."""

from typing import Any

from rooms.model.ids import PersonId, SeatId
from rooms.model.quality import SeatQuality
from rooms.plan import audio_gate, video_gate
from rooms.rules.context import RuleContext
from rooms.rules.floor.line import nameable
from rooms.rules.seats import unanswered
from rooms.state.subjects import ASIDE, GATES, PEOPLE, SWITCHES, shows
from rooms.views.floor import build_turn_view
from rooms.views.offers import OfferTo
from rooms.views.protocols import build_personal_run_view, call_button

__all__ = ["build_devices_view", "build_present_view", "build_you_view"]


@shows(PEOPLE | SWITCHES | ASIDE)
def build_you_view(context: RuleContext, seat: SeatId) -> dict[str, Any]:
    """Build who they are; what concerns one person alone is in it only where only that person looks (F9)."""
    now = context.state.seats[seat]
    view: dict[str, Any] = {
        "seat": seat,
        "people": list(now.occupants),
        "role": context.seat_role(seat).value,
        "leads": context.leads(now.occupants[0]),
        "space": now.place.value,
        "mic": now.mic,
        "camera": now.camera,
    }
    asks = [ask for person in now.occupants for ask in _asks(context, person)]
    if asks:
        view["asks"] = asks
    quality = context.side_channels.quality.get(seat)
    if quality:
        view["quality"] = _own_quality(quality)
    return view if now.shared else view | _alone(context, seat)


def build_present_view(context: RuleContext, seat: SeatId, offer_to: OfferTo) -> dict[str, Any]:
    """Build what changes with turns and steps: what they may do now, their turn, whether they are heard."""
    now = context.state.seats[seat]
    alone = not now.shared
    offers = {person: offer_to(context, person, seat) for person in now.occupants}
    view: dict[str, Any] = {
        **build_devices_view(context, seat),
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


def _alone(context: RuleContext, seat: SeatId) -> dict[str, Any]:
    """Build what only one person may see (F9)."""
    person = context.state.seats[seat].occupants[0]
    now = context.state.people[person]
    view: dict[str, Any] = {}
    if now.seat != seat:
        view["home"] = {"seat": now.seat, "space": context.seat_of(person).place.value}
    if now.split_asked:
        view["split_asked"] = True
    partner = context.partner_of(person)
    agreed = [other for other in (person, partner) if other and context.state.people[other].merge]
    if agreed:
        view["merge"] = agreed
    return view


@shows(PEOPLE | SWITCHES | GATES)
def build_devices_view(context: RuleContext, seat: SeatId) -> dict[str, Any]:
    """Say of the relay's gates what the plan makes of them."""
    audio = audio_gate(context.setup, context.state, seat)
    return {"audio": audio.value, "video": video_gate(context.state, seat).value}


def _asks(context: RuleContext, person: PersonId) -> list[dict[str, Any]]:
    """Return the observers about whom the person has not said yet whether they may be here."""
    return [
        {"person": person, "observer": observer, "name": context.setup.people[observer].name}
        for observer in unanswered(context, person)
    ]


def _own_quality(quality: SeatQuality) -> dict[str, Any]:
    return {"grade": quality.grade.value, "reasons": list(quality.reasons)}
