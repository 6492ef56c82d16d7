"""One direction of a network link, as discrete events: no sockets, no clock, deterministic for a seed."""

import heapq
from dataclasses import dataclass, field
from random import Random
from typing import Generic, TypeVar

_T = TypeVar("_T")
MTU = 1500


@dataclass(slots=True)
class SimulatedLink(Generic[_T]):
    """A queue, then a link with delay; everything may be changed while it runs.

    Attributes:
        seed: of all randomness.
        rate_bps: of the link; None is unlimited.
        queue_bytes: the queue's size. When it is nearly full some packets are dropped, whatever their size.
        delay_s, jitter_s: every packet takes the delay and up to the jitter more, in order.
        loss, duplicate, reorder: shares of packets that are lost, duplicated, or arrive up to `reorder_s` later than
            packets sent after them.
    """

    seed: int
    rate_bps: float | None = None
    queue_bytes: int = 64_000
    delay_s: float = 0.02
    jitter_s: float = 0.0
    loss: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    reorder_s: float = 0.03
    lost: int = 0
    overflowed: int = 0
    _random: Random = field(init=False)
    _free_at: float = float("-inf")
    _last_at: float = float("-inf")
    _count: int = 0
    _under_way: list[tuple[float, int, _T]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)

    def send(self, packet: _T, size: int, now: float) -> bool:
        """Send a packet of `size` bytes; returns whether it will arrive."""
        leaves_at = now
        if self.rate_bps is not None:
            waits_s = max(0.0, self._free_at - now)
            if waits_s * self.rate_bps / 8 + self._random.uniform(0, MTU) >= self.queue_bytes:
                self.overflowed += 1
                return False
            self._free_at = leaves_at = now + waits_s + size * 8 / self.rate_bps
        if self._random.random() < self.loss:
            self.lost += 1
            return False
        at = leaves_at + self.delay_s + self._random.uniform(0.0, self.jitter_s)
        if self._random.random() < self.reorder:
            self._put(at + self._random.uniform(0.0, self.reorder_s), packet)
        else:
            self._last_at = at = max(at, self._last_at)
            self._put(at, packet)
        if self._random.random() < self.duplicate:
            self._put(at + self._random.uniform(0.0, self.reorder_s), packet)
        return True

    def arrived(self, now: float) -> list[tuple[float, _T]]:
        """The arrivals until `now`, in order and with their times; each packet is returned once."""
        came = []
        while self._under_way and self._under_way[0][0] <= now:
            at, _, packet = heapq.heappop(self._under_way)
            came.append((at, packet))
        return came

    def next_at(self) -> float | None:
        """When the next packet arrives; None when none is in flight."""
        return self._under_way[0][0] if self._under_way else None

    def _put(self, at: float, packet: _T) -> None:
        self._count += 1
        heapq.heappush(self._under_way, (at, self._count, packet))
