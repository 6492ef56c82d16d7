"""What a facilitator may hand to support: the room in states and numbers, by seat id, without a name. Pure."""

from typing import Any

from rooms.ledger import Ledger
from rooms.plan import build_plan
from rooms.speech import KEPT_S, SpeechRecord
from rooms.state import Place

__all__ = ["build_support_view"]


def build_support_view(ledger: Ledger, speech: SpeechRecord) -> dict[str, Any]:
    """Build the view; seconds of speech, overlap and silence are those of the last ``window_s`` seconds."""
    setup, state = ledger.setup, ledger.state
    since = ledger.now - KEPT_S
    plan = build_plan(setup, state)
    seats = {}
    for seat, found in state.seats.items():
        if found.place is Place.OUTSIDE:
            continue
        gate = plan.seats.get(seat)
        seats[seat] = {
            "role": ledger.seat_role(seat).value,
            "place": found.place.value,
            "slot": found.slot,
            "online": found.online,
            "media": found.media.value,
            "mic": found.mic,
            "camera": found.camera,
            "audio": gate is not None and gate.audio,
            "video": gate is not None and gate.video,
            "speech_s": round(speech.seconds(seat, since), 1),
        }
    return {
        "at": ledger.now,
        "state": state.phase.value,
        "slots": setup.policy.max_seats,
        "picture_height": setup.policy.picture_height,
        "floor_mode": state.floor.mode.value,
        "notices": sorted(ledger.aside.notices),
        "window_s": KEPT_S,
        "overlap_s": round(speech.overlap_s(since), 1),
        "silence_s": round(speech.silence_s(since), 1),
        "seats": seats,
    }
