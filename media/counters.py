"""What the relay counts, as values that cross the control stream. None of them holds a name, an address or an SSRC."""

from typing import Literal

import msgspec

__all__ = [
    "Grade",
    "PeerQuality",
    "PeerStats",
    "RoomStats",
    "SlotStats",
    "StreamStats",
    "WorkerStats",
]


class _Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plain value inside messages."""


class StreamStats(_Value, frozen=True):
    """One incoming stream of a peer, its microphone or one layer of its camera, from its start.

    Attributes:
        kind: `audio` or `video`. rid: of the layer; empty for sound and for a camera without layers.
        active: packets came within the last two seconds. is_open: the gate.
        packets, bytes: received, what the gate dropped included.
        lost: never came, as far as is known. jitter_ms: RFC 3550.
        bps: bits per second, lately.
        gated, forwarded: packets dropped by the gate; packets that left for anyone.
        nacked, recovered: packets asked for again; packets that came so.
        key_requests, key_frames: asked for; came.
    """

    kind: str
    rid: str
    active: bool
    is_open: bool
    packets: int
    bytes: int
    lost: int
    jitter_ms: float
    bps: int
    gated: int
    forwarded: int
    nacked: int
    recovered: int
    key_requests: int
    key_frames: int


class SlotStats(_Value, frozen=True):
    """One slot as one receiver gets it.

    Attributes:
        slot: its number. kind: `audio` or `video`.
        layer, wanted: rid of the layer that feeds it now, and of the one the allocator chose; empty for none.
        packets, bytes: sent.
        loss_percent, jitter_ms: of the receiver's last report.
        nacked, resent: packets the receiver asked for again; packets repeated.
        key_requests: of the receiver. switches: changes of layer.
    """

    slot: int
    kind: str
    layer: str
    wanted: str
    packets: int
    bytes: int
    loss_percent: float
    jitter_ms: float
    nacked: int
    resent: int
    key_requests: int
    switches: int


class PeerStats(_Value, frozen=True):
    """Counters of one connection, from its start. `in` is seen from the relay.

    Attributes:
        connected: the handshake is done. silent: no connectivity check for too long, but still kept.
        connection: its number.
        rtt_ms: round trip, from its reports; None before the first.
        estimate_bps: what its link carries towards it, by its own estimate; None before the first.
        uplink_bps: what we told it to send at most; None before the first.
        packets_in, bytes_in, packets_out, bytes_out: SRTP, both ways.
        flood_drops: packets over its rate. level_lies: loud levels on packets too small to be voice.
        streams: its microphone and the layers of its camera. slots: what it is sent.
    """

    connected: bool
    silent: bool
    connection: int
    rtt_ms: float | None
    estimate_bps: int | None
    uplink_bps: int | None
    packets_in: int
    bytes_in: int
    packets_out: int
    bytes_out: int
    flood_drops: int
    level_lies: int
    streams: tuple[StreamStats, ...]
    slots: tuple[SlotStats, ...]


class RoomStats(_Value, frozen=True):
    """Counters of a room; `drops` are those of the whole worker, by reason."""

    peers: dict[str, PeerStats]
    drops: dict[str, int]


class WorkerStats(_Value, frozen=True):
    """A worker as a whole, from its start.

    Attributes:
        rooms, peers: at this moment.
        packets_in, bytes_in, packets_out, bytes_out: SRTP, both ways.
        gated: packets that a gate dropped. resent: repeated to receivers. nacked: asked for again from senders.
        drops: packets dropped for other reasons, by reason.
        cpu_s: CPU seconds of the process. rss_bytes: its memory.
        lag_ms: how late its timer was, at worst, since it was asked last.
    """

    rooms: int
    peers: int
    packets_in: int
    bytes_in: int
    packets_out: int
    bytes_out: int
    gated: int
    resent: int
    nacked: int
    drops: dict[str, int]
    cpu_s: float
    rss_bytes: int
    lag_ms: float


Grade = Literal["good", "fair", "poor"]


class PeerQuality(_Value, frozen=True):
    """How well one peer's connection works, each way.

    Attributes:
        up, down: of what it sends and of what it receives.
        reasons: stable codes, worst first: `up.loss`, `up.jitter`, `up.narrow`, `down.loss`, `down.jitter`,
            `down.narrow`, `delay`, `silent`.
    """

    up: Grade
    down: Grade
    reasons: tuple[str, ...]
