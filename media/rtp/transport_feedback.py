"""Transport-wide feedback: when each packet of a connection arrived, or that it did not.

Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1. Arrival times are in ticks of 250 µs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from struct import Struct

__all__ = [
    "MAX_REPORTED",
    "REPORT_S",
    "TICKS_PER_S",
    "ArrivalLog",
    "TransportFeedback",
    "build_feedback",
    "parse_feedback",
]

# More than a connection carries between two reports, and than its sender keeps.
MAX_REPORTED = 2048
TICKS_PER_S = 4000
# As often as browsers report by default.
REPORT_S = 0.1
# Numbers of one report: with two bytes for each arrival and its symbol it is 1180 bytes, which every network carries.
_MOST_AT_ONCE = 512
_HEAD = Struct("!HHI")
_WORD = Struct("!H")
# The reference time counts 64 ms.
_TICKS_PER_REFERENCE = 256
_LOST, _SMALL, _LARGE = 0, 1, 2
_RUN_BITS = 13
_VECTOR, _TWO_BITS = 0x8000, 0x4000
_MOST_IN_RUN = (1 << _RUN_BITS) - 1


@dataclass(frozen=True, slots=True)
class TransportFeedback:
    """One report.

    Attributes:
        base: the number of the first packet, 16 bits.
        arrivals: of it and those that follow, ticks of the receiver's clock; None for a packet that did not arrive.
            The clock wraps after 2**32 ticks.
    """

    base: int
    arrivals: tuple[int | None, ...]


def parse_feedback(data: bytes) -> TransportFeedback:
    """Parse what follows the two SSRCs of an RTCP packet of type 205 and format 15.

    Raises:
        ValueError: it is malformed, or reports on more than `MAX_REPORTED` packets.
    """
    if len(data) < _HEAD.size:
        raise ValueError("rtcp: feedback short")
    base, count, last = _HEAD.unpack_from(data)
    if count > MAX_REPORTED:
        raise ValueError("rtcp: feedback too many")
    symbols: list[int] = []
    at = _HEAD.size
    while len(symbols) < count:
        if at + 2 > len(data):
            raise ValueError("rtcp: feedback short")
        chunk = data[at] << 8 | data[at + 1]
        at += 2
        if not chunk & _VECTOR:
            symbols += [chunk >> _RUN_BITS] * min(chunk & _MOST_IN_RUN, count - len(symbols))
            if not chunk & _MOST_IN_RUN:
                raise ValueError("rtcp: feedback empty run")
        elif chunk & _TWO_BITS:
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            symbols += [chunk >> shift & 1 for shift in range(13, -1, -1)]
    return TransportFeedback(
        base, _read_deltas(data, at, (last >> 8) * _TICKS_PER_REFERENCE, symbols[:count])
    )


def _read_deltas(data: bytes, at: int, time: int, symbols: Sequence[int]) -> tuple[int | None, ...]:
    arrivals: list[int | None] = []
    needed = sum(symbol for symbol in symbols if symbol <= _LARGE)
    if at + needed > len(data):
        raise ValueError("rtcp: feedback short")
    for symbol in symbols:
        if symbol == _SMALL:
            time += data[at]
            at += 1
        elif symbol == _LARGE:
            delta = data[at] << 8 | data[at + 1]
            time += delta - (delta >> 15 << 16)
            at += 2
        elif symbol == _LOST:
            arrivals.append(None)
            continue
        else:
            raise ValueError("rtcp: feedback symbol")
        arrivals.append(time)
    return tuple(arrivals)


def build_feedback(count: int, base: int, arrivals: Sequence[int | None]) -> bytes:
    """What follows the two SSRCs.

    Args:
        count: of feedback packets sent before; it wraps at 256.
        base: the number of the first packet. arrivals: as in `TransportFeedback`, the first one not None; any two that
            follow each other are less than 8 s apart.
    """
    first = next(arrival for arrival in arrivals if arrival is not None)
    reference = first // _TICKS_PER_REFERENCE
    time = reference * _TICKS_PER_REFERENCE
    symbols, deltas = [], bytearray()
    for arrival in arrivals:
        if arrival is None:
            symbols.append(_LOST)
            continue
        delta, time = arrival - time, arrival
        symbols.append(_SMALL if 0 <= delta <= 0xFF else _LARGE)
        deltas += bytes((delta,)) if 0 <= delta <= 0xFF else delta.to_bytes(2, "big", signed=True)
    head = _HEAD.pack(base & 0xFFFF, len(symbols), (reference & 0xFFFFFF) << 8 | count & 0xFF)
    body = head + b"".join(_chunks(symbols)) + deltas
    return body + bytes(-len(body) % 4)


def _chunks(symbols: Sequence[int]) -> list[bytes]:
    chunks, at = [], 0
    while at < len(symbols):
        run = 1
        while at + run < len(symbols) and symbols[at + run] == symbols[at] and run < _MOST_IN_RUN:
            run += 1
        if run >= 7:
            chunks.append(_WORD.pack(symbols[at] << _RUN_BITS | run))
            at += run
            continue
        part = [*symbols[at : at + 7], *(0,) * 7][:7]
        vector = _VECTOR | _TWO_BITS
        for index, symbol in enumerate(part):
            vector |= symbol << 12 - 2 * index
        chunks.append(_WORD.pack(vector))
        at += 7
    return chunks


@dataclass(slots=True)
class ArrivalLog:
    """What arrived of one sender's packets since the last report. A packet that comes after its number was reported is
    left out: the sender takes it for lost."""

    _next: int | None = None
    _arrived: dict[int, int] = field(default_factory=dict)
    _reports: int = 0
    _due_at: float = float("-inf")

    @property
    def is_used(self) -> bool:
        """Whether the sender numbers its packets."""
        return self._next is not None

    def is_due(self, now: float) -> bool:
        """Whether `take` gives a report."""
        return now >= self._due_at and bool(self._arrived)

    def on_packet(self, number: int, now: float) -> None:
        """Note an arrival; `number` has 16 bits, `now` is in monotonic seconds."""
        if self._next is None:
            self._next = number
        ahead = (number - self._next + 0x8000 & 0xFFFF) - 0x8000
        if not -MAX_REPORTED < ahead < MAX_REPORTED:
            # The sender started over, or lies: what is between the two will never be known.
            self._arrived.clear()
            self._next, ahead = number, 0
        if ahead >= 0:
            self._arrived.setdefault(self._next + ahead, int(now * TICKS_PER_S))

    def take(self, now: float) -> bytes | None:
        """The report that is due, as `build_feedback` makes it; None when none is."""
        if self._next is None or not self.is_due(now):
            return None
        earliest = min(self._arrived)
        # Those before the first one that arrived are lost, unless nothing was reported before.
        first = self._next if self._reports else earliest
        # What is too much for one report follows in the next round.
        end = max(first + _MOST_AT_ONCE, earliest + 1)
        arrived = {number: self._arrived.pop(number) for number in sorted(self._arrived) if number < end}
        self._due_at = now if self._arrived else now + REPORT_S
        self._next = max(arrived) + 1
        arrivals = [arrived.get(number) for number in range(first, self._next)]
        self._reports += 1
        return build_feedback(self._reports - 1, first, arrivals)
