"""How much anyone may cost the worker: numbers, and the meters that keep them.

| What | Allowed | Beyond it |
|---|---|---|
| media of one sender | twice its layers' sum, 128 kbit/s for sound; 2,000 packets/s; 1 s of it at once | dropped |
| RTCP of one receiver | 200 packets/s, 512 kbit/s; 1 s of it at once | dropped |
| DTLS of one connection | 50 records/s, 512 kbit/s; 1 s of it at once | dropped, DTLS repeats it |
| checks of one connection, by its address in use / by all others | 50 at once, then 50/s, each | dropped unread |
| failed checks of one network (/24, /64) | 40 at once, then 20/s | its checks are dropped unread |
| failed checks of all strangers together | 2,000 at once, then 2,000/s | checks of strangers are dropped unread |
| networks remembered | 4,096 | the one that failed longest ago is forgotten |
| handshakes under way | 64 of a worker, one of a connection | dropped, DTLS repeats it; a place held 10 s may be taken |

Every meter is one number, the time until which what was taken keeps it busy (the generic cell rate algorithm, ITU-T
I.371): nothing is refilled, nothing runs between packets. A connection's own addresses are no strangers'.
"""

from collections.abc import Iterable

__all__ = [
    "BURST_S",
    "CHECKS_PER_S",
    "HANDSHAKE_S",
    "MAX_HANDSHAKES",
    "MAX_SOURCES",
    "CheckMeter",
    "Handshakes",
    "PacketMeter",
    "StrangerMeter",
    "dtls_meter",
    "rtcp_meter",
    "sender_meter",
    "source_network",
]

BURST_S = 1.0
# A sender may exceed its layers for retransmissions, probes and key frames.
_HEADROOM = 2
_SOUND_BPS = 128_000
_SENDER_PACKETS_PER_S = 2000
_FEEDBACK_BPS = 512_000
_RTCP_PER_S = 200
_DTLS_PER_S = 50

# Firefox starts a check every 20 ms at most, Chromium every 48 ms; then it is one in some seconds.
CHECKS_PER_S = 50
_CHECKS_AHEAD_S = (CHECKS_PER_S - 0.5) / CHECKS_PER_S

_SOURCE_PER_S = 20
_WORKER_PER_S = 2000
# How far failures may be ahead: 40 and 2,000 of them, the half is for rounding.
_SOURCE_AHEAD_S = 39.5 / _SOURCE_PER_S
_WORKER_AHEAD_S = 1999.5 / _WORKER_PER_S
MAX_SOURCES = 4096

MAX_HANDSHAKES = 64
HANDSHAKE_S = 10.0


class PacketMeter:
    """How much of one kind one sender may send.

    A packet takes as long as its bytes take at the allowed rate, and no less than its share of a second; the sender
    may be `BURST_S` ahead. In any T seconds pass at most rate * (T + `BURST_S`) bits, and as many packets.

    Args:
        packets_per_s, bits_per_s: allowed in the long run.

    Attributes:
        dropped: packets that were too many.
    """

    __slots__ = ("_busy_until", "_per_byte_s", "_per_packet_s", "dropped")

    def __init__(self, packets_per_s: int, bits_per_s: int) -> None:
        self.dropped = 0
        self._per_packet_s = 1 / packets_per_s
        self._per_byte_s = 8 / bits_per_s
        self._busy_until = float("-inf")

    def allow(self, size: int, now: float) -> bool:
        """Whether a packet of `size` bytes may pass; one that may not costs the sender nothing."""
        took = size * self._per_byte_s
        if took < self._per_packet_s:
            took = self._per_packet_s
        busy = self._busy_until
        busy = busy + took if busy > now else now + took
        if busy - now > BURST_S:
            self.dropped += 1
            return False
        self._busy_until = busy
        return True


def sender_meter(layers_bps: Iterable[int]) -> PacketMeter:
    """For the SRTP of one connection, whose camera was offered these layers."""
    return PacketMeter(_SENDER_PACKETS_PER_S, _HEADROOM * sum(layers_bps) + _SOUND_BPS)


def rtcp_meter() -> PacketMeter:
    """For the SRTCP of one connection."""
    return PacketMeter(_RTCP_PER_S, _FEEDBACK_BPS)


def dtls_meter() -> PacketMeter:
    """For the DTLS records of one connection."""
    return PacketMeter(_DTLS_PER_S, _FEEDBACK_BPS)


def source_network(host: str) -> str:
    """The network a source is counted with: /24 of IPv4, also when mapped into IPv6, else /64.

    Args:
        host: an address as a socket gives it, RFC 5952.
    """
    if "." in host:
        return host.rpartition(":")[2].rpartition(".")[0]
    head, gap, tail = host.partition("::")
    groups = head.split(":") if head else []
    if gap:
        after = tail.split(":") if tail else []
        groups += ["0"] * (8 - len(groups) - len(after)) + after
    return ":".join(groups[:4])


class CheckMeter:
    """How many connectivity checks of one connection are read: a signed one costs 65 us, whoever sends it."""

    __slots__ = ("_busy_until",)

    def __init__(self) -> None:
        self._busy_until = float("-inf")

    def may_try(self, now: float) -> bool:
        """Whether one more is worth reading."""
        return self._busy_until - now <= _CHECKS_AHEAD_S

    def charge(self, now: float) -> None:
        """One was read."""
        self._busy_until = max(self._busy_until, now) + 1 / CHECKS_PER_S


class StrangerMeter:
    """What the connectivity checks of unknown addresses may cost, by their network and in all.

    Only what failed is charged: a check that proves itself is free, whoever else shares its network.
    """

    __slots__ = ("_all_until", "_busy_until")

    def __init__(self) -> None:
        # By network, the one that failed longest ago first.
        self._busy_until: dict[str, float] = {}
        self._all_until = float("-inf")

    @property
    def sources(self) -> int:
        """Networks remembered now, at most `MAX_SOURCES`."""
        return len(self._busy_until)

    def may_try(self, host: str, now: float) -> bool:
        """Whether a check from here is worth reading."""
        if self._all_until - now > _WORKER_AHEAD_S:
            return False
        until = self._busy_until.get(source_network(host))
        return until is None or until - now <= _SOURCE_AHEAD_S

    def charge(self, host: str, now: float) -> None:
        """A check from here failed."""
        network = source_network(host)
        until = self._busy_until.pop(network, now)
        if len(self._busy_until) >= MAX_SOURCES:
            del self._busy_until[next(iter(self._busy_until))]
        self._busy_until[network] = max(until, now) + 1 / _SOURCE_PER_S
        self._all_until = max(self._all_until, now) + 1 / _WORKER_PER_S


class Handshakes:
    """The DTLS handshakes of a worker that are under way, by connection number; each has one place."""

    __slots__ = ("_begun",)

    def __init__(self) -> None:
        # The one that began longest ago first.
        self._begun: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._begun)

    def admit(self, connection: int, now: float) -> bool:
        """Whether a record of this connection may go to its handshake; the first one takes a place.

        When no place is free, one that is held for longer than `HANDSHAKE_S` is taken.
        """
        if connection in self._begun:
            return True
        if len(self._begun) >= MAX_HANDSHAKES:
            oldest = next(iter(self._begun))
            if now - self._begun[oldest] < HANDSHAKE_S:
                return False
            del self._begun[oldest]
        self._begun[connection] = now
        return True

    def finish(self, connection: int) -> None:
        """Give the place back, however the handshake ended; idempotent."""
        self._begun.pop(connection, None)
