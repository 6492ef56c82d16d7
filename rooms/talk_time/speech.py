"""Who spoke for how long lately: a rolling record of what the relay heard, kept in memory and never in a log. Pure.

It holds when a voice was heard, never what was said. Times are Unix seconds, as everywhere in a room.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from rooms.model.ids import SeatId

__all__ = ["INTERVALS_MAX", "KEPT_S", "SpeechInterval", "SpeechRecord"]

KEPT_S = 900.0
"""How far back the record reaches."""
INTERVALS_MAX = 1_024
"""Per seat; a stretch of speech ends at the earliest after a second, so that `KEPT_S` seconds hold no more."""


@dataclass(frozen=True, slots=True)
class SpeechInterval:
    """A stretch of speech of one seat that has ended, from ``began`` to ``ended``."""

    seat: SeatId
    began: float
    ended: float


@dataclass(slots=True)
class _Second:
    """What the relay told within one second: how long two or more spoke, and how long nobody did."""

    at: int
    overlap_s: float = 0.0
    silence_s: float = 0.0


class SpeechRecord:
    """The last quarter of an hour of a room's speech."""

    def __init__(self) -> None:
        self._spoken: dict[SeatId, deque[SpeechInterval]] = {}
        self._seconds: deque[_Second] = deque(maxlen=int(KEPT_S) + 1)

    def add(
        self, intervals: Iterable[SpeechInterval], overlap_s: float, silence_s: float, now: float
    ) -> None:
        """Take what the relay tells since it told last; what is older than `KEPT_S` is forgotten."""
        for interval in intervals:
            if interval.began < interval.ended <= now:
                spoken = self._spoken.setdefault(interval.seat, deque(maxlen=INTERVALS_MAX))
                spoken.append(interval)
        if not self._seconds or self._seconds[-1].at < int(now):
            self._seconds.append(_Second(int(now)))
        self._seconds[-1].overlap_s += max(0.0, overlap_s)
        self._seconds[-1].silence_s += max(0.0, silence_s)
        self._forget(now - KEPT_S)

    def seats(self) -> list[SeatId]:
        """Return the seats that spoke."""
        return sorted(self._spoken)

    def seconds(self, seat: SeatId, since: float) -> float:
        """Return how long the seat spoke since then; a stretch that goes on counts once it has ended."""
        return sum(max(0.0, i.ended - max(i.began, since)) for i in self._spoken.get(seat, ()))

    def overlap_s(self, since: float) -> float:
        """Return how long two or more spoke at once since then, to the second."""
        return sum(second.overlap_s for second in self._seconds if second.at >= int(since))

    def silence_s(self, since: float) -> float:
        """Return how long nobody spoke since then, to the second."""
        return sum(second.silence_s for second in self._seconds if second.at >= int(since))

    def _forget(self, before: float) -> None:
        while self._seconds and self._seconds[0].at < int(before):
            self._seconds.popleft()
        for seat, spoken in list(self._spoken.items()):
            while spoken and spoken[0].ended <= before:
                spoken.popleft()
            if not spoken:
                del self._spoken[seat]
