"""The relay's counters, as values that cross the control stream. None of them holds a name, an address or an SSRC."""

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
    """Counters of one incoming stream (a microphone or one camera layer) since it started.

    Attributes:
        kind: `audio` or `video`. rid: of the layer; empty for audio and for a camera without layers.
        active: packets arrived within the last two seconds. is_open: the gate.
        packets, bytes: received, including what the gate dropped.
        lost: packets that never arrived, as far as is known. jitter_ms: RFC 3550.
        bps: recent bit rate, bits per second.
        gated, forwarded: packets dropped by the gate; packets forwarded to anyone.
        nacked, recovered: retransmissions requested; packets received that way.
        key_requests, key_frames: key frames requested; received.
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
    """Counters of one slot at one receiver.

    Attributes:
        slot: its number. kind: `audio` or `video`.
        layer, wanted: rid of the layer in the slot now, and of the one the allocator chose; empty for none.
        packets, bytes: sent.
        loss_percent, jitter_ms: from the receiver's last report.
        nacked, resent: retransmissions the receiver requested; packets retransmitted.
        key_requests: key frames the receiver requested. switches: layer switches.
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
    """Counters of one connection since it started. `in` is seen from the relay.

    Attributes:
        connected: the handshake is done. silent: no connectivity check for too long, but still kept.
        connection: its number.
        rtt_ms: round trip, from its reports; None before the first.
        estimate_bps: its own estimate of what its link can receive; None before the first.
        uplink_bps: the limit we last sent to it; None before the first.
        packets_in, bytes_in, packets_out, bytes_out: SRTP, both directions.
        flood_drops: packets over its rate limit. level_lies: loud levels on packets too small to be voice.
        streams: its microphone and its camera layers. slots: what it is sent.
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
    """Counters of a room; `drops` counts for the whole worker, by reason."""

    peers: dict[str, PeerStats]
    drops: dict[str, int]


class WorkerStats(_Value, frozen=True):
    """Counters of a whole worker since it started.

    Attributes:
        rooms, peers: at this moment.
        packets_in, bytes_in, packets_out, bytes_out: SRTP, both directions.
        gated: packets dropped by a gate. resent: packets retransmitted to receivers.
        nacked: retransmissions requested from senders.
        drops: packets dropped for other reasons, by reason.
        cpu_s: CPU seconds of the process. rss_bytes: its memory.
        lag_ms: how late its timer was at worst since the last reading.
        native: whether the part in C carries its packets.
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
    native: bool = False


Grade = Literal["good", "fair", "poor"]


class PeerQuality(_Value, frozen=True):
    """The quality of one peer's connection, in each direction.

    Attributes:
        up, down: of what it sends and of what it receives.
        reasons: stable codes, worst first: `up.loss`, `up.jitter`, `up.narrow`, `down.loss`, `down.jitter`,
            `down.narrow`, `delay`, `silent`.
    """

    up: Grade
    down: Grade
    reasons: tuple[str, ...]
