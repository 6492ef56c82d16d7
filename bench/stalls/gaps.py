"""What a receiver noticed: the gaps between packets, and how long the relay kept each. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from bench.figures import percentile

__all__ = ["INTERVAL_NS", "Noticed", "notice"]

INTERVAL_NS = 20_000_000
"""From one packet of a voice to the next."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """The figures of one stretch of time, in milliseconds.

    Attributes:
        packets: that arrived. lost: that did not.
        gap_p99_ms, gap_longest_ms: from one arrival to the next, without what the sender itself was late.
        kept_p99_ms, kept_longest_ms: from the sender's system call to the receiver's socket.
    """

    packets: int
    lost: int
    gap_p99_ms: float
    gap_longest_ms: float
    kept_p99_ms: float
    kept_longest_ms: float


def notice(sent_ns: Mapping[int, int], arrived_ns: Mapping[int, int]) -> Noticed:
    """The figures of packets that were sent and arrived at these moments, by number; both by the same clock.

    A lost packet makes the gap around it longer. The sender shares the machine with the trouble that is measured, so
    what it was late is taken off: the relay did not cause that.
    """
    numbers = sorted(number for number in sent_ns if number in arrived_ns)
    kept = [(arrived_ns[number] - sent_ns[number]) / 1e6 for number in numbers]
    gaps = []
    for before, number in pairwise(numbers):
        late = sent_ns[number] - sent_ns[before] - (number - before) * INTERVAL_NS
        gaps.append((arrived_ns[number] - arrived_ns[before] - max(0, late)) / 1e6)
    return Noticed(
        packets=len(numbers),
        lost=len(sent_ns) - len(numbers),
        gap_p99_ms=round(percentile(gaps, 0.99), 1),
        gap_longest_ms=round(max(gaps, default=0.0), 1),
        kept_p99_ms=round(percentile(kept, 0.99), 2),
        kept_longest_ms=round(max(kept, default=0.0), 2),
    )
