"""Rate limits on ticket requests: by seat for valid links, by network for failures. In memory, never logged.

A valid link counts towards its seat only, so a whole clinic behind one address may join at nine. Failures count towards
the network they came from: an IPv4 address, an IPv6 /64 and its /48. The tables are bounded; the least recently used
entries are evicted.
"""

from collections import OrderedDict
from dataclasses import dataclass

from app.api.doors.networks import networks_of

__all__ = [
    "EXITS_BURST",
    "EXITS_PER_S",
    "FAILURES_BURST",
    "FAILURES_PER_S",
    "NETWORKS_BURST",
    "NETWORKS_PER_S",
    "SEAT_BURST",
    "SEAT_PER_S",
    "RateLimit",
    "TicketLimits",
]

# A page that cannot get in retries again and again, on two or three devices.
SEAT_BURST = 20
SEAT_PER_S = 0.5
# Somebody who leaves at once, comes back and leaves again.
EXITS_BURST = 10
EXITS_PER_S = 0.5
# A page looks by itself when it opens and when its network changes; after that somebody presses a button.
NETWORKS_BURST = 8
NETWORKS_PER_S = 0.05
FAILURES_BURST = 30
FAILURES_PER_S = 1.0
_MAX_KEYS = 20_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimit:
    """Token buckets by key. ``now`` is seconds of any monotonic clock."""

    def __init__(self, burst: int, per_s: float, max_keys: int = _MAX_KEYS) -> None:
        self._burst = burst
        self._per_s = per_s
        self._max_keys = max_keys
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def admit(self, key: str, now: float) -> bool:
        """Take one token of this key; False if there is none."""
        bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
        bucket.tokens = min(self._burst, bucket.tokens + max(0.0, now - bucket.at) * self._per_s)
        bucket.at = now
        self._buckets[key] = bucket
        while len(self._buckets) > self._max_keys:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True


class TicketLimits:
    """The rate limits on tickets."""

    def __init__(self, seat_burst: int = SEAT_BURST, failures_burst: int = FAILURES_BURST) -> None:
        self._seats = RateLimit(seat_burst, SEAT_PER_S)
        self._failures = RateLimit(failures_burst, FAILURES_PER_S)

    def admit_seat(self, seat: str, now: float) -> bool:
        """Return whether this seat, whose link we signed, may ask again."""
        return self._seats.admit(seat, now)

    def admit_failure(self, host: str, now: float) -> bool:
        """Return whether a client at this address may fail once more."""
        return all([self._failures.admit(network, now) for network in networks_of(host)])
