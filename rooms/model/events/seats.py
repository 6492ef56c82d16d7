"""Events of the room itself and of its seats: opening and ending, coming and going, devices, presence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rooms.model.ids import PersonId, SeatId

__all__ = [
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
    """A facilitator is in the room: people may be admitted."""

    kind: ClassVar[str] = "room.live"


@dataclass(frozen=True, slots=True)
class RoomUnled:
    """Nobody is left in the room whose presence lets it run: left, lost, or aside. From now on time counts."""

    kind: ClassVar[str] = "room.unled"


@dataclass(frozen=True, slots=True)
class RoomHeld:
    """No licensed facilitator is left: clients no longer reach each other until one is back (docs/domain.md 1.4)."""

    kind: ClassVar[str] = "room.held"


@dataclass(frozen=True, slots=True)
class RoomSuspended:
    """No facilitator came back for long: clients are told how they will be contacted."""

    kind: ClassVar[str] = "room.suspended"


@dataclass(frozen=True, slots=True)
class RoomResumed:
    """A facilitator is back, whether the session was held meanwhile or not; the floor goes on where it was."""

    kind: ClassVar[str] = "room.resumed"


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
class RoomBack:
    """The service is back. For ``away_s`` seconds, as far as its clocks tell, the room stood still with all that ran."""

    kind: ClassVar[str] = "room.back"
    away_s: float


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
    """The seat was moved out into the waiting room. ``by`` is None for an observer whom somebody does not want here."""

    kind: ClassVar[str] = "seat.moved_to_waiting"
    seat: SeatId
    by: PersonId | None


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
class SeatOpened:
    """From now on only the resume token with this nonce leads back to the seat. No viewer hears of it.

    Tokens are signed: knowing the nonce opens nothing.
    """

    kind: ClassVar[str] = "seat.opened"
    seat: SeatId
    nonce: str


@dataclass(frozen=True, slots=True)
class LinkWithdrawn:
    """Links of the seat older than version ``link`` are good no more. No viewer hears of it."""

    kind: ClassVar[str] = "seat.link_withdrawn"
    seat: SeatId
    link: int


@dataclass(frozen=True, slots=True)
class SeatLeft:
    """The seat is out of the session; it may come again through the waiting room while the session lasts."""

    kind: ClassVar[str] = "seat.left"
    seat: SeatId
    reason: LeaveReason
    in_room: bool


@dataclass(frozen=True, slots=True)
class CompanionJoined:
    """A companion device is here: the phone of one person who sits on a shared seat. It has no media and no slot."""

    kind: ClassVar[str] = "companion.joined"
    seat: SeatId


@dataclass(frozen=True, slots=True)
class DevicesSet:
    """The seat's own switches; ``unmuted`` when somebody there just switched the microphone on, to speak."""

    kind: ClassVar[str] = "seat.devices_set"
    seat: SeatId
    mic: bool
    camera: bool
    unmuted: bool = False


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
    """The person is present from now on, on this seat (docs/domain.md, Attendance); moving to another seat is no gap.

    ``private`` says that it is in a private room; those minutes are kept apart.
    """

    kind: ClassVar[str] = "presence.began"
    person: PersonId
    seat: SeatId
    private: bool = False


@dataclass(frozen=True, slots=True)
class PresenceEnded:
    """The person is not present any more."""

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
    | MediaReady
    | MediaLost
    | PresenceBegan
    | PresenceEnded
)
