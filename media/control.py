"""The messages between the web process and a relay worker, and their framing on a private stream.

Each frame is a 4-byte big-endian length and one MessagePack value. Both sides come from the same release, so there
is no versioning; unknown fields and oversized frames are refused. Plans are always whole and idempotent.
"""

from struct import Struct as ByteStruct
from typing import Generic, TypeVar

import msgspec

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
    "Offered",
    "Ok",
    "OpenRoom",
    "PeerConnected",
    "PeerLost",
    "PeerPlan",
    "PeerStats",
    "Ping",
    "Plan",
    "Ready",
    "Refused",
    "RemovePeer",
    "Reply",
    "RoomOptions",
    "RoomStats",
    "Speaking",
    "Stats",
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


class RoomOptions(_Value, frozen=True):
    """How a room is laid out.

    Attributes:
        slots: how many slots every connection of the room has, 0..32.
        max_video_bps: what one sender may send, sound and picture together, bits per second.
    """

    slots: int
    max_video_bps: int = 900_000


class PeerPlan(_Value, frozen=True):
    """What one peer may do.

    Attributes:
        slot: where others see it; no two peers with a space share one.
        space: whom it shares streams with; None passes nothing either way.
        audio, video: whether its sound and its picture may pass.
    """

    slot: int
    space: str | None
    audio: bool
    video: bool


class Plan(_Value, frozen=True):
    """Who may be heard and seen in a room, whole. A lower version than the one in force is ignored."""

    version: int
    peers: dict[str, PeerPlan]


class PeerStats(_Value, frozen=True):
    """Counters of one connection, from its start. `gated` packets were dropped by the gate; `forwarded` ones
    left for at least one receiver. `in` is seen from the relay."""

    connected: bool
    connection: int
    packets_in: int
    bytes_in: int
    packets_out: int
    bytes_out: int
    gated_audio: int
    gated_video: int
    forwarded_audio: int
    forwarded_video: int
    nacks_in: int
    nacks_out: int
    rtx_out: int
    plis_in: int
    plis_out: int


class RoomStats(_Value, frozen=True):
    """Counters of a room; `drops` are those of the whole worker, by reason."""

    peers: dict[str, PeerStats]
    drops: dict[str, int]


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
    """The client's answer to the offer of that connection."""

    room: str
    peer: str
    connection: int
    sdp: str


class RemovePeer(_Message, frozen=True):
    """Close a peer's connection; idempotent."""

    room: str
    peer: str


class ApplyPlan(_Message, frozen=True):
    """Put a plan into force; the reply leaves when it is."""

    room: str
    plan: Plan


class GetStats(_Message, frozen=True):
    """Ask for a room's counters."""

    room: str


class Ping(_Message, frozen=True):
    """Ask for a sign of life."""


Request = OpenRoom | CloseRoom | AddPeer | Answer | RemovePeer | ApplyPlan | GetStats | Ping


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


Body = Ok | Refused | Offered | Stats


class Ready(_Message, frozen=True):
    """The worker listens on this UDP port."""

    port: int


class PeerConnected(_Message, frozen=True):
    """A connection is up: from now on the plan decides what passes."""

    room: str
    peer: str
    connection: int


class PeerLost(_Message, frozen=True):
    """A connection ended without being asked to.

    Attributes:
        reason: `silent` (no connectivity check), `setup` (never came up), `dtls` (handshake or fingerprint),
            `closed` (the client closed it).
    """

    room: str
    peer: str
    connection: int
    reason: str


class Speaking(_Message, frozen=True):
    """The whole set of peers that speak now, sorted; sent on change only."""

    room: str
    peers: tuple[str, ...]


Event = Ready | PeerConnected | PeerLost | Speaking


class Call(_Message, frozen=True):
    """A request of the web process; the reply carries the same id."""

    id: int
    body: Request


class Reply(_Message, frozen=True):
    """The worker's reply to one call."""

    id: int
    body: Body


FromWorker = Reply | Ready | PeerConnected | PeerLost | Speaking

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
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise ControlBroken("not a message") from error
            del self._buffer[:end]
        return messages
