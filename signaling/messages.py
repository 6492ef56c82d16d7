"""The wire messages of PROTOCOL.md as two closed unions, one per direction. Strict: unknown fields are refused."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from rooms.model.policy import FloorMode, GrantRule, MicPolicy

__all__ = [
    "MAX_MESSAGE_BYTES",
    "SUBPROTOCOL",
    "Bye",
    "ClientMessage",
    "Devices",
    "ErrorMessage",
    "FloorGrant",
    "FloorNext",
    "FloorPass",
    "FloorRelease",
    "FloorRequest",
    "FloorRevoke",
    "FloorSetMode",
    "FloorWithdraw",
    "Hello",
    "IceServer",
    "MediaAnswer",
    "MediaLayers",
    "MediaOffer",
    "MediaRestart",
    "MediaSnapshot",
    "MediaTiles",
    "Ok",
    "Request",
    "Resume",
    "RoomChanged",
    "SeatAdmit",
    "SeatAdmitAll",
    "SeatMoveToWaiting",
    "ServerMessage",
    "SessionEnd",
    "SessionLeave",
    "SetDevices",
    "Snapshot",
    "VideoLayer",
    "Welcome",
    "client_adapter",
    "server_adapter",
]

SUBPROTOCOL = "attune.v1"
MAX_MESSAGE_BYTES = 128 * 1024
"""The longest text frame either side sends. An answer for 15 seats has about 60 KiB."""

Id = Annotated[str, Field(min_length=1, max_length=64)]
Seq = Annotated[int, Field(ge=0, le=2**53)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Devices(_Message):
    """Whether the seat's microphone and camera are on."""

    mic: bool
    camera: bool


class Resume(_Message):
    """Where a returning client left off."""

    token: Annotated[str, Field(min_length=1, max_length=1024)]
    seq: Seq


class Hello(_Message):
    """Opens the conversation, by ticket or by resume."""

    type: Literal["hello"]
    ticket: Annotated[str, Field(min_length=1, max_length=256)] | None = None
    resume: Resume | None = None
    devices: Devices
    client: Annotated[str, Field(max_length=64)] = ""


class Request(_Message):
    """What every request has: an id that rises, which the answer repeats."""

    id: Annotated[int, Field(ge=1, le=2**53)]


class SetDevices(Request):
    """The seat switched its microphone or camera."""

    type: Literal["devices.set"]
    mic: bool
    camera: bool


class MediaAnswer(Request):
    """The answer to the offer of the same generation."""

    type: Literal["media.answer"]
    generation: Seq
    sdp: Annotated[str, Field(min_length=1, max_length=100_000)]


class MediaRestart(Request):
    """The connection of this generation failed; ``fresh`` asks for a new one instead of a way back to it."""

    type: Literal["media.restart"]
    generation: Seq
    fresh: bool = False


class MediaTiles(Request):
    """How high each slot is shown, device pixels, by slot; a slot that is not named is not shown."""

    type: Literal["media.tiles"]
    heights: Annotated[
        dict[Annotated[str, Field(pattern=r"^(0|[1-9]\d?)$")], Annotated[int, Field(ge=0, le=4320)]],
        Field(max_length=32),
    ]


class MediaSnapshot(Request):
    """The room's connections in numbers, please, for support."""

    type: Literal["media.snapshot"]


class _PersonalIntent(Request):
    person: Id
    expected_seq: Seq


class _StaffIntent(Request):
    expected_seq: Seq


class FloorRequest(_PersonalIntent):
    """Raise a hand."""

    type: Literal["floor.request"]


class FloorWithdraw(_PersonalIntent):
    """Lower a hand."""

    type: Literal["floor.withdraw"]


class FloorPass(_PersonalIntent):
    """Give up a turn or a place in line."""

    type: Literal["floor.pass"]


class FloorRelease(_PersonalIntent):
    """The holder has finished."""

    type: Literal["floor.release"]


