"""Which events a viewer may hear of, and what of them. Whatever is not named here is told to nobody."""

from collections.abc import Sequence
from typing import Any

from rooms.ledger import STAFF, Ledger
from rooms.model import events as ev
from rooms.model.codec import encode_event
from rooms.model.floor import OverrunLevel, TurnEnding
from rooms.model.ids import SeatId
from rooms.state import Place

__all__ = ["visible_events"]

_ROOM = (ev.RoomLive, ev.RoomUnled, ev.RoomHeld, ev.RoomSuspended, ev.RoomResumed, ev.RoomEnded)
_IN_ROOM = (
    ev.SeatAdmitted,
    ev.SeatMovedToWaiting,
    ev.SeatPulledAside,
    ev.SeatReturnedToRoom,
    ev.FloorModeSet,
    ev.HandUp,
    ev.HandDown,
    ev.HandMoved,
    ev.FloorGranted,
    ev.TurnStarted,
    ev.TurnEnded,
    ev.TurnPaused,
    ev.TurnSuspended,
    ev.TurnResumed,
    ev.TurnHeld,
    ev.VoiceGiven,
    ev.ProtocolStarted,
    ev.ProtocolStepped,
    ev.ProtocolPaused,
    ev.ProtocolResumed,
    ev.ProtocolAborted,
    ev.ProtocolDone,
    ev.ChatOpened,
    ev.ShareSet,
)
_STAFF = (
    ev.SeatJoined,
    ev.HoldUndecided,
    ev.HoldDecided,
    ev.VoiceAsked,
    ev.SplitAsked,
    ev.LeadOffered,
    ev.LeadTaken,
)
_PRESENCE = (ev.SeatLost, ev.SeatReturned, ev.SeatLeft)


def visible_events(ledger: Ledger, seat: SeatId, records: Sequence[ev.Recorded]) -> list[dict[str, Any]]:
    """Return the events a viewer may hear of, as wire values without nulls and without who decided."""
    now = ledger.state.seats[seat]
    home = ledger.seat_of(now.occupants[0]) if now.place is Place.COMPANION else now
    inside = home.place is Place.MAIN
    staff = inside and ledger.role(now.occupants[0]) in STAFF
    leads = inside and ledger.leads(now.occupants[0])
    heard = []
    for record in records:
        event = record.event
        own = getattr(event, "seat", None) == seat
        visible = isinstance(event, _ROOM) or (
            (inside and isinstance(event, _IN_ROOM))
            or (isinstance(event, _PRESENCE) and (staff or own or (inside and event.in_room)))
            or (staff and isinstance(event, _STAFF))
            or (leads and _is_for_leaders(event))
            or (own and isinstance(event, ev.SeatAdmitted | ev.SeatMovedToWaiting | ev.SeatPulledAside))
        )
        if visible:
            heard.append(_wire_event(event, staff=staff))
    return heard


_PUBLIC_FIELDS = (
    "seat",
    "person",
    "reason",
    "mode",
    "mic_policy",
    "grants",
    "hold_until",
    "starts_at",
    "turn",
    "ending",
    "run",
    "protocol",
    "step",
    "level",
    "beside",
    "open",
    "on",
)


def _is_for_leaders(event: ev.Event) -> bool:
    """Say whether the turn's clock tells those who lead; that the time is up is first the holder's alone to know."""
    if isinstance(event, ev.TurnOverran):
        return event.level is not OverrunLevel.FULL
    return isinstance(event, ev.TurnWrappingUp)


def _wire_event(event: ev.Event, *, staff: bool) -> dict[str, Any]:
    kind, payload = encode_event(event)
    told = {name: payload[name] for name in _PUBLIC_FIELDS if payload.get(name) is not None}
    if isinstance(event, ev.TurnEnded) and event.ending is TurnEnding.PASSED and not staff:
        # F5: the group sees the room move on, not that somebody passed.
        told["ending"] = TurnEnding.RELEASED.value
    return {"kind": kind} | told
