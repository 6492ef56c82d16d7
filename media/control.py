"""The messages between the web process and a relay worker, and their framing on a private stream.

Each frame is a 4-byte big-endian length and one MessagePack value. Both sides come from the same release, so there
is no versioning; unknown fields and oversized frames are refused. Plans are always complete and idempotent.
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
    "Change",
    "CloseRoom",
    "ControlBroken",
    "Counters",
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
    """The stream holds something that is not a frame; it cannot be used any more."""


class _Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plain value inside messages."""


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """One member of a union, tagged with its class name."""


class VideoLayer(_Value, frozen=True):
    """One simulcast layer of a camera, as requested from its sender.

    Attributes:
        rid: its name in the offer, RFC 8851.
        height: picture height, pixels; the width follows the camera.
        max_bps: bits per second.
    """

    rid: str
    height: int
    max_bps: int


class RoomOptions(_Value, frozen=True):
    """The layout of a room.

    Attributes:
        slots: number of slots on every connection of the room, 0..32.
        layers: of every camera, smallest first, 1 to 3.
    """

    slots: int
    layers: tuple[VideoLayer, ...] = (
        VideoLayer("q", 180, 150_000),
        VideoLayer("h", 360, 450_000),
        VideoLayer("f", 720, 1_200_000),
    )


class PeerPlan(_Value, frozen=True):
    """What one peer may send and receive.

    Attributes:
        slot: where others see it; no two peers with a space share one.
        space: peers with the same space exchange streams; None forwards nothing in either direction.
        audio, video: whether its audio and its video may be forwarded.
        rank: decides whose video is kept longest when a receiver's link is narrow: 0 the floor holder,
            1 facilitators, 2 everybody else.
    """

    slot: int
    space: str | None
    audio: bool
    video: bool
    rank: int = 2


class RelayPlan(_Value, frozen=True):
    """The complete plan of who may be heard and seen in a room. A version lower than the one in force is ignored."""

    version: int
    peers: dict[str, PeerPlan]


class SpeechInterval(_Value, frozen=True):
    """A finished stretch of speech of one peer.

    Attributes:
        peer: who spoke. began_ago_s, ended_ago_s: seconds before the message was made.
    """

    peer: str
    began_ago_s: float
    ended_ago_s: float


class OpenRoom(_Message, frozen=True):
    """Open a room; idempotent while the options are the same."""

    room: str
    options: RoomOptions


class CloseRoom(_Message, frozen=True):
    """Close a room with all its peers; idempotent."""

    room: str


class AddPeer(_Message, frozen=True):
    """Create a connection for a peer; an older connection of the same peer is closed."""

    room: str
    peer: str
    slot: int


class Answer(_Message, frozen=True):
    """The client's answer to the offer of that connection, parsed by the web process: no worker reads SDP."""

    room: str
    peer: str
    connection: int
    answer: ParsedAnswer


class RestartIce(_Message, frozen=True):
    """Create new ICE credentials for a live or silent connection; `Offered` carries them, the answer follows.

    Slots, streams and DTLS continue. Refused with `peer.unknown`, `peer.replaced`, or `peer.not_connected`.
    """

    room: str
    peer: str
    connection: int


class SetTiles(_Message, frozen=True):
    """The height at which a peer shows each slot, device pixels; 0 if not listed, and any before its first message."""

    room: str
    peer: str
    heights: dict[int, int]


class RemovePeer(_Message, frozen=True):
    """Close a peer's connection; idempotent."""

    room: str
    peer: str


class ApplyPlan(_Message, frozen=True):
    """Put a plan into force; the reply is sent once it is in force."""

    room: str
    plan: RelayPlan


class GetStats(_Message, frozen=True):
    """Ask for a room's counters."""

    room: str


class Ping(_Message, frozen=True):
    """Ask whether the worker is alive, and for its counters; the reply is `Pong`."""


