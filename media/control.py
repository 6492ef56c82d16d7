"""The messages between the web process and a relay worker, and their framing on a private stream.

Each frame is a 4-byte big-endian length and one MessagePack value. Both sides come from the same release, so there
is no versioning; unknown fields and oversized frames are refused. Plans are always whole and idempotent.
"""

from struct import Struct as ByteStruct
from typing import Generic, TypeVar

import msgspec

from media.counters import PeerQuality, RoomStats, WorkerStats
from media.sdp.answer import ParsedAnswer

__all__ = [
    "MAX_FRAME_BYTES",
    "AddPeer",
    "Answer",
    "ApplyPlan",
    "Call",
    "CloseRoom",
    "ControlBroken",
    "Event",
    "FrameDecoder",
    "FromWorker",
    "GetStats",
    "LayersWanted",
    "Offered",
    "Ok",
    "OpenRoom",
    "PeerConnected",
    "PeerLost",
    "PeerPlan",
    "PeerSilent",
    "PicturesPaused",
    "Ping",
    "RelayPlan",
    "Pong",
    "Quality",
    "Ready",
    "Refused",
    "RemovePeer",
    "Reply",
    "RestartIce",
    "RoomOptions",
    "SetTiles",
    "Speaking",
    "SpeechInterval",
    "Stats",
    "VideoLayer",
    "encode_frame",
]

MAX_FRAME_BYTES = 1024 * 1024
_LENGTH = ByteStruct("!I")
_T = TypeVar("_T")


class ControlBroken(Exception):
    """The stream holds something that is no frame of ours; it cannot be used any more."""


class _Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plain value inside messages."""


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """One member of a union, told apart by its name."""


class VideoLayer(_Value, frozen=True):
    """One simulcast layer of a camera, as its sender is asked to make it.

    Attributes:
        rid: its name in the offer, RFC 8851.
        height: of the picture, pixels; the width follows the camera.
        max_bps: bits per second.
    """

    rid: str
    height: int
    max_bps: int


class RoomOptions(_Value, frozen=True):
    """How a room is laid out.

    Attributes:
        slots: how many slots every connection of the room has, 0..32.
        layers: of every camera, smallest first, 1 to 3.
    """

    slots: int
    layers: tuple[VideoLayer, ...] = (
        VideoLayer("q", 180, 150_000),
        VideoLayer("h", 360, 450_000),
        VideoLayer("f", 720, 1_200_000),
    )


class PeerPlan(_Value, frozen=True):
    """What one peer may do.

    Attributes:
        slot: where others see it; no two peers with a space share one.
        space: whom it shares streams with; None passes nothing either way.
        audio, video: whether its sound and its picture may pass.
        rank: whose picture is kept longest when a receiver's link is narrow: 0 the floor holder, 1 facilitators,
            2 everybody else.
    """

    slot: int
    space: str | None
    audio: bool
    video: bool
    rank: int = 2


class RelayPlan(_Value, frozen=True):
    """Who may be heard and seen in a room, whole. A lower version than the one in force is ignored."""

    version: int
    peers: dict[str, PeerPlan]


class SpeechInterval(_Value, frozen=True):
    """A stretch of speech of one peer that has ended.

    Attributes:
        peer: who. began_ago_s, ended_ago_s: seconds before the message was made.
    """

    peer: str
    began_ago_s: float
    ended_ago_s: float


class OpenRoom(_Message, frozen=True):
    """Make a room; idempotent while the options are the same."""

    room: str
    options: RoomOptions


class CloseRoom(_Message, frozen=True):
    """Close a room with all its peers; idempotent."""

    room: str


class AddPeer(_Message, frozen=True):
    """Make a connection for a peer; an older one of the same peer is closed."""

    room: str
    peer: str
    slot: int


class Answer(_Message, frozen=True):
    """The client's answer to the offer of that connection, as read by the web process: no worker reads SDP."""

    room: str
    peer: str
    connection: int
    answer: ParsedAnswer


class RestartIce(_Message, frozen=True):
    """Make new ICE credentials for a connection that lives or is silent; `Offered` carries them, the answer follows.

    Slots, streams and DTLS go on. Refused with `peer.unknown`, `peer.replaced`, or `peer.not_connected`.
    """

    room: str
    peer: str
    connection: int


class SetTiles(_Message, frozen=True):
    """How high each slot is shown at a peer, device pixels; a slot that is not named is not shown.

    Before the first message of a connection every slot is taken to be shown at any height.
    """

    room: str
    peer: str
    heights: dict[int, int]


class RemovePeer(_Message, frozen=True):
    """Close a peer's connection; idempotent."""

    room: str
    peer: str


class ApplyPlan(_Message, frozen=True):
    """Put a plan into force; the reply leaves when it is."""

    room: str
    plan: RelayPlan


