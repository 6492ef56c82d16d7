"""The plan: who may be heard and seen, derived from the whole room state on every change. Pure; the only such rule.

It fails closed: a seat that no rule below lets through passes nothing.
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
"""Modes that gate all but the holder whatever the mic policy says: a mode that is only a wish would not be quiet."""


class Gate(StrEnum):
    """Whether what a seat sends passes and, if not, why: the same words that its own screen is told."""

    ON = "on"
    NONE = "none"
    """It has no media: a companion device."""
    CLOSED_BY_ROOM = "closed_by_room"
    """It waits or is outside, the session does not run, or nobody is here who keeps it safe."""
    CLOSED_BY_ROLE = "closed_by_role"
    """Who looks on or writes captions is never heard."""
    OFF_BY_YOU = "off_by_you"
    CLOSED_BY_FLOOR = "closed_by_floor"
    """Somebody else's turn, or the step of a protocol."""


class Rank(IntEnum):
    """Whose picture is kept longest where a receiver's link is narrow: the lower, the longer."""

    HOLDER = 0
    FACILITATOR = 1
    OTHER = 2


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """What the relay may do with one seat's media.

    Attributes:
        slot: The seat's place among the media slots of every receiver, 0 to max_seats - 1.
        space: Seats of one space receive each other; None receives and reaches nobody.
        audio: Whether its audio passes.
        video: Whether its video passes.
        rank: Whose picture goes first.
    """

    slot: int
    space: str | None
    audio: bool
    video: bool
    rank: Rank = Rank.OTHER


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole truth for the relay. ``version`` rises with every change; an older plan never replaces a newer."""

    version: int
    seats: dict[SeatId, SeatPlan]


def build_plan(setup: RoomSetup, state: RoomState) -> Plan:
    """Derive the plan; its version is the position of the last event."""
    seats = {
        seat: build_seat_plan(setup, state, seat) for seat, now in state.seats.items() if now.slot is not None
    }
    return Plan(state.position, seats)


def build_seat_plan(setup: RoomSetup, state: RoomState, seat: SeatId) -> SeatPlan:
    """Derive what may pass of one seat that has a slot."""
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
    """Return whether the seat is heard, and the first reason why not: what nobody there can change comes first."""
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
    """Return whether the seat is seen, and the first reason why not."""
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
    """Return how turns start now: the run's way, or the base one."""
    run = state.run
    return (run.mode, run.mic_policy) if run else (state.floor.mode, state.floor.mic_policy)


def has_voice(setup: RoomSetup, state: RoomState, seat: SeatId) -> bool:
    """Whether this seat is let be heard by the others of its space.

    Observers and captioners never. Facilitators always (F3), a trainee like one beside a licensed person only. The
    holder always, also while suspended or after a mode switch, which never interrupts; only a paused turn is silent. An
    interpreter when the client may be heard. In a private room everybody. While no facilitator is here, what clients
    send to each other is paused.
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
    """Whether the floor or the step of a protocol gives this person a voice."""
    holder = state.floor.holder
    if holder and holder.person == person and holder.phase is not TurnPhase.PAUSED:
        return True
    return state.run is not None and person in state.run.voices


def _leads(setup: RoomSetup, state: RoomState, role: Role) -> bool:
    return role in LEADERS or (role is Role.TRAINEE and bool(licensed_here(setup, state)))


def _client_has_voice(setup: RoomSetup, state: RoomState, seat: SeatId) -> bool:
    """Whether the client whom the interpreter serves, or any client for one who serves all, may be heard in the room."""
    served = {setup.people[person].serves for person in state.seats[seat].occupants}
    clients = (
        now.seat
        for person, now in state.people.items()
        if now.role is Role.MEMBER and (person in served or None in served)
    )
    return any(
        state.seats[client].place is Place.MAIN and has_voice(setup, state, client) for client in clients
    )


def _space(state: RoomState, seat: SeatId) -> str | None:
    now = state.seats[seat]
    if state.phase not in (Phase.LIVE, Phase.HELD, Phase.SUSPENDED):
        return None
    if now.place is Place.PRIVATE:
        return f"private-{now.private}"
    return _MAIN if now.place is Place.MAIN else None


def _paused(state: RoomState, seat: SeatId) -> bool:
    """Whether what the seat sends stands still because no facilitator is here to keep the room safe."""
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
