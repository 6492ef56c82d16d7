"""Events: what has happened. The log of a room is a list of these; replaying it gives the room back (F10).

Events say who, what and when, never what was said, and hold no names. ``kind`` is the stable name on the wire and in
storage; ``rooms.model.codec`` turns events into plain data and back.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rooms.model.ids import PersonId, SeatId
from rooms.model.policy import FloorMode, GrantRule, MicPolicy

__all__ = [
    "DevicesSet",
    "Event",
    "FloorDeferred",
    "FloorGranted",
    "FloorModeSet",
    "FloorPassed",
    "FloorReleased",
    "FloorResumed",
    "FloorRevoked",
    "FloorSuspended",
    "HandDown",
    "HandUp",
    "LeaveReason",
    "MediaLost",
    "MediaReady",
    "Recorded",
    "RoomAlive",
    "RoomEnded",
    "RoomLive",
    "SeatAdmitted",
    "SeatJoined",
    "SeatLeft",
    "SeatLost",
    "SeatMovedToWaiting",
    "SeatReturned",
]


class LeaveReason(StrEnum):
    """Why a seat is no longer in the session."""

    LEFT = "left"
    ABSENT = "absent"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RoomLive:
    """A facilitator is in the room: people may be admitted."""

    kind: ClassVar[str] = "room.live"


@dataclass(frozen=True, slots=True)
class RoomEnded:
    """A facilitator ended the session."""

    kind: ClassVar[str] = "room.ended"
    by: PersonId


@dataclass(frozen=True, slots=True)
class RoomAlive:
    """Somebody is here and nothing else has happened for a while; tells a restart how long the service was away."""

    kind: ClassVar[str] = "room.alive"


@dataclass(frozen=True, slots=True)
class SeatJoined:
    """A seat's client arrived; it waits. ``slot`` is where the relay puts its media at every receiver."""

    kind: ClassVar[str] = "seat.joined"
    seat: SeatId
    slot: int
    mic: bool
    camera: bool


@dataclass(frozen=True, slots=True)
class SeatAdmitted:
    """The seat is in the room. ``by`` is None for staff, who are never kept waiting."""

    kind: ClassVar[str] = "seat.admitted"
    seat: SeatId
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class SeatMovedToWaiting:
    """A facilitator moved the seat out into the waiting room."""

    kind: ClassVar[str] = "seat.moved_to_waiting"
    seat: SeatId
    by: PersonId


@dataclass(frozen=True, slots=True)
class SeatLost:
    """The seat's client is gone; its place is kept. ``in_room`` tells a seat in the room from one that waits."""

    kind: ClassVar[str] = "seat.lost"
    seat: SeatId
    in_room: bool


@dataclass(frozen=True, slots=True)
class SeatReturned:
    """The seat's client is back."""

    kind: ClassVar[str] = "seat.returned"
    seat: SeatId
    in_room: bool


@dataclass(frozen=True, slots=True)
class SeatLeft:
    """The seat is out of the session; it may come again through the waiting room while the session lasts."""

    kind: ClassVar[str] = "seat.left"
    seat: SeatId
    reason: LeaveReason
    in_room: bool


@dataclass(frozen=True, slots=True)
class DevicesSet:
    """The seat's own switches."""

    kind: ClassVar[str] = "seat.devices_set"
    seat: SeatId
    mic: bool
    camera: bool


@dataclass(frozen=True, slots=True)
class MediaReady:
    """The relay carries the seat's media."""

    kind: ClassVar[str] = "seat.media_ready"
    seat: SeatId


@dataclass(frozen=True, slots=True)
class MediaLost:
    """The relay lost the seat's media."""

    kind: ClassVar[str] = "seat.media_lost"
    seat: SeatId


@dataclass(frozen=True, slots=True)
class FloorModeSet:
    """How turns start has changed."""

    kind: ClassVar[str] = "floor.mode_set"
    mode: FloorMode
    mic_policy: MicPolicy
    grants: GrantRule
    by: PersonId


@dataclass(frozen=True, slots=True)
class HandUp:
    """The person waits for the floor, at the end of the line."""

    kind: ClassVar[str] = "hand.up"
    person: PersonId


@dataclass(frozen=True, slots=True)
class HandDown:
    """The person no longer waits."""

    kind: ClassVar[str] = "hand.down"
    person: PersonId


@dataclass(frozen=True, slots=True)
class FloorGranted:
    """The person holds the floor. ``by`` is None when it was free for the taking."""

    kind: ClassVar[str] = "floor.granted"
    person: PersonId
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class FloorReleased:
    """The holder has finished, or left the room."""

    kind: ClassVar[str] = "floor.released"
    person: PersonId


@dataclass(frozen=True, slots=True)
class FloorPassed:
    """The person gave up a turn (``held``) or a place in line. Shown to others as moving on, not as refusal (F5)."""

    kind: ClassVar[str] = "floor.passed"
    person: PersonId
    held: bool


@dataclass(frozen=True, slots=True)
class FloorRevoked:
    """A facilitator took the floor back."""

    kind: ClassVar[str] = "floor.revoked"
    person: PersonId
    by: PersonId


@dataclass(frozen=True, slots=True)
class FloorSuspended:
    """The holder's connection is lost; the turn is kept until ``hold_until`` (seconds, Unix time)."""

    kind: ClassVar[str] = "floor.suspended"
    person: PersonId
    hold_until: float


@dataclass(frozen=True, slots=True)
class FloorResumed:
    """The holder is back and still holds the floor."""

    kind: ClassVar[str] = "floor.resumed"
    person: PersonId


@dataclass(frozen=True, slots=True)
class FloorDeferred:
    """The holder did not come back in time: the turn moved to the end of the line."""

    kind: ClassVar[str] = "floor.deferred"
    person: PersonId


Event = (
    RoomLive
    | RoomEnded
    | RoomAlive
    | SeatJoined
    | SeatAdmitted
    | SeatMovedToWaiting
    | SeatLost
    | SeatReturned
    | SeatLeft
    | DevicesSet
    | MediaReady
    | MediaLost
    | FloorModeSet
    | HandUp
    | HandDown
    | FloorGranted
    | FloorReleased
    | FloorPassed
    | FloorRevoked
    | FloorSuspended
    | FloorResumed
    | FloorDeferred
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its place in the room's log.

    Attributes:
        position: 1 for the first event of the room, rising by one, without gaps.
        at: Unix time in seconds.
    """

    position: int
    at: float
    event: Event
