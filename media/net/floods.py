"""Rate limits: how much work anyone may cause the worker, and the meters that enforce it.

| What | Allowed | Beyond it |
|---|---|---|
| media of one sender | twice the sum of its layers, 128 kbit/s for audio; 2,000 packets/s; bursts of 1 s | dropped |
| RTCP of one receiver | 200 packets/s, 512 kbit/s; bursts of 0.25 s: reading one takes up to 0.5 ms | dropped |
| DTLS of one connection | 50 records/s, 512 kbit/s; bursts of 1 s | dropped, DTLS retransmits |
| checks of one connection, from its address in use / from all others | bursts of 50, then 50/s, each | dropped unread |
| failed checks of one network (/24, /64) | bursts of 40, then 20/s | its checks are dropped unread |
| failed checks of all strangers together | bursts of 2,000, then 2,000/s | checks of strangers are dropped unread |
| networks remembered | 4,096 | the one that failed longest ago is forgotten |
| handshakes in progress | 64 per worker, one per connection | dropped, DTLS retransmits; one over 10 s old is evicted |

Every meter is a single number: the time until which it is busy with what it accepted (the generic cell rate
algorithm, ITU-T I.371). Nothing is refilled and nothing runs between packets. The addresses of a connection
do not count as strangers.
"""

from collections.abc import Iterable

__all__ = [
    "BURST_S",
    "CHECKS_PER_S",
    "HANDSHAKE_S",
    "MAX_HANDSHAKES",
    "MAX_SOURCES",
    "RTCP_BURST_S",
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
RTCP_BURST_S = 0.25
# A sender may exceed its layers for retransmissions, probes and key frames.
_HEADROOM = 2
_SOUND_BPS = 128_000
_SENDER_PACKETS_PER_S = 2000
_FEEDBACK_BPS = 512_000
_RTCP_PER_S = 200
_DTLS_PER_S = 50

# At first Firefox sends a check at most every 20 ms, Chromium every 48 ms; later one every few seconds.
CHECKS_PER_S = 50
_CHECKS_AHEAD_S = (CHECKS_PER_S - 0.5) / CHECKS_PER_S

_SOURCE_PER_S = 20
_WORKER_PER_S = 2000
# How far ahead failures may run: 40 and 2,000 of them; the half allows for rounding.
_SOURCE_AHEAD_S = 39.5 / _SOURCE_PER_S
_WORKER_AHEAD_S = 1999.5 / _WORKER_PER_S
MAX_SOURCES = 4096

MAX_HANDSHAKES = 64
HANDSHAKE_S = 10.0


class PacketMeter:
    """Limits the rate of one kind of packet from one sender.

    A packet costs the time its bytes take at the allowed rate, and at least 1/packets_per_s; the sender may run
    `burst_s` ahead. In any T seconds at most rate * (T + `burst_s`) bits pass, and packets likewise.

    Args:
        packets_per_s, bits_per_s: allowed in the long run. burst_s: and how much of that at once.

    Attributes:
        dropped: packets over the limit.
    """

    __slots__ = ("_burst_s", "_busy_until", "_per_byte_s", "_per_packet_s", "dropped")

    def __init__(self, packets_per_s: int, bits_per_s: int, burst_s: float = BURST_S) -> None:
        self.dropped = 0
        self._burst_s = burst_s
        self._per_packet_s = 1 / packets_per_s
        self._per_byte_s = 8 / bits_per_s
        self._busy_until = float("-inf")

    def allow(self, size: int, now: float) -> bool:
        """Whether a packet of `size` bytes is allowed; a refused one costs the sender nothing."""
        took = size * self._per_byte_s
        if took < self._per_packet_s:
            took = self._per_packet_s
        busy = self._busy_until
        busy = busy + took if busy > now else now + took
        if busy - now > self._burst_s:
            self.dropped += 1
            return False
        self._busy_until = busy
        return True


def sender_meter(layers_bps: Iterable[int]) -> PacketMeter:
    """A meter for the SRTP of one connection whose camera was offered these layers."""
    return PacketMeter(_SENDER_PACKETS_PER_S, _HEADROOM * sum(layers_bps) + _SOUND_BPS)


def rtcp_meter() -> PacketMeter:
    """A meter for the SRTCP of one connection."""
    return PacketMeter(_RTCP_PER_S, _FEEDBACK_BPS, RTCP_BURST_S)


def dtls_meter() -> PacketMeter:
    """A meter for the DTLS records of one connection."""
    return PacketMeter(_DTLS_PER_S, _FEEDBACK_BPS)


def source_network(host: str) -> str:
    """The network that a source address counts towards: /24 for IPv4 (also IPv4-mapped IPv6), /64 for IPv6.

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
    """Limits how many connectivity checks of one connection are read: a signed one costs 65 us, whoever sends it."""

    __slots__ = ("_busy_until",)

    def __init__(self) -> None:
        self._busy_until = float("-inf")

    def may_try(self, now: float) -> bool:
        """Whether another check may be read."""
        return self._busy_until - now <= _CHECKS_AHEAD_S

    def charge(self, now: float) -> None:
        """Count a check that was read."""
        self._busy_until = max(self._busy_until, now) + 1 / CHECKS_PER_S


class StrangerMeter:
    """Limits the cost of connectivity checks from unknown addresses, per network and in total.

    Only failures are charged: a valid check is free, whoever else shares its network.
    """

    __slots__ = ("_all_until", "_busy_until")

    def __init__(self) -> None:
        # By network, longest-ago failure first.
        self._busy_until: dict[str, float] = {}
        self._all_until = float("-inf")

    @property
    def sources(self) -> int:
        """Networks remembered now, at most `MAX_SOURCES`."""
        return len(self._busy_until)

    def may_try(self, host: str, now: float) -> bool:
        """Whether a check from this host may be read."""
        if self._all_until - now > _WORKER_AHEAD_S:
            return False
        until = self._busy_until.get(source_network(host))
        return until is None or until - now <= _SOURCE_AHEAD_S

    def charge(self, host: str, now: float) -> None:
        """Count a failed check from this host."""
        network = source_network(host)
        until = self._busy_until.pop(network, now)
        if len(self._busy_until) >= MAX_SOURCES:
            del self._busy_until[next(iter(self._busy_until))]
        self._busy_until[network] = max(until, now) + 1 / _SOURCE_PER_S
        self._all_until = max(self._all_until, now) + 1 / _WORKER_PER_S


class Handshakes:
    """The DTLS handshakes in progress in a worker, by connection number."""

    __slots__ = ("_begun",)

    def __init__(self) -> None:
        # Oldest first.
        self._begun: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._begun)

    def admit(self, connection: int, now: float) -> bool:
        """Whether a record of this connection may go to its handshake; the first one starts the handshake.

        At the limit, a handshake older than `HANDSHAKE_S` is evicted.
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
        """Remove the handshake, however it ended; idempotent."""
        self._begun.pop(connection, None)
