"""What each viewer gets to see: the one place where room state becomes a view (PROTOCOL.md section 5). Pure.

Minimum necessary by construction: a waiting member's view is built without the room's people; a member's view without
the waiting room. Views are JSON values without nulls, so that a merge patch (RFC 7396) can describe every change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rooms.ledger import Ledger
from rooms.model import events as ev
from rooms.model.codec import encode_event
from rooms.model.ids import SeatId
from rooms.model.people import Role, RoomSetup
from rooms.model.quality import SeatQuality
from rooms.permissions import available
from rooms.plan import build_plan, has_voice
from rooms.state import Phase, Place, RoomState

__all__ = ["Passing", "View", "build_floor_view", "build_views", "visible_events"]

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Passing:
    """What is true now but belongs in no log.

    Attributes:
        speaking: Who is heard at this moment.
        quality: How well the connections work that the relay has.
        notices: What staff should know of the house.
    """

    speaking: frozenset[SeatId] = frozenset()
    quality: Mapping[SeatId, SeatQuality] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()


def build_views(
    setup: RoomSetup, state: RoomState, passing: Passing, viewers: Iterable[SeatId]
) -> dict[SeatId, View]:
    """Build the whole view of every viewing seat. What several seats share is built once."""
    ledger = Ledger(setup, state, 0.0)
    room = _room(setup, state)
    member = _member_part(ledger, passing)
    staff = member | _staff_part(ledger, passing)
    views: dict[SeatId, View] = {}
    for seat in viewers:
        if state.seats[seat].place is Place.MAIN and state.phase is Phase.LIVE:
            part = staff if ledger.is_staff(seat) else member
        else:
            part = _outside_part(setup, seat)
        views[seat] = {"room": room, "you": _you(ledger, passing, seat), **part}
    return views


def build_floor_view(state: RoomState) -> View:
    """Build the floor as a view holds it; also the answer to a stale intent."""
    floor = state.floor
    view: View = {
        "mode": floor.mode.value,
        "mic_policy": floor.mic_policy.value,
        "grants": floor.grants.value,
        "seq": floor.seq,
        "queue": list(floor.queue),
    }
    if floor.holder:
        turn = floor.holder
        view["holder"] = {"person": turn.person, "phase": "speaking", "since": turn.since}
        if turn.hold_until is not None:
            view["holder"] |= {"phase": "suspended", "hold_until": turn.hold_until}
    return view


def _room(setup: RoomSetup, state: RoomState) -> View:
    return {
        "id": setup.id,
        "title": setup.title,
        "kind": setup.policy.kind.value,
        "state": state.phase.value,
        "seats": setup.policy.max_seats,
    }


def _you(ledger: Ledger, passing: Passing, seat: SeatId) -> View:
    now, people = ledger.state.seats[seat], ledger.setup.seats[seat].occupants
    inside = ledger.state.phase is Phase.LIVE and now.place is Place.MAIN
    own_audio = "on" if now.mic else "off_by_you"
    own_video = "on" if now.camera else "off_by_you"
    if inside and now.mic and not has_voice(ledger.setup, ledger.state, seat):
        own_audio = "closed_by_floor"
    quality = passing.quality.get(seat)
    return {
        "seat": seat,
        "people": list(people),
        "role": ledger.setup.role_of(seat).value,
        "space": now.place.value,
        "mic": now.mic,
        "camera": now.camera,
        "audio": own_audio if inside else "closed_by_room",
        "video": own_video if inside else "closed_by_room",
        "can": {person: available(ledger, person) for person in people},
        **({"quality": _own_quality(quality)} if quality else {}),
    }


def _own_quality(quality: SeatQuality) -> View:
    return {"grade": quality.grade.value, "reasons": list(quality.reasons)}


def _people(setup: RoomSetup, seats: Iterable[SeatId]) -> View:
    return {
        person: {"name": setup.people[person].name, "role": setup.people[person].role.value, "seat": seat}
        for seat in seats
        for person in setup.seats[seat].occupants
    }


def _member_part(ledger: Ledger, passing: Passing) -> View:
    setup, state = ledger.setup, ledger.state
    inside = ledger.seats_at(Place.MAIN)
    plan = build_plan(setup, state)
    seats = {}
    for seat in inside:
        now, gate = state.seats[seat], plan.seats[seat]
        seats[seat] = {
            "people": list(setup.seats[seat].occupants),
            "slot": gate.slot,
            "since": now.since,
            "presence": "here" if now.connected else "reconnecting",
            "mic": now.mic,
            "camera": now.camera,
            "audio": gate.audio,
            "video": gate.video,
        }
    heard = [seat for seat in inside if seat in passing.speaking and plan.seats[seat].audio]
    return {
        "people": _people(setup, inside),
        "seats": seats,
        "floor": build_floor_view(state),
        "speaking": heard,
    }


def _staff_part(ledger: Ledger, passing: Passing) -> View:
    waiting = ledger.seats_at(Place.WAITING)
    return {
        "people": _people(ledger.setup, ledger.seats_at(Place.MAIN) + waiting),
        "waiting": {
            seat: {
                "people": list(ledger.setup.seats[seat].occupants),
                "since": ledger.state.seats[seat].since,
                "presence": "here" if ledger.state.seats[seat].online else "reconnecting",
            }
            for seat in waiting
        },
        "quality": {
            seat: {"up": found.up.value, "down": found.down.value, "reasons": list(found.reasons)}
            for seat, found in sorted(passing.quality.items())
            if ledger.state.seats[seat].place is not Place.OUTSIDE
        },
        "notices": sorted(passing.notices),
    }


def _outside_part(setup: RoomSetup, seat: SeatId) -> View:
    roles = [person.role for person in setup.people.values()]
    return {
        "people": _people(setup, [seat]),
        "expected": {"members": roles.count(Role.MEMBER), "facilitators": roles.count(Role.FACILITATOR)},
    }


_ROOM_EVENTS = (ev.RoomLive, ev.RoomEnded)
_IN_ROOM_EVENTS = (
    ev.SeatAdmitted,
    ev.SeatMovedToWaiting,
    ev.FloorModeSet,
    ev.HandUp,
    ev.HandDown,
    ev.FloorGranted,
    ev.FloorReleased,
    ev.FloorPassed,
    ev.FloorRevoked,
    ev.FloorSuspended,
    ev.FloorResumed,
    ev.FloorDeferred,
)
_PRESENCE_EVENTS = (ev.SeatLost, ev.SeatReturned, ev.SeatLeft)


def visible_events(
    setup: RoomSetup, state: RoomState, seat: SeatId, records: Sequence[ev.Recorded]
) -> list[dict[str, Any]]:
    """Return the events a viewer may hear of, as wire values without nulls and without who decided."""
    inside = state.seats[seat].place is Place.MAIN
    staff = inside and setup.role_of(seat) is Role.FACILITATOR
    heard = []
    for record in records:
        event = record.event
        own = getattr(event, "seat", None) == seat
        visible = isinstance(event, _ROOM_EVENTS) or (
            (inside and isinstance(event, _IN_ROOM_EVENTS))
            or (isinstance(event, _PRESENCE_EVENTS) and (staff or own or (inside and event.in_room)))
            or (isinstance(event, ev.SeatJoined) and staff)
            or (isinstance(event, ev.SeatAdmitted | ev.SeatMovedToWaiting) and own)
        )
        if visible:
            heard.append(_wire_event(event, staff=staff))
    return heard


_PUBLIC_FIELDS = ("seat", "person", "reason", "mode", "mic_policy", "grants", "hold_until")


def _wire_event(event: ev.Event, *, staff: bool) -> dict[str, Any]:
    kind, payload = encode_event(event)
    if isinstance(event, ev.FloorPassed) and not staff:
        # F5: the group sees the room move on, not that somebody passed.
        kind = ev.FloorReleased.kind if event.held else ev.HandDown.kind
    return {"kind": kind} | {name: payload[name] for name in _PUBLIC_FIELDS if name in payload}
