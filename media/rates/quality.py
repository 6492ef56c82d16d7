"""Grades the quality of a connection for display, from plain numbers and without flicker."""

from collections import deque
from dataclasses import dataclass, field

from media.counters import Grade, PeerQuality

__all__ = [
    "BETTER_AFTER",
    "DELAY_MS",
    "JITTER_MS",
    "LOSS",
    "WORSE_AFTER",
    "ConnectionQuality",
    "LinkReading",
]

# Fair from the first value on, poor from the second. Retransmission and Opus hide a few per cent of loss; browsers
# stretch their buffers to some 100 ms of jitter; from 400 ms one way (ITU-T G.114) people talk over each other.
LOSS = (0.03, 0.1)
JITTER_MS = (40.0, 100.0)
DELAY_MS = (300.0, 800.0)
# Consecutive readings before a grade gets worse, or better: bad news is quick, good news has to last.
WORSE_AFTER = 2
BETTER_AFTER = 3

_GRADES: tuple[Grade, Grade, Grade] = ("good", "fair", "poor")
_REASONS = ("up.loss", "up.jitter", "up.narrow", "down.loss", "down.jitter", "down.narrow", "delay")


@dataclass(frozen=True, slots=True)
class LinkReading:
    """One reading of a connection, over the last two seconds or so.

    Attributes:
        up_loss, down_loss: 0..1. up_jitter_ms, down_jitter_ms: the worst of its streams.
        up_narrow, down_narrow: less is sent (received) than could be used, because of the link.
        rtt_ms: round trip; None while unknown.
        silent: no connectivity check for too long.
    """

    up_loss: float = 0.0
    up_jitter_ms: float = 0.0
    up_narrow: bool = False
    down_loss: float = 0.0
    down_jitter_ms: float = 0.0
    down_narrow: bool = False
    rtt_ms: float | None = None
    silent: bool = False


@dataclass(slots=True)
class _Concern:
    """The severity of one possible problem: 0 good, 1 fair, 2 poor; slow to change."""

    held: int = 0
    _recent: deque[int] = field(default_factory=lambda: deque([0], maxlen=max(WORSE_AFTER, BETTER_AFTER)))

    def take(self, severity: int) -> int:
        recent = self._recent
        recent.append(severity)
        if len(recent) >= WORSE_AFTER:
            self.held = max(self.held, min(list(recent)[-WORSE_AFTER:]))
        if len(recent) >= BETTER_AFTER:
            self.held = min(self.held, max(list(recent)[-BETTER_AFTER:]))
        return self.held


@dataclass(slots=True)
class ConnectionQuality:
    """The grades of one connection."""

    _concerns: dict[str, _Concern] = field(default_factory=lambda: {name: _Concern() for name in _REASONS})

    def on_reading(self, reading: LinkReading) -> PeerQuality:
        """Take a reading, about every two seconds; returns the current grades (compare them with the last ones).

        Silence starts and ends at once: the relay has already waited before it calls a connection silent, and other
        readings mean nothing meanwhile.
        """
        if reading.silent:
            return PeerQuality("poor", "poor", ("silent",))
        held = {name: self._concerns[name].take(severity) for name, severity in _severities(reading).items()}
        reasons = tuple(sorted((name for name in _REASONS if held[name]), key=lambda name: -held[name]))
        return PeerQuality(_grade("up", held), _grade("down", held), reasons)


def _severities(reading: LinkReading) -> dict[str, int]:
    return {
        "up.loss": _severity(reading.up_loss, LOSS),
        "up.jitter": _severity(reading.up_jitter_ms, JITTER_MS),
        "up.narrow": int(reading.up_narrow),
        "down.loss": _severity(reading.down_loss, LOSS),
        "down.jitter": _severity(reading.down_jitter_ms, JITTER_MS),
        "down.narrow": int(reading.down_narrow),
        "delay": _severity(reading.rtt_ms or 0.0, DELAY_MS),
    }


def _severity(value: float, thresholds: tuple[float, float]) -> int:
    return sum(value >= threshold for threshold in thresholds)


def _grade(direction: str, held: dict[str, int]) -> Grade:
    """The grade of one direction. Delay counts for both; every other reason names its direction."""
    return _GRADES[
        max(value for name, value in held.items() if name == "delay" or name.startswith(direction))
    ]
