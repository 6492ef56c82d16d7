"""The state of a room and how each event changes it. Pure; replaying the log through ``apply`` gives the room back.

Only ``apply`` changes state. What follows from a command is decided elsewhere (``seats``, ``floor``, ``room``).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import singledispatch

from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import RoomSetup
from rooms.model.policy import FloorMode, GrantRule, MicPolicy

__all__ = [
    "FloorState",
    "MediaState",
    "Phase",
    "Place",
    "RoomState",
    "SeatState",
    "Turn",
    "apply",
    "new_state",
]


class Phase(StrEnum):
    """How far the session is."""

    WAITING = "waiting"
    LIVE = "live"
    ENDED = "ended"


class Place(StrEnum):
    """Where a seat is."""

    OUTSIDE = "outside"
    WAITING = "waiting"
    MAIN = "main"


class MediaState(StrEnum):
    """What the relay knows of a seat. NONE is a client that has not connected its media yet, which is no loss."""

    NONE = "none"
    UP = "up"
    LOST = "lost"


@dataclass(slots=True)
class SeatState:
    """One seat now. ``since`` is when it came to its place, ``lost_at`` when its client went missing."""

    place: Place = Place.OUTSIDE
    slot: int | None = None
    online: bool = False
    media: MediaState = MediaState.NONE
    mic: bool = False
    camera: bool = False
    since: float = 0.0
    lost_at: float | None = None

    @property
    def connected(self) -> bool:
        """Whether the person behind the seat can take part right now."""
        return self.online and self.media is not MediaState.LOST


@dataclass(slots=True)
class Turn:
    """The holder's turn; suspended while ``hold_until`` is set."""

    person: PersonId
    since: float
    hold_until: float | None = None


@dataclass(slots=True)
class FloorState:
    """The floor now.

    Attributes:
        seq: ``floor_seq``: rises with every floor event (F1).
        fence: The seq at which holder or mode last changed; an intent formed before it is stale.
        queue: Who waits, first is next.
    """

    mode: FloorMode
    mic_policy: MicPolicy
    grants: GrantRule
    seq: int = 0
    fence: int = 0
    holder: Turn | None = None
    queue: list[PersonId] = field(default_factory=list)


@dataclass(slots=True)
class RoomState:
    """Everything that the event log says about a room. ``position`` and ``last_at`` are those of the last event."""

    floor: FloorState
    seats: dict[SeatId, SeatState]
    phase: Phase = Phase.WAITING
    position: int = 0
    last_at: float = 0.0


def new_state(setup: RoomSetup) -> RoomState:
    """Return the state of a room in which nothing has happened yet."""
    policy = setup.policy
    floor = FloorState(policy.floor_mode, policy.mic_policy, policy.grants)
    return RoomState(floor, {seat: SeatState() for seat in setup.seats})


def apply(state: RoomState, record: ev.Recorded) -> None:
    """Change ``state`` by one event.

    Raises:
        ValueError: The record is not the next one, or names a seat the room does not have.
    """
    if record.position != state.position + 1:
        raise ValueError(f"record {record.position} does not follow {state.position}")
    seat = getattr(record.event, "seat", None)
    if seat is not None and seat not in state.seats:
        raise ValueError(f"record {record.position} names an unknown seat")
    state.position, state.last_at = record.position, record.at
    _apply(record.event, state, record.at)


@singledispatch
def _apply(event: object, state: RoomState, at: float) -> None:
    raise AssertionError(f"no rule for {type(event).__name__}")


# The room and its seats.


@_apply.register
def _(event: ev.RoomLive, state: RoomState, at: float) -> None:
    state.phase = Phase.LIVE


@_apply.register
def _(event: ev.RoomEnded, state: RoomState, at: float) -> None:
    state.phase = Phase.ENDED
    _turn(state, None)
    state.floor.queue.clear()


@_apply.register
def _(event: ev.RoomAlive, state: RoomState, at: float) -> None:
    """Only its time matters."""


@_apply.register
def _(event: ev.SeatJoined, state: RoomState, at: float) -> None:
    state.seats[event.seat] = SeatState(
        Place.WAITING, event.slot, online=True, mic=event.mic, camera=event.camera, since=at
    )


@_apply.register
def _(event: ev.SeatAdmitted, state: RoomState, at: float) -> None:
    seat = state.seats[event.seat]
    seat.place, seat.since = Place.MAIN, at


@_apply.register
def _(event: ev.SeatMovedToWaiting, state: RoomState, at: float) -> None:
    seat = state.seats[event.seat]
    seat.place, seat.since = Place.WAITING, at


@_apply.register
def _(event: ev.SeatLost, state: RoomState, at: float) -> None:
    seat = state.seats[event.seat]
    seat.online, seat.lost_at = False, at


@_apply.register
def _(event: ev.SeatReturned, state: RoomState, at: float) -> None:
    seat = state.seats[event.seat]
    seat.online, seat.lost_at = True, None


@_apply.register
def _(event: ev.SeatLeft, state: RoomState, at: float) -> None:
    state.seats[event.seat] = SeatState()


@_apply.register
def _(event: ev.DevicesSet, state: RoomState, at: float) -> None:
    seat = state.seats[event.seat]
    seat.mic, seat.camera = event.mic, event.camera


@_apply.register
def _(event: ev.MediaReady, state: RoomState, at: float) -> None:
    state.seats[event.seat].media = MediaState.UP


@_apply.register
def _(event: ev.MediaLost, state: RoomState, at: float) -> None:
    state.seats[event.seat].media = MediaState.LOST


# The floor.


def _turn(state: RoomState, turn: Turn | None) -> None:
    floor = state.floor
    floor.holder = turn
    floor.seq += 1
    floor.fence = floor.seq


def _queue(state: RoomState, change: Callable[[list[PersonId]], None]) -> None:
    change(state.floor.queue)
    state.floor.seq += 1


@_apply.register
def _(event: ev.FloorModeSet, state: RoomState, at: float) -> None:
    floor = state.floor
    floor.mode, floor.mic_policy, floor.grants = event.mode, event.mic_policy, event.grants
    _turn(state, floor.holder)


@_apply.register
def _(event: ev.HandUp, state: RoomState, at: float) -> None:
    _queue(state, lambda queue: queue.append(event.person))


@_apply.register
def _(event: ev.HandDown, state: RoomState, at: float) -> None:
    _queue(state, lambda queue: queue.remove(event.person))


@_apply.register
def _(event: ev.FloorGranted, state: RoomState, at: float) -> None:
    if event.person in state.floor.queue:
        state.floor.queue.remove(event.person)
    _turn(state, Turn(event.person, at))


@_apply.register
def _(event: ev.FloorPassed, state: RoomState, at: float) -> None:
    if event.held:
        _turn(state, None)
    else:
        _queue(state, lambda queue: queue.remove(event.person))


@_apply.register(ev.FloorReleased)
@_apply.register(ev.FloorRevoked)
def _(event: ev.FloorReleased | ev.FloorRevoked, state: RoomState, at: float) -> None:
    _turn(state, None)


@_apply.register
def _(event: ev.FloorDeferred, state: RoomState, at: float) -> None:
    state.floor.queue.append(event.person)
    _turn(state, None)


@_apply.register
def _(event: ev.FloorSuspended, state: RoomState, at: float) -> None:
    assert state.floor.holder is not None
    state.floor.holder.hold_until = event.hold_until
    state.floor.seq += 1


@_apply.register
def _(event: ev.FloorResumed, state: RoomState, at: float) -> None:
    assert state.floor.holder is not None
    state.floor.holder.hold_until = None
    state.floor.seq += 1
