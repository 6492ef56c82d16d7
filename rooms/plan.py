"""The plan: who may be heard and seen, derived from the whole room state on every change. Pure; the only such rule.

It fails closed: a seat that no rule below lets through passes nothing.
"""

from dataclasses import dataclass
from enum import IntEnum

from rooms.model.ids import SeatId
from rooms.model.people import Role, RoomSetup
from rooms.model.policy import FloorMode, MicPolicy
from rooms.state import Phase, Place, RoomState

__all__ = ["Plan", "Rank", "SeatPlan", "build_plan", "has_voice"]

_MAIN = "main"


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
    seats = {}
    for seat, now in state.seats.items():
        if now.slot is None:
            continue
        inside = state.phase is Phase.LIVE and now.place is Place.MAIN
        seats[seat] = SeatPlan(
            now.slot,
            _MAIN if inside else None,
            audio=inside and now.mic and has_voice(setup, state, seat),
            video=inside and now.camera,
            rank=_rank(setup, state, seat),
        )
    return Plan(state.position, seats)


def has_voice(setup: RoomSetup, state: RoomState, seat: SeatId) -> bool:
    """Whether the floor lets this seat be heard.

    Facilitators always (F3). The holder always, also while suspended or after a mode switch, which never interrupts.
    Staff-only and quiet gate everybody else whatever the mic policy says: a mode that is only a wish would not be quiet.
    """
    floor = state.floor
    if _rank(setup, state, seat) is not Rank.OTHER:
        return True
    if floor.mode is FloorMode.OPEN:
        return True
    return floor.mode is FloorMode.QUEUE and floor.mic_policy is MicPolicy.SOFT


def _rank(setup: RoomSetup, state: RoomState, seat: SeatId) -> Rank:
    holder = state.floor.holder
    if holder and setup.seat_of(holder.person) == seat:
        return Rank.HOLDER
    return Rank.FACILITATOR if setup.role_of(seat) is Role.FACILITATOR else Rank.OTHER
