"""What staff can send to support: the room in states and numbers, by seat id, without names. Pure.

It shows each role no more than its view does: those who lead all seats and how much was spoken; other staff the seats
that they see, and nothing of what anybody said or how much.
"""

from typing import Any

from rooms.model.ids import SeatId
from rooms.plan import build_plan
from rooms.rules.context import RuleContext
from rooms.rules.side_channels.place import MAIN, space_of
from rooms.state import Place
from rooms.talk_time.speech import KEPT_S, SpeechRecord

__all__ = ["build_support_view"]


def build_support_view(context: RuleContext, speech: SpeechRecord, viewer: SeatId) -> dict[str, Any]:
    """Build the view for staff on that seat; speech and silence cover the last ``window_s`` seconds."""
    setup, state = context.setup, context.state
    since, leads = context.now - KEPT_S, context.leads(state.seats[viewer].occupants[0])
    plan = build_plan(setup, state)
    seats: dict[SeatId, dict[str, Any]] = {}
    for seat, found in state.seats.items():
        if not (found.place is not Place.OUTSIDE if leads else _is_shown(context, seat, viewer)):
            continue
        gate = plan.seats.get(seat)
        seats[seat] = {
            "role": context.seat_role(seat).value,
            "place": found.place.value,
            "slot": found.slot,
            "online": found.online,
            "media": found.media.value,
            "mic": found.mic,
            "camera": found.camera,
            "audio": gate is not None and gate.audio,
            "video": gate is not None and gate.video,
        }
        if leads:
            seats[seat]["speech_s"] = round(speech.seconds(seat, since), 1)
    view = {
        "at": context.now,
        "state": state.phase.value,
        "slots": setup.policy.max_seats,
        "picture_height": setup.policy.picture_height,
        "floor_mode": state.floor.mode.value,
        "notices": sorted(context.side_channels.notices),
        "seats": seats,
    }
    if leads:
        view["window_s"] = KEPT_S
        view["overlap_s"] = round(speech.overlap_s(since), 1)
        view["silence_s"] = round(speech.silence_s(since), 1)
    return view


def _is_shown(context: RuleContext, seat: SeatId, viewer: SeatId) -> bool:
    """Whether staff on ``viewer`` who do not lead see that seat: those around them and, from the room, who waits."""
    now, here = context.state.seats[seat], space_of(context, viewer)
    if now.place is Place.WAITING:
        return here == MAIN
    return now.place in (Place.MAIN, Place.PRIVATE) and space_of(context, seat) == here
