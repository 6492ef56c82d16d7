"""Requests about the client itself, its media, and seats."""

from typing import Annotated, Literal

from pydantic import Field

from rooms.model.events.follow_up import RemovalReason
from signaling.messages.base import Id, Message, Request, Seq

__all__ = [
    "CameraRest",
    "Devices",
    "Hello",
    "MediaAnswer",
    "MediaRestart",
    "MediaSnapshot",
    "MediaTiles",
    "Ping",
    "Resume",
    "SeatAdmit",
    "SeatAdmitAll",
    "SeatMessages",
    "SeatMoveToWaiting",
    "SessionEnd",
    "SessionLeave",
    "SetDevices",
]


class Devices(Message):
    """Whether the seat's microphone and camera are on."""

    mic: bool
    camera: bool


class Resume(Message):
    """Where a returning client left off."""

    token: Annotated[str, Field(min_length=1, max_length=1024)]
    seq: Seq


class Hello(Message):
    """Opens the session, by ticket or by resume token."""

    type: Literal["hello"]
    ticket: Annotated[str, Field(min_length=1, max_length=256)] | None = None
    resume: Resume | None = None
    devices: Devices
    client: Annotated[str, Field(max_length=64)] = ""


class SetDevices(Request):
    """The seat's microphone or camera was switched on or off; ``by_system``: by the computer, not by a person."""

    type: Literal["devices.set"]
    mic: bool
    camera: bool
    by_system: bool = False


class CameraRest(Request):
    """Rest the seat's camera for the time that the policy gives, without a reason."""

    type: Literal["camera.rest"]


class MediaAnswer(Request):
    """The answer to the offer of the same generation."""

    type: Literal["media.answer"]
    generation: Seq
    sdp: Annotated[str, Field(min_length=1, max_length=100_000)]


class MediaRestart(Request):
    """The connection of this generation failed; ``fresh`` asks for a new one instead of an ICE restart."""

    type: Literal["media.restart"]
    generation: Seq
    fresh: bool = False


class MediaTiles(Request):
    """The height at which each slot is shown, device pixels, by slot; an omitted slot is not shown."""

    type: Literal["media.tiles"]
    heights: Annotated[
        dict[Annotated[str, Field(pattern=r"^(0|[1-9]\d?)$")], Annotated[int, Field(ge=0, le=4320)]],
        Field(max_length=32),
    ]


class MediaSnapshot(Request):
    """Ask for the room's connection statistics, for support."""

    type: Literal["media.snapshot"]


class Ping(Request):
    """Check the connection and ask for the time."""

    type: Literal["ping"]


class SeatAdmit(Request):
    """Let a waiting seat in."""

    type: Literal["seat.admit"]
    seat: Id


class SeatAdmitAll(Request):
    """Let every waiting seat in."""

    type: Literal["seat.admit_all"]


class SeatMoveToWaiting(Request):
    """Move a member's seat out into the waiting room. ``reason``: why, for staff."""

    type: Literal["seat.move_to_waiting"]
    seat: Id
    reason: Annotated[RemovalReason | None, Field(strict=False)] = None


class SessionLeave(Request):
    """Leave."""

    type: Literal["session.leave"]


class SessionEnd(Request):
    """End the session for everybody."""

    type: Literal["session.end"]


SeatMessages = (
    Hello
    | SetDevices
    | CameraRest
    | MediaAnswer
    | MediaRestart
    | MediaTiles
    | MediaSnapshot
    | Ping
    | SeatAdmit
    | SeatAdmitAll
    | SeatMoveToWaiting
    | SessionLeave
    | SessionEnd
)