Counters = GetStats | Ping  # Answered piece by piece, and so perhaps after later calls.
Change = OpenRoom | CloseRoom | AddPeer | Answer | RestartIce | SetTiles | RemovePeer | ApplyPlan
Request = Change | Counters


class Ok(_Message, frozen=True):
    """Done."""


class Refused(_Message, frozen=True):
    """Not done; `code` is stable."""

    code: str


class Offered(_Message, frozen=True):
    """The offer of a new connection.

    Attributes:
        sdp: for the client.
        connection: the connection's number; increases with every AddPeer of the worker. Events carry it.
    """

    sdp: str
    connection: int


class Stats(_Message, frozen=True):
    """A room's counters."""

    stats: RoomStats


class Pong(_Message, frozen=True):
    """The worker is alive."""

    stats: WorkerStats


Body = Ok | Refused | Offered | Stats | Pong


class Ready(_Message, frozen=True):
    """The worker is listening on this port, by UDP and TCP."""

    port: int


class PeerConnected(_Message, frozen=True):
    """A connection is up, for the first time or again after `PeerSilent`: the plan now decides what is forwarded."""

    room: str
    peer: str
    connection: int


class PeerSilent(_Message, frozen=True):
    """No connectivity check for `CONSENT_S`: nothing is sent to the peer. It is kept for a while; it may return."""

    room: str
    peer: str
    connection: int


class PeerLost(_Message, frozen=True):
    """A connection ended without being asked to.

    Attributes:
        reason: `silent` (it never came back), `setup` (never came up), `dtls` (handshake or fingerprint),
            `closed` (the client closed it), `fault` (an error in the relay).
    """

    room: str
    peer: str
    connection: int
    reason: str


class Speaking(_Message, frozen=True):
    """Who is speaking; sent at most five times a second, and only on change.

    Attributes:
        peers: all peers that are speaking now, sorted.
        ended: stretches of speech that ended since the last message.
        overlap_s, silence_s: since the last message, how long two or more peers spoke, and how long nobody did.
        unreliable: all peers whose level is loud and never changes, sorted: whether they speak is unknown.
    """

    room: str
    peers: tuple[str, ...]
    ended: tuple[SpeechInterval, ...] = ()
    overlap_s: float = 0.0
    silence_s: float = 0.0
    unreliable: tuple[str, ...] = ()


class LayersWanted(_Message, frozen=True):
    """The camera layers that a connection should send; nobody needs the others. Sent on change."""

    room: str
    peer: str
    connection: int
    rids: tuple[str, ...]


class PicturesPaused(_Message, frozen=True):
    """The visible slots whose video is paused because the receiver's link is too narrow. Sent on change.

    A still picture is never among them, even when no packets of it arrive.
    """

    room: str
    peer: str
    connection: int
    slots: tuple[int, ...]


class Quality(_Message, frozen=True):
    """The quality of every connected peer's connection; sent on change, at most every two seconds."""

    room: str
    peers: dict[str, PeerQuality]


Event = Ready | PeerConnected | PeerSilent | PeerLost | Speaking | LayersWanted | PicturesPaused | Quality


class Call(_Message, frozen=True):
    """A request from the web process; the reply carries the same id."""

    id: int
    body: Request


class Reply(_Message, frozen=True):
    """The worker's reply to one call."""

    id: int
    body: Body


FromWorker = Reply | Event

_encoder = msgspec.msgpack.Encoder()


def encode_frame(message: Call | FromWorker) -> bytes:
    """Encode one message, with its length in front.

    Raises:
        ControlBroken: the message is larger than a frame may be.
    """
    body = _encoder.encode(message)
    if len(body) > MAX_FRAME_BYTES:
        raise ControlBroken("frame too large")
    return _LENGTH.pack(len(body)) + body


class FrameDecoder(Generic[_T]):
    """Splits a byte stream into the messages of one direction: `Call` or `FromWorker`."""

    def __init__(self, kind: type[_T]) -> None:
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[_T]:
        """Add received bytes; returns the messages that are now complete.

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
