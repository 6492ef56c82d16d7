"""How much work may be done for whom: meters in seconds of CPU time, that say how long to wait. Pure.

A meter is one number, the time until which what was charged keeps it busy (the generic cell rate algorithm, ITU-T
I.371). Whoever charges it may begin once it is no more than its burst ahead. So work is put off, in the order in which
it came, and in any T seconds no more than share * T + burst is begun.
"""

from collections import OrderedDict

__all__ = ["Meter", "NetworkMeters"]


class Meter:
    """One budget.

    Args:
        share: Of one core, 0 to 1.
        burst_s: Work that may be begun at once, seconds of CPU time.
    """

    __slots__ = ("_ahead_s", "_busy_until", "_share")

    def __init__(self, share: float, burst_s: float) -> None:
        self._share = share
        self._ahead_s = burst_s / share
        self._busy_until = float("-inf")

    def charge(self, cost_s: float, now: float) -> float:
        """Put work of this cost in line; returns how long it has to wait, 0 when it may begin."""
        self._busy_until = max(self._busy_until, now) + cost_s / self._share
        return max(0.0, self._busy_until - now - self._ahead_s)

    def refund(self, cost_s: float) -> None:
        """Take back what was charged: it was for somebody who has proven who they are."""
        self._busy_until -= cost_s / self._share


class NetworkMeters:
    """A meter for each network, of the newest ``limit`` of them."""

    def __init__(self, share: float, burst_s: float, limit: int) -> None:
        self._share = share
        self._burst_s = burst_s
        self._limit = limit
        self._meters: OrderedDict[str, Meter] = OrderedDict()

    def __len__(self) -> int:
        """Return how many networks are remembered."""
        return len(self._meters)

    def of(self, network: str) -> Meter:
        """Return the meter of a network; the one that was asked for longest ago is forgotten when there are too many."""
        meter = self._meters.get(network)
        if meter is None:
            meter = self._meters[network] = Meter(self._share, self._burst_s)
            if len(self._meters) > self._limit:
                self._meters.popitem(last=False)
        else:
            self._meters.move_to_end(network)
        return meter