class FloorGrant(_PersonalIntent):
    """Give the floor to ``person``."""

    type: Literal["floor.grant"]


class FloorRevoke(_StaffIntent):
    """Take the floor back."""

    type: Literal["floor.revoke"]


class FloorNext(_StaffIntent):
    """The next in line, please."""

    type: Literal["floor.next"]


class FloorSetMode(_StaffIntent):
    """Change how turns start."""

    type: Literal["floor.set_mode"]
    mode: Annotated[FloorMode, Field(strict=False)]
    mic_policy: Annotated[MicPolicy, Field(strict=False)]
    grants: Annotated[GrantRule, Field(strict=False)]


class SeatAdmit(Request):
    """Let a waiting seat in."""

    type: Literal["seat.admit"]
    seat: Id


class SeatAdmitAll(Request):
    """Let every waiting seat in."""

    type: Literal["seat.admit_all"]


class SeatMoveToWaiting(Request):
    """Move a member's seat out into the waiting room."""

    type: Literal["seat.move_to_waiting"]
    seat: Id


class SessionLeave(Request):
    """Leave."""

    type: Literal["session.leave"]


class SessionEnd(Request):
    """End the session for everybody."""

    type: Literal["session.end"]


ClientMessage = Annotated[
    Hello
    | SetDevices
    | MediaAnswer
    | MediaRestart
    | MediaTiles
    | MediaSnapshot
    | FloorRequest
    | FloorWithdraw
    | FloorPass
    | FloorRelease
    | FloorGrant
    | FloorRevoke
    | FloorNext
    | FloorSetMode
    | SeatAdmit
    | SeatAdmitAll
    | SeatMoveToWaiting
    | SessionLeave
    | SessionEnd,
    Field(discriminator="type"),
]


class IceServer(_Message):
    """One entry for the client's RTCPeerConnection."""

    urls: list[str]
    username: str
    credential: str


class Welcome(_Message):
    """The answer to ``hello``."""

    type: Literal["welcome"] = "welcome"
    seq: Seq
    resume: str
    resume_within_s: float
    server_time: float
    seat: Id
    ice_servers: list[IceServer]
    view: dict[str, Any] | None = None


class RoomChanged(_Message):
    """What happened, and the merge patch on the view."""

    type: Literal["room.changed"] = "room.changed"
    seq: Seq
    events: list[dict[str, Any]]
    patch: dict[str, Any]


class VideoLayer(_Message):
    """One layer of the camera as it should be sent: its name in the offer, its height in pixels, its bits per second."""

    rid: str
    height: int
    max_bps: int


class MediaOffer(_Message):
    """Make a new connection from this offer; with ``restart``, give the present one new ICE credentials."""

    type: Literal["media.offer"] = "media.offer"
    generation: Seq
    sdp: str
    layers: list[VideoLayer]
    restart: bool = False


class MediaLayers(_Message):
    """The layers of the camera to send now, and no others."""

    type: Literal["media.layers"] = "media.layers"
    generation: Seq
    rids: list[str]


class Snapshot(_Message):
    """The answer to ``media.snapshot``."""

    type: Literal["media.snapshot"] = "media.snapshot"
    re: int
    room: dict[str, Any]
    relay: dict[str, Any]


class Ok(_Message):
    """The request was done."""

    type: Literal["ok"] = "ok"
    re: int


class ErrorMessage(_Message):
    """The request was not done."""

    type: Literal["error"] = "error"
    re: int | None = None
    code: str
    retryable: bool
    reason: str | None = None
    floor: dict[str, Any] | None = None


class Bye(_Message):
    """The last message."""

    type: Literal["bye"] = "bye"
    code: str
    retry: bool


ServerMessage = Annotated[
    Welcome | RoomChanged | MediaOffer | MediaLayers | Snapshot | Ok | ErrorMessage | Bye,
    Field(discriminator="type"),
]

client_adapter: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)
server_adapter: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)
