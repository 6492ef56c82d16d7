"""Who spoke recently and for how long: a rolling record of the relay's reports, in memory and never in a log. Pure.

It holds when a voice was heard, never what was said. Times are Unix seconds.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from rooms.model.ids import SeatId

__all__ = ["INTERVALS_MAX", "KEPT_S", "SpeechInterval", "SpeechRecord"]

KEPT_S = 900.0
"""How far back the record reaches."""
INTERVALS_MAX = 1_024
"""Per seat. A stretch of speech ends after a second at the earliest, so this covers `KEPT_S` seconds."""


@dataclass(frozen=True, slots=True)
class SpeechInterval:
    """A completed stretch of speech of one seat, from ``began`` to ``ended``."""

    seat: SeatId
    began: float
    ended: float


@dataclass(slots=True)
class _Second:
    """The relay's reports within one second: how long two or more spoke, and how long nobody did."""

    at: int
    overlap_s: float = 0.0
    silence_s: float = 0.0


class SpeechRecord:
    """The last 15 minutes of a room's speech."""

    def __init__(self) -> None:
        self._spoken: dict[SeatId, deque[SpeechInterval]] = {}
        self._seconds: deque[_Second] = deque(maxlen=int(KEPT_S) + 1)

    def add(
        self, intervals: Iterable[SpeechInterval], overlap_s: float, silence_s: float, now: float
    ) -> None:
        """Add the relay's latest report; drop what is older than `KEPT_S`."""
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
        """Return how long the seat has spoken since then; an unfinished stretch counts once it has ended."""
        return sum(max(0.0, i.ended - max(i.began, since)) for i in self._spoken.get(seat, ()))

    def overlap_s(self, since: float) -> float:
        """Return for how long two or more have spoken at once since then, to the second."""
        return sum(second.overlap_s for second in self._seconds if second.at >= int(since))

    def silence_s(self, since: float) -> float:
        """Return for how long nobody has spoken since then, to the second."""
        return sum(second.silence_s for second in self._seconds if second.at >= int(since))

    def _forget(self, before: float) -> None:
        while self._seconds and self._seconds[0].at < int(before):
            self._seconds.popleft()
        for seat, spoken in list(self._spoken.items()):
            while spoken and spoken[0].ended <= before:
                spoken.popleft()
            if not spoken:
                del self._spoken[seat]
