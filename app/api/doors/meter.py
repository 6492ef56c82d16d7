"""Rate limits on work: meters, in seconds of CPU time, that say how long to wait. Pure.

A meter is one number: the time until which the charged work keeps it busy (the generic cell rate algorithm, ITU-T
I.371). Work may start once the meter is ahead by no more than its burst. So work is delayed in order of arrival, and in
any T seconds at most share * T + burst is started.
"""

from collections import OrderedDict

__all__ = ["Meter", "NetworkMeters"]


class Meter:
    """One rate limit.

    Args:
        share: Share of one core, 0 to 1.
        burst_s: Work that may start at once, seconds of CPU time.
    """

    __slots__ = ("_ahead_s", "_busy_until", "_share")

    def __init__(self, share: float, burst_s: float) -> None:
        self._share = share
        self._ahead_s = burst_s / share
        self._busy_until = float("-inf")

    def charge(self, cost_s: float, now: float) -> float:
        """Charge work of this cost; returns how long it has to wait, 0 if it may start now."""
        self._busy_until = max(self._busy_until, now) + cost_s / self._share
        return max(0.0, self._busy_until - now - self._ahead_s)

    def refund(self, cost_s: float) -> None:
        """Refund a charge: the client turned out to have valid credentials."""
        self._busy_until -= cost_s / self._share


class NetworkMeters:
    """A meter for each of the ``limit`` most recently used networks."""

    def __init__(self, share: float, burst_s: float, limit: int) -> None:
        self._share = share
        self._burst_s = burst_s
        self._limit = limit
        self._meters: OrderedDict[str, Meter] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of networks that are remembered."""
        return len(self._meters)

    def of(self, network: str) -> Meter:
        """Return the meter of a network; the least recently used one is evicted when there are too many."""
        meter = self._meters.get(network)
        if meter is None:
            meter = self._meters[network] = Meter(self._share, self._burst_s)
            if len(self._meters) > self._limit:
                self._meters.popitem(last=False)
        else:
            self._meters.move_to_end(network)
        return meter
