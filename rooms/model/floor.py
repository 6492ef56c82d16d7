"""The words of turns: their kinds, phases and endings (domain.md 1.0)."""

from enum import IntEnum, StrEnum

from rooms.model.policy.policy import FloorMode

__all__ = ["LINE_MODES", "ORDERED_MODES", "HoldChoice", "OverrunLevel", "TurnEnding", "TurnKind", "TurnPhase"]

LINE_MODES = frozenset({FloorMode.OPEN, FloorMode.QUEUE, FloorMode.POPCORN})
"""Modes in which turns are given one by one: from the line, by a facilitator, by the speaker before."""
ORDERED_MODES = frozenset({FloorMode.ROUND, FloorMode.HELD})
"""Modes in which a protocol's order says who is next."""


class TurnKind(StrEnum):
    """What sort of turn it is."""

    TURN = "turn"
    QUICK = "quick"
    """Twenty seconds, on this point only."""


class TurnPhase(StrEnum):
    """How far a turn is."""

    ANNOUNCED = "announced"
    """Everybody sees whose turn begins; the clock does not run yet, the person is heard already."""
    SPEAKING = "speaking"
    WRAP_UP = "wrap_up"
    """The last fifth of its time, and whatever comes after it."""
    SUSPENDED = "suspended"
    """The holder's connection is lost, the place is kept."""
    PAUSED = "paused"
    """Something interrupts the turn; the holder is not heard, unlike in every other phase."""


class TurnEnding(StrEnum):
    """How a turn ended."""

    RELEASED = "released"
    PASSED = "passed"
    DEFERRED = "deferred"
    SKIPPED = "skipped"
    REVOKED = "revoked"


class HoldChoice(StrEnum):
    """What a facilitator may do about a holder who did not come back in time."""

    WAIT = "wait"
    DEFER = "defer"
    SKIP = "skip"


class OverrunLevel(IntEnum):
    """How much of its time a turn has taken, percent."""

    FULL = 100
    QUARTER_OVER = 125
    DOUBLE = 200
