"""Which events a viewer receives, and which fields. What is not listed here is sent to nobody."""

from collections.abc import Sequence
from dataclasses import fields
from enum import Enum
from typing import Any, get_args

from rooms.model import events as ev
from rooms.model.floor import OverrunLevel, TurnEnding
from rooms.model.ids import SeatId
from rooms.rules.context import RuleContext
from rooms.state import Place
from rooms.state.lookups import STAFF

__all__ = ["Group", "group_of", "visible_events"]

Group = tuple[bool, bool, bool]
"""Whether a viewer sees the room, whether as staff, and whether as one who leads."""

_ROOM = frozenset({ev.RoomLive, ev.RoomUnled, ev.RoomHeld, ev.RoomSuspended, ev.RoomResumed, ev.RoomEnded})
_IN_ROOM = frozenset(
    {
        ev.SeatAdmitted,
        ev.SeatMovedToWaiting,
        ev.SeatMovedToPrivate,
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
    }
)
_STAFF = frozenset(
    {
        ev.SeatJoined,
        ev.CameraRested,
        ev.CameraRestOver,
        ev.HoldUndecided,
        ev.HoldDecided,
        ev.VoiceAsked,
        ev.SplitAsked,
        ev.LeadOffered,
        ev.LeadTaken,
        ev.PersonProved,
        ev.PersonConfirmedAbsent,
        ev.PersonConfirmedPresent,
    }
)
_Presence = ev.SeatLost | ev.SeatReturned | ev.SeatLeft
_Removal = ev.SeatMovedToWaiting | ev.SeatMovedToPrivate
_OWN = frozenset(
    {ev.CameraRested, ev.CameraRestOver, ev.SeatAdmitted, ev.SeatMovedToWaiting, ev.SeatMovedToPrivate}
)


def visible_events(
    context: RuleContext, seat: SeatId, records: Sequence[ev.Recorded]
) -> list[dict[str, Any]]:
    """Return the events a viewer receives, as wire values without nulls and without the person who decided."""
    inside, staff, leads = group_of(context, seat)
    heard = []
    for record in records:
        event = record.event
        kind, own = type(event), getattr(event, "seat", None) == seat
        visible = (
            kind in _ROOM
            or (inside and kind in _IN_ROOM)
            or (
                isinstance(event, _Presence) and (staff or own or (inside and _shows_in_room(context, event)))
            )
            or (staff and kind in _STAFF)
            or (leads and _is_for_leaders(event))
            or (own and kind in _OWN)
        )
        if visible:
            heard.append(_wire_event(event, leads=leads))
    return heard


def _shows_in_room(context: RuleContext, event: _Presence) -> bool:
    """Whether the group receives it: it does not learn that somebody in a private room lost the connection."""
    side_channels = context.state.seats[event.seat].place is Place.PRIVATE
    return event.in_room and (isinstance(event, ev.SeatLeft) or not side_channels)


def group_of(context: RuleContext, seat: SeatId) -> Group:
    """Return the audience of an event that is not about anybody's own seat, for this viewer."""
    now = context.state.seats[seat]
    home = context.seat_of(now.occupants[0]) if now.place is Place.COMPANION else now
    if home.place is not Place.MAIN:
        return False, False, False
    person = now.occupants[0]
    return True, context.role(person) in STAFF, context.leads(person)


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


_PUBLIC = {
    event: tuple(field.name for field in fields(event) if field.name in _PUBLIC_FIELDS)
    for event in get_args(ev.Event)
}
"""The fields that are sent, by event type; all are plain values."""


def _is_for_leaders(event: ev.Event) -> bool:
    """Return whether those who lead see that the time is up; at first only the holder does."""
    if isinstance(event, ev.TurnOverran):
        return event.level is not OverrunLevel.FULL
    return isinstance(event, ev.TurnWrappingUp)


def _wire_event(event: ev.Event, *, leads: bool) -> dict[str, Any]:
    told = {"kind": event.kind}
    for name in _PUBLIC[type(event)]:
        value = getattr(event, name)
        if value is not None:
            told[name] = value.value if isinstance(value, Enum) else value
    if isinstance(event, _Removal) and event.cause and leads:
        told["cause"] = event.cause.value
    if isinstance(event, ev.TurnEnded) and event.ending is TurnEnding.PASSED and not leads:
        # F5: only facilitators see that somebody passed; everybody else sees the room move on.
        told["ending"] = TurnEnding.RELEASED.value
    return told
