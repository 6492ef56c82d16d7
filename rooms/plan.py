"""The plan: who may be heard and seen, derived from the whole room state on every change. Pure; the only such rule.

It fails closed: a seat that no rule below allows passes nothing.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from rooms.model.floor import TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.state import Phase, Place, RoomState
from rooms.state.lookups import LEADERS, licensed_here

__all__ = [
    "Gate",
    "Plan",
    "Rank",
    "SeatPlan",
    "audio_gate",
    "build_plan",
    "build_seat_plan",
    "floor_now",
    "has_voice",
    "video_gate",
]

_MAIN = "main"

_SILENT = frozenset({Role.OBSERVER, Role.CAPTIONER})
_NEVER_OPEN = frozenset({FloorMode.STAFF_ONLY, FloorMode.QUIET, FloorMode.HELD})
"""Modes that gate everybody but the holder whatever the mic policy: an advisory quiet would not be quiet."""


class Gate(StrEnum):
    """Whether a seat's media passes and, if not, why; its own screen is told the same value."""

    ON = "on"
    NONE = "none"
    """It has no media: a companion device."""
    CLOSED_BY_ROOM = "closed_by_room"
    """It waits or is outside, the session is not running, or nobody is present who keeps the room safe."""
    CLOSED_BY_ROLE = "closed_by_role"
    """Observers and captioners are never heard."""
    OFF_BY_YOU = "off_by_you"
    CLOSED_BY_FLOOR = "closed_by_floor"
    """It is somebody else's turn, or the step of a protocol does not allow it."""


class Rank(IntEnum):
    """Whose picture is dropped last when a receiver's link is narrow: the lower the rank, the later."""

    HOLDER = 0
    FACILITATOR = 1
    OTHER = 2


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """What the relay may forward of one seat's media.

    Attributes:
        slot: The seat's place among the media slots of every receiver, 0 to max_seats - 1.
        space: Seats in the same space receive each other; None receives nothing and reaches nobody.
        audio: Whether its audio passes.
        video: Whether its video passes.
        rank: The priority of its picture.
    """

    slot: int
    space: str | None
    audio: bool
    video: bool
    rank: Rank = Rank.OTHER


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the relay needs. ``version`` rises with every change; an older plan never replaces a newer one."""

    version: int
    seats: dict[SeatId, SeatPlan]


def build_plan(setup: RoomSetup, state: RoomState) -> Plan:
    """Derive the plan; its version is the position of the last event."""
    seats = {
        seat: build_seat_plan(setup, state, seat) for seat, now in state.seats.items() if now.slot is not None
    }
    return Plan(state.position, seats)


def build_seat_plan(setup: RoomSetup, state: RoomState, seat: SeatId) -> SeatPlan:
    """Derive what may pass from one seat that has a slot."""
    now = state.seats[seat]
    assert now.slot is not None, "it has media"
    space = _space(state, seat)
    return SeatPlan(
        now.slot,
        space,
        audio=audio_gate(setup, state, seat) is Gate.ON,
        video=video_gate(state, seat) is Gate.ON,
        rank=_rank(state, seat),
    )


def audio_gate(setup: RoomSetup, state: RoomState, seat: SeatId) -> Gate:
    """Return whether the seat is heard, or the first reason why not; reasons that nobody there can change come first."""
    now = state.seats[seat]
    closed = _closed_whatever_it_sends(state, seat)
    if closed:
        return closed
    if state.people[now.occupants[0]].role in _SILENT:
        return Gate.CLOSED_BY_ROLE
    if not now.mic:
        return Gate.OFF_BY_YOU
    return Gate.ON if has_voice(setup, state, seat) else Gate.CLOSED_BY_FLOOR


def video_gate(state: RoomState, seat: SeatId) -> Gate:
    """Return whether the seat is seen, or the first reason why not."""
    return _closed_whatever_it_sends(state, seat) or (
        Gate.ON if state.seats[seat].camera else Gate.OFF_BY_YOU
    )


def _closed_whatever_it_sends(state: RoomState, seat: SeatId) -> Gate | None:
    if state.seats[seat].place is Place.COMPANION:
        return Gate.NONE
    if _space(state, seat) is None or _paused(state, seat):
        return Gate.CLOSED_BY_ROOM
    return None


def floor_now(state: RoomState) -> tuple[FloorMode, MicPolicy]:
    """Return how turns start now: as the current run says, or in the base mode."""
    run = state.run
    return (run.mode, run.mic_policy) if run else (state.floor.mode, state.floor.mic_policy)


def has_voice(setup: RoomSetup, state: RoomState, seat: SeatId) -> bool:
    """Whether the others in the seat's space may hear it.

    Observers and captioners: never. Facilitators: always (F3); a trainee counts as one only beside a licensed person.
    The holder: always, also while suspended or after a mode change, which never interrupt, but not in a paused turn. An
    interpreter: when their client may be heard. In a private room: everybody. While no facilitator is present, media
    between clients is paused.
    """
    role = state.people[state.seats[seat].occupants[0]].role
    if role in _SILENT or _paused(state, seat):
        return False
    if state.seats[seat].place is Place.PRIVATE or _leads(setup, state, role):
        return True
    if role is Role.INTERPRETER:
        return _client_has_voice(setup, state, seat)
    if any(_speaks(state, person) for person in state.seats[seat].occupants):
        return True
    mode, mic_policy = floor_now(state)
    if mode is FloorMode.OPEN:
        return True
    return mode not in _NEVER_OPEN and mic_policy is not MicPolicy.HARD


def _speaks(state: RoomState, person: PersonId) -> bool:
    """Whether the floor or the step of a protocol lets this person be heard."""
    holder = state.floor.holder
    if holder and holder.person == person and holder.phase is not TurnPhase.PAUSED:
        return True
    return state.run is not None and person in state.run.voices


def _leads(setup: RoomSetup, state: RoomState, role: Role) -> bool:
    return role in LEADERS or (role is Role.TRAINEE and bool(licensed_here(setup, state)))


def _client_has_voice(setup: RoomSetup, state: RoomState, seat: SeatId) -> bool:
    """Whether the client the interpreter serves may be heard in the room, or any client if they serve everybody."""
    served = {setup.people[person].serves for person in state.seats[seat].occupants}
    clients = (
        now.seat
        for person, now in state.people.items()
        if now.role is Role.MEMBER
        and (person in served or None in served)
        and state.seat_of(person).place is Place.MAIN
    )
    return any(has_voice(setup, state, client) for client in clients)


def _space(state: RoomState, seat: SeatId) -> str | None:
    now = state.seats[seat]
    if state.phase not in (Phase.LIVE, Phase.HELD, Phase.SUSPENDED):
        return None
    if now.place is Place.PRIVATE:
        return f"private-{now.private}"
    return _MAIN if now.place is Place.MAIN else None


def _paused(state: RoomState, seat: SeatId) -> bool:
    """Whether the seat's media is paused because no facilitator is present to keep the room safe."""
    if state.phase is Phase.LIVE or state.seats[seat].place is not Place.MAIN:
        return False
    return state.people[state.seats[seat].occupants[0]].role not in LEADERS


def _rank(state: RoomState, seat: SeatId) -> Rank:
    holder = state.floor.holder
    if holder and state.people[holder.person].seat == seat:
        return Rank.HOLDER
    if state.people[state.seats[seat].occupants[0]].role in LEADERS:
        return Rank.FACILITATOR
    return Rank.OTHER
