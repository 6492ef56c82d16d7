"""A bad network's effects on packets, pure: loss, delay, limited bandwidth, and changed source addresses.

The kernel's own netem is not available everywhere; this is the part of it that affects calls, with its own random
numbers.
"""

import random
import struct
from dataclasses import dataclass, field

__all__ = ["PERFECT", "Faults", "Nat", "LinkDirection", "is_udp"]

# A router's buffer, in seconds at the link's own rate: packets beyond it are dropped.
_BUFFER_S = 0.2
_UDP = 17
_IP_BYTES = 20
_FIRST_PORT = 40_000
_PORTS = struct.Struct("!HH")
_PORT = struct.Struct("!H")


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of one direction of a link.

    Attributes:
        loss: Share of packets that are lost, 0 to 1.
        delay_s: Delay of each packet, seconds.
        rate_bps: Bits per second; None for no limit.
        is_up: False loses everything.
    """

    loss: float = 0.0
    delay_s: float = 0.0
    rate_bps: int | None = None
    is_up: bool = True


PERFECT = Faults()


@dataclass(slots=True)
class LinkDirection:
    """One direction of a link; packets keep their order.

    Attributes:
        faults: The faults from now on.
        passed, lost, overflowed: Packets so far: admitted, lost at random or in an outage, dropped at a full buffer.
        octets: Bytes of the admitted ones.
    """

    seed: int
    faults: Faults = PERFECT
    passed: int = 0
    lost: int = 0
    overflowed: int = 0
    octets: int = 0
    _idle_at: float = 0.0
    _last_out: float = 0.0
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def admit(self, size: int, now: float) -> float | None:
        """Return when a packet of `size` bytes that came at `now` leaves, seconds; None if never."""
        faults = self.faults
        if not faults.is_up or self._dice.random() < faults.loss:
            self.lost += 1
            return None
        sent = now
        if faults.rate_bps is not None:
            begins = max(now, self._idle_at)
            if begins - now > _BUFFER_S:
                self.overflowed += 1
                return None
            sent = self._idle_at = begins + size * 8 / faults.rate_bps
        self.passed += 1
        self.octets += size
        self._last_out = max(self._last_out, sent + faults.delay_s)
        return self._last_out


def is_udp(packet: bytes) -> bool:
    """Return whether it is a whole IPv4 UDP packet without IP options, the only kind that the lab carries."""
    return len(packet) >= _IP_BYTES + 8 and packet[0] == 0x45 and packet[9] == _UDP


class Nat:
    """A home router's table of UDP ports: one outer port for each inner one, until it forgets them all."""

    def __init__(self) -> None:
        self._next = _FIRST_PORT
        self._outer: dict[int, int] = {}
        self._inner: dict[int, int] = {}

    def rebind(self) -> None:
        """Forget every port: the next outgoing packet gets a new one, and answers to the old ones are dropped."""
        self._outer.clear()
        self._inner.clear()

    def outward(self, packet: bytes) -> bytes:
        """Return a client's packet as the other side sees it."""
        source, target = _PORTS.unpack_from(packet, _IP_BYTES)
        if source not in self._outer:
            self._outer[source] = self._next
            self._inner[self._next] = source
            self._next += 1
        return _with_ports(packet, self._outer[source], target)

    def inward(self, packet: bytes) -> bytes | None:
        """Return a packet to a client, or None if its port is not in the table."""
        source, target = _PORTS.unpack_from(packet, _IP_BYTES)
        inner = self._inner.get(target)
        return None if inner is None else _with_ports(packet, source, inner)


def _with_ports(packet: bytes, source: int, target: int) -> bytes:
    # A UDP checksum of 0 means that there is none (RFC 768).
    head = packet[:_IP_BYTES] + _PORTS.pack(source, target) + packet[_IP_BYTES + 4 : _IP_BYTES + 6]
    return head + _PORT.pack(0) + packet[_IP_BYTES + 8 :]
