"""How many tickets one client may ask for: a token bucket per client address, in memory, never logged.

Addresses of IPv6 count by their /64, which is what one household has. The table is bounded; the least recently seen go.
"""

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

__all__ = ["RateLimit"]

# A whole clinic may sit behind one address and arrive within a minute.
_BURST = 60
_PER_S = 2.0
_MAX_CLIENTS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimit:
    """The buckets. ``now`` is seconds of any clock that does not run backwards."""

    def __init__(self, burst: int = _BURST, per_s: float = _PER_S, max_clients: int = _MAX_CLIENTS) -> None:
        self._burst = burst
        self._per_s = per_s
        self._max_clients = max_clients
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def admit(self, host: str, now: float) -> bool:
        """Take one token of this client; False when it has none."""
        key = _group(host)
        bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
        bucket.tokens = min(self._burst, bucket.tokens + max(0.0, now - bucket.at) * self._per_s)
        bucket.at = now
        self._buckets[key] = bucket
        while len(self._buckets) > self._max_clients:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True


def _group(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Network((address.packed[:8] + bytes(8), 64)))
    return str(address)
