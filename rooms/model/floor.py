"""The vocabulary of turns: their kinds, phases and endings (docs/domain.md, Turns)."""

from enum import IntEnum, StrEnum

from rooms.model.policy.policy import FloorMode

__all__ = ["LINE_MODES", "ORDERED_MODES", "HoldChoice", "OverrunLevel", "TurnEnding", "TurnKind", "TurnPhase"]

LINE_MODES = frozenset({FloorMode.OPEN, FloorMode.QUEUE, FloorMode.POPCORN})
"""Modes in which turns are given one at a time: from the line, by a facilitator, by the previous speaker."""
ORDERED_MODES = frozenset({FloorMode.ROUND, FloorMode.HELD})
"""Modes in which a protocol's order decides who is next."""


class TurnKind(StrEnum):
    """The kind of a turn."""

    TURN = "turn"
    QUICK = "quick"
    """Twenty seconds, on this point only."""


class TurnPhase(StrEnum):
    """The phase of a turn."""

    ANNOUNCED = "announced"
    """Everybody sees whose turn is about to begin. The clock does not run yet, but the person is already heard."""
    SPEAKING = "speaking"
    WRAP_UP = "wrap_up"
    """The last fifth of its time, and any overrun."""
    SUSPENDED = "suspended"
    """The holder's connection is lost; the turn is kept for them."""
    PAUSED = "paused"
    """Something interrupts the turn. Only in this phase the holder is not heard."""


class TurnEnding(StrEnum):
    """How a turn ended."""

    RELEASED = "released"
    PASSED = "passed"
    DEFERRED = "deferred"
    SKIPPED = "skipped"
    REVOKED = "revoked"


class HoldChoice(StrEnum):
    """The choices about a holder who did not reconnect in time."""

    WAIT = "wait"
    DEFER = "defer"
    SKIP = "skip"


class OverrunLevel(IntEnum):
    """How much of its time a turn has used, percent."""

    FULL = 100
    QUARTER_OVER = 125
    DOUBLE = 200
