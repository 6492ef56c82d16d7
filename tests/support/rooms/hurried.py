"""A clock of ``attune`` that a test can advance: each SIGUSR1 adds ``HURRY_S``. Nothing else differs.

Waits of minutes in a room (a time-out) then end at once; sockets and media use the real clock, as always.
"""

import signal
from types import FrameType

from app.runtime.clock import SystemClock

__all__ = ["HURRY_S", "let_hurry"]

HURRY_S = 300.0

_ahead_s = 0.0
_real_now, _real_steady = SystemClock.now, SystemClock.steady


def let_hurry() -> None:
    """Let this process be hurried, before it starts anything."""
    signal.signal(signal.SIGUSR1, _hurry)
    SystemClock.now = _now  # type: ignore[method-assign, assignment]
    SystemClock.steady = _steady  # type: ignore[method-assign, assignment]


def _hurry(number: int, frame: FrameType | None) -> None:
    global _ahead_s
    _ahead_s += HURRY_S


def _now(clock: SystemClock) -> float:
    return _real_now(clock) + _ahead_s


def _steady(clock: SystemClock) -> float:
    """The clock that rooms measure by; the host's time of day alone does not move them."""
    return _real_steady(clock) + _ahead_s
