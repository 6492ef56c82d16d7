"""Commands: what people ask of a room, and what the house tells it. Each either does its one thing or is refused.

``by`` is always the acting person. Floor intents carry ``expected_seq``, the ``floor_seq`` the person was looking at
when acting (F1); see ``rooms.floor.machine`` for which of them can be stale.
"""

from dataclasses import dataclass

from rooms.model.ids import PersonId, SeatId
from rooms.model.policy import FloorMode, GrantRule, MicPolicy

__all__ = [
    "Admit",
    "AdmitAll",
    "Attach",
    "Command",
    "Detach",
    "EndSession",
    "GrantFloor",
    "Leave",
    "MediaDown",
    "MediaUp",
    "MoveToWaiting",
    "NextSpeaker",
    "PassTurn",
    "ReleaseFloor",
    "RequestFloor",
    "RevokeFloor",
    "SetDevices",
    "SetFloorMode",
    "WithdrawRequest",
]


# What the house tells the room about a seat's connection.


@dataclass(frozen=True, slots=True)
class Attach:
    """The seat's client is here: it arrived, or came back."""

    seat: SeatId
    mic: bool
    camera: bool


@dataclass(frozen=True, slots=True)
class Detach:
    """The seat's client is gone without having left."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class MediaUp:
    """The relay carries the seat's media."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class MediaDown:
    """The relay lost the seat's media."""

    seat: SeatId


# What people ask.


@dataclass(frozen=True, slots=True)
class SetDevices:
    """The person switched the seat's microphone or camera on or off."""

    by: PersonId
    mic: bool
    camera: bool


@dataclass(frozen=True, slots=True)
class Leave:
    """The seat leaves the session for now."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class Admit:
    """Let one waiting seat into the room."""

    by: PersonId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class AdmitAll:
    """Let every waiting seat in, in order of arrival, as far as there is room."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class MoveToWaiting:
    """Take a seat out of the room into the waiting room."""

    by: PersonId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class EndSession:
    """End the session for everybody."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class RequestFloor:
    """Raise ``by``'s hand."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """Lower ``by``'s hand."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class PassTurn:
    """Give up ``by``'s turn or place in line, without a reason (F5)."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class ReleaseFloor:
    """The holder has finished."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class GrantFloor:
    """Give the floor to ``person``; a present holder's turn ends."""

    by: PersonId
    person: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class RevokeFloor:
    """Take the floor back."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class NextSpeaker:
    """End the present turn, if any, and give the floor to the first in line."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class SetFloorMode:
    """Change how turns start. Keeps the queue and never interrupts the holder (domain.md 1.10)."""

    by: PersonId
    mode: FloorMode
    mic_policy: MicPolicy
    grants: GrantRule
    expected_seq: int


Command = (
    Attach
    | Detach
    | MediaUp
    | MediaDown
    | SetDevices
    | Leave
    | Admit
    | AdmitAll
    | MoveToWaiting
    | EndSession
    | RequestFloor
    | WithdrawRequest
    | PassTurn
    | ReleaseFloor
    | GrantFloor
    | RevokeFloor
    | NextSpeaker
    | SetFloorMode
)
