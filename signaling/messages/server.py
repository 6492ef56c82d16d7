"""Messages from the server."""

from typing import Any, Literal

from signaling.messages.base import Id, Message, Seq

__all__ = [
    "Bye",
    "ErrorMessage",
    "Heartbeat",
    "IceServer",
    "MediaLayers",
    "MediaUnsupported",
    "MediaOffer",
    "MediaPaused",
    "Ok",
    "Pong",
    "RoomChanged",
    "ServerMessages",
    "Snapshot",
    "VideoLayer",
    "Welcome",
]


class IceServer(Message):
    """One entry for the client's RTCPeerConnection."""

    urls: list[str]
    username: str
    credential: str


class Welcome(Message):
    """The answer to ``hello``."""

    type: Literal["welcome"] = "welcome"
    seq: Seq
    resume: str
    resume_within_s: float
    server_time: float
    seat: Id
    view: dict[str, Any] | None = None


class RoomChanged(Message):
    """What happened, and a merge patch for the view."""

    type: Literal["room.changed"] = "room.changed"
    seq: Seq
    events: list[dict[str, Any]]
    patch: dict[str, Any]


class VideoLayer(Message):
    """One layer of the camera: its name in the offer, its height in pixels, its bits per second."""

    rid: str
    height: int
    max_bps: int


class MediaOffer(Message):
    """Make a new connection from this offer; with ``restart``, give the current one new ICE credentials."""

    type: Literal["media.offer"] = "media.offer"
    generation: Seq
    sdp: str
    layers: list[VideoLayer]
    restart: bool = False
    ice_servers: list[IceServer]


class MediaLayers(Message):
    """The layers of the camera to send now; stop all others."""

    type: Literal["media.layers"] = "media.layers"
    generation: Seq
    rids: list[str]


class MediaPaused(Message):
    """The slots whose video is paused because the client's link is too slow; all others are not."""

    type: Literal["media.paused"] = "media.paused"
    generation: Seq
    slots: list[int]


class MediaUnsupported(Message):
    """What this client cannot do, because its answer accepts no format that the others send or know."""

    type: Literal["media.unsupported"] = "media.unsupported"
    generation: Seq
    cannot: list[Literal["hear", "see", "be_heard", "be_seen"]]


class Snapshot(Message):
    """The answer to ``media.snapshot``."""

    type: Literal["media.snapshot"] = "media.snapshot"
    re: int
    room: dict[str, Any]
    relay: dict[str, Any]


class Heartbeat(Message):
    """Sent after a period of silence: the connection is alive."""

    type: Literal["heartbeat"] = "heartbeat"


class Pong(Message):
    """The answer to ``ping``, with the room's time."""

    type: Literal["pong"] = "pong"
    re: int
    server_time: float


class Ok(Message):
    """The request succeeded; ``stored`` is false while the change is only in the server's memory."""

    type: Literal["ok"] = "ok"
    re: int
    stored: Literal[False] | None = None


class ErrorMessage(Message):
    """The request failed."""

    type: Literal["error"] = "error"
    re: int | None = None
    code: str
    retryable: bool
    reason: str | None = None
    floor: dict[str, Any] | None = None


class Bye(Message):
    """The last message."""

    type: Literal["bye"] = "bye"
    code: str
    retry: bool


ServerMessages = (
    Welcome
    | RoomChanged
    | MediaOffer
    | MediaLayers
    | MediaPaused
    | MediaUnsupported
    | Snapshot
    | Heartbeat
    | Pong
    | Ok
    | ErrorMessage
    | Bye
)