class GetStats(_Message, frozen=True):
    """Ask for a room's counters."""

    room: str


class Ping(_Message, frozen=True):
    """Ask for a sign of life and the worker's counters; the reply is `Pong`."""


Request = (
    OpenRoom | CloseRoom | AddPeer | Answer | RestartIce | SetTiles | RemovePeer | ApplyPlan | GetStats | Ping
)


class Ok(_Message, frozen=True):
    """Done."""


class Refused(_Message, frozen=True):
    """Not done; `code` is stable."""

    code: str


class Offered(_Message, frozen=True):
    """The offer of a new connection.

    Attributes:
        sdp: for the client.
        connection: rises with every AddPeer of the worker; events name it.
    """

    sdp: str
    connection: int


class Stats(_Message, frozen=True):
    """A room's counters."""

    stats: RoomStats


class Pong(_Message, frozen=True):
    """A sign of life."""

    stats: WorkerStats


Body = Ok | Refused | Offered | Stats | Pong


class Ready(_Message, frozen=True):
    """The worker listens on this UDP port."""

    port: int


class PeerConnected(_Message, frozen=True):
    """A connection is up, for the first time or again after `PeerSilent`: from now on the plan decides what passes."""

    room: str
    peer: str
    connection: int


class PeerSilent(_Message, frozen=True):
    """No connectivity check for `CONSENT_S`: nothing is sent to it. It is kept a while for its client to come back."""

    room: str
    peer: str
    connection: int


class PeerLost(_Message, frozen=True):
    """A connection ended without being asked to.

    Attributes:
        reason: `silent` (it never came back), `setup` (never came up), `dtls` (handshake or fingerprint),
            `closed` (the client closed it), `fault` (the relay failed it).
    """

    room: str
    peer: str
    connection: int
    reason: str


class Speaking(_Message, frozen=True):
    """Who speaks, at most five times a second and only when there is something to tell.

    Attributes:
        peers: the whole set of peers that speak now, sorted.
        ended: stretches of speech that ended since the last message.
        overlap_s, silence_s: since the last message, how long two or more spoke, and how long nobody did.
        unreliable: the whole set of peers whose levels are loud and never change, sorted: their speech is not known.
    """

    room: str
    peers: tuple[str, ...]
    ended: tuple[SpeechInterval, ...] = ()
    overlap_s: float = 0.0
    silence_s: float = 0.0
    unreliable: tuple[str, ...] = ()


class LayersWanted(_Message, frozen=True):
    """The layers of its camera that a connection is to send; the others nobody wants. Told on change."""

    room: str
    peer: str
    connection: int
    rids: tuple[str, ...]


class PicturesPaused(_Message, frozen=True):
    """The slots whose pictures a connection does not get although it shows them: its link is too narrow. Told on change.

    A picture that stands still is none of them, also when nothing of it comes.
    """

    room: str
    peer: str
    connection: int
    slots: tuple[int, ...]


class Quality(_Message, frozen=True):
    """How well each connected peer's connection works, whole; told on change, at most every two seconds."""

    room: str
    peers: dict[str, PeerQuality]


Event = Ready | PeerConnected | PeerSilent | PeerLost | Speaking | LayersWanted | PicturesPaused | Quality


class Call(_Message, frozen=True):
    """A request of the web process; the reply carries the same id."""

    id: int
    body: Request


class Reply(_Message, frozen=True):
    """The worker's reply to one call."""

    id: int
    body: Body


FromWorker = Reply | Event

_encoder = msgspec.msgpack.Encoder()


def encode_frame(message: Call | FromWorker) -> bytes:
    """One message with its length in front.

    Raises:
        ControlBroken: the message is larger than a frame may be.
    """
    body = _encoder.encode(message)
    if len(body) > MAX_FRAME_BYTES:
        raise ControlBroken("frame too large")
    return _LENGTH.pack(len(body)) + body


class FrameDecoder(Generic[_T]):
    """Cuts a byte stream into messages of one direction: `Call` or `FromWorker`."""

    def __init__(self, kind: type[_T]) -> None:
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[_T]:
        """Take bytes as they come; returns the messages that are complete.

        Raises:
            ControlBroken: a frame is oversized or does not hold a message; the stream is unusable then.
        """
        self._buffer += data
        messages: list[_T] = []
        while len(self._buffer) >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(self._buffer)
            if size > MAX_FRAME_BYTES:
                raise ControlBroken("frame too large")
            end = _LENGTH.size + size
            if len(self._buffer) < end:
                break
            try:
                messages.append(self._decoder.decode(bytes(self._buffer[_LENGTH.size : end])))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                raise ControlBroken("not a message") from error
            del self._buffer[:end]
        return messages
