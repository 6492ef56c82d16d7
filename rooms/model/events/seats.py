"""Events of the room itself and its seats: opening and ending, coming and going, devices, presence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rooms.model.events.follow_up import RemovalReason
from rooms.model.ids import PersonId, SeatId

__all__ = [
    "CameraRestOver",
    "CameraRested",
    "CompanionJoined",
    "DevicesSet",
    "LeaveReason",
    "LinkWithdrawn",
    "MediaLost",
    "MediaReady",
    "PresenceBegan",
    "PresenceEnded",
    "RoomAlive",
    "RoomBack",
    "RoomEnded",
    "RoomHeld",
    "RoomLive",
    "RoomResumed",
    "RoomSuspended",
    "RoomUnled",
    "SeatAdmitted",
    "SeatEvent",
    "SeatJoined",
    "SeatLeft",
    "SeatLost",
    "SeatMovedToWaiting",
    "SeatOpened",
    "SeatReturned",
]


class LeaveReason(StrEnum):
    """Why a seat is no longer in the session."""

    LEFT = "left"
    ABSENT = "absent"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RoomLive:
    """A facilitator is in the room; people may be admitted."""

    kind: ClassVar[str] = "room.live"


@dataclass(frozen=True, slots=True)
class RoomUnled:
    """Everybody whose presence keeps the room live has left, been lost or gone to a private room. A timer starts."""

    kind: ClassVar[str] = "room.unled"


@dataclass(frozen=True, slots=True)
class RoomHeld:
    """No licensed facilitator is left; clients do not reach each other until one is back (docs/domain.md 1.4)."""

    kind: ClassVar[str] = "room.held"


@dataclass(frozen=True, slots=True)
class RoomSuspended:
    """No facilitator came back for a long time; clients are told how they will be contacted."""

    kind: ClassVar[str] = "room.suspended"


@dataclass(frozen=True, slots=True)
class RoomResumed:
    """A facilitator is back, whether or not the session had been held; the floor continues where it was."""

    kind: ClassVar[str] = "room.resumed"


@dataclass(frozen=True, slots=True)
class RoomEnded:
    """A facilitator ended the session."""

    kind: ClassVar[str] = "room.ended"
    by: PersonId


@dataclass(frozen=True, slots=True)
class RoomAlive:
    """Written when people are present but nothing else is recorded, so that a restart can tell how long it was away."""

    kind: ClassVar[str] = "room.alive"


@dataclass(frozen=True, slots=True)
class RoomBack:
    """The service is back. The room was paused, with everything in it, for about ``away_s`` seconds."""

    kind: ClassVar[str] = "room.back"
    away_s: float


@dataclass(frozen=True, slots=True)
class SeatJoined:
    """A seat's client connected and waits. ``slot`` is where the relay puts its media at every receiver."""

    kind: ClassVar[str] = "seat.joined"
    seat: SeatId
    slot: int
    mic: bool
    camera: bool


@dataclass(frozen=True, slots=True)
class SeatAdmitted:
    """The seat is in the room. ``by`` is None for staff, who never wait."""

    kind: ClassVar[str] = "seat.admitted"
    seat: SeatId
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class SeatMovedToWaiting:
    """The seat was moved to the waiting room. ``by`` is None for an observer whom a member did not accept.

    ``cause``: why, if staff noted it; only those who lead are told.
    """

    kind: ClassVar[str] = "seat.moved_to_waiting"
    seat: SeatId
    by: PersonId | None
    cause: RemovalReason | None = None


@dataclass(frozen=True, slots=True)
class SeatLost:
    """The seat's client disconnected; its place is kept. ``in_room`` is False for a seat in the waiting room."""

    kind: ClassVar[str] = "seat.lost"
    seat: SeatId
    in_room: bool


@dataclass(frozen=True, slots=True)
class SeatReturned:
    """The seat's client reconnected."""

    kind: ClassVar[str] = "seat.returned"
    seat: SeatId
    in_room: bool


@dataclass(frozen=True, slots=True)
class SeatOpened:
    """From now on only the resume token with this nonce leads back to the seat. No viewer is told.

    Tokens are signed, so knowing the nonce gives no access.
    """

    kind: ClassVar[str] = "seat.opened"
    seat: SeatId
    nonce: str


@dataclass(frozen=True, slots=True)
class LinkWithdrawn:
    """Links of the seat older than version ``link`` are no longer valid. No viewer is told."""

    kind: ClassVar[str] = "seat.link_withdrawn"
    seat: SeatId
    link: int


@dataclass(frozen=True, slots=True)
class SeatLeft:
    """The seat left the session; it may return through the waiting room while the session lasts."""

    kind: ClassVar[str] = "seat.left"
    seat: SeatId
    reason: LeaveReason
    in_room: bool


@dataclass(frozen=True, slots=True)
class CompanionJoined:
    """A companion device connected: the phone of one person on a shared seat. It has no media and no slot."""

    kind: ClassVar[str] = "companion.joined"
    seat: SeatId


@dataclass(frozen=True, slots=True)
class DevicesSet:
    """The seat's own switches; ``unmuted`` if somebody there just turned the microphone on to speak."""

    kind: ClassVar[str] = "seat.devices_set"
    seat: SeatId
    mic: bool
    camera: bool
    unmuted: bool = False


@dataclass(frozen=True, slots=True)
class CameraRested:
    """A member rests the seat's camera: it is off, and those who lead know that it is a rest, until ``until``."""

    kind: ClassVar[str] = "seat.camera_rested"
    seat: SeatId
    until: float


@dataclass(frozen=True, slots=True)
class CameraRestOver:
    """The rest is over, by its time or because the camera is needed. The camera stays as it is."""

    kind: ClassVar[str] = "seat.camera_rest_over"
    seat: SeatId


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
class PresenceBegan:
    """The person is present on this seat from now on (docs/domain.md, Attendance). Changing seats makes no gap.

    ``private``: the seat is in a private room, whose minutes are counted separately.
    """

    kind: ClassVar[str] = "presence.began"
    person: PersonId
    seat: SeatId
    private: bool = False


@dataclass(frozen=True, slots=True)
class PresenceEnded:
    """The person is no longer present."""

    kind: ClassVar[str] = "presence.ended"
    person: PersonId


SeatEvent = (
    RoomLive
    | RoomUnled
    | RoomHeld
    | RoomSuspended
    | RoomResumed
    | RoomEnded
    | RoomAlive
    | RoomBack
    | SeatJoined
    | SeatAdmitted
    | SeatMovedToWaiting
    | SeatLost
    | SeatReturned
    | SeatOpened
    | LinkWithdrawn
    | SeatLeft
    | CompanionJoined
    | DevicesSet
    | CameraRested
    | CameraRestOver
    | MediaReady
    | MediaLost
    | PresenceBegan
    | PresenceEnded
)
