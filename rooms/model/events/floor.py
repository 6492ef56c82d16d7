"""Floor events: hands, turns, and how turns start. Those that change holder or mode make ``floor_seq`` rise (F1)."""

from dataclasses import dataclass
from typing import ClassVar

from rooms.model.floor import HoldChoice, OverrunLevel, TurnEnding, TurnKind
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy

__all__ = [
    "ComeBackMarked",
    "FloorEvent",
    "FloorGranted",
    "FloorModeSet",
    "FollowerSet",
    "HandDown",
    "HandMoved",
    "HandUp",
    "HoldDecided",
    "HoldUndecided",
    "OverrunAnswered",
    "TurnEnded",
    "TurnExtended",
    "TurnHeld",
    "TurnOverran",
    "TurnPaused",
    "TurnResumed",
    "TurnStarted",
    "TurnSuspended",
    "TurnWrappingUp",
]


@dataclass(frozen=True, slots=True)
class FloorModeSet:
    """How turns start has changed. It is the base to which the room returns after a protocol (F11)."""

    kind: ClassVar[str] = "floor.mode_set"
    mode: FloorMode
    mic_policy: MicPolicy
    grants: GrantRule
    by: PersonId


@dataclass(frozen=True, slots=True)
class HandUp:
    """The person waits for the floor, at the end of the line.

    Attributes:
        quick: For twenty seconds on this point; before all others.
        beside: The hand went up by itself when the person unmuted beside the holder; they are next.
    """

    kind: ClassVar[str] = "hand.up"
    person: PersonId
    quick: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class HandDown:
    """The person no longer waits; ``made`` when somebody else made the point already."""

    kind: ClassVar[str] = "hand.down"
    person: PersonId
    made: bool = False


@dataclass(frozen=True, slots=True)
class HandMoved:
    """A facilitator gave the person another place in line, 0 for the first."""

    kind: ClassVar[str] = "hand.moved"
    person: PersonId
    place: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class FloorGranted:
    """The person holds the floor; the turn is announced and starts at ``starts_at``.

    Attributes:
        by: Who gave it: a facilitator, the speaker before (popcorn), or None when rules did.
        limit_s: How long the turn is meant to be, seconds; None for as long as it takes (F6: it only informs).
        then: Whose turn follows by itself ("both, one after the other").
    """

    kind: ClassVar[str] = "floor.granted"
    person: PersonId
    by: PersonId | None
    turn: TurnKind = TurnKind.TURN
    starts_at: float = 0.0
    limit_s: float | None = None
    then: PersonId | None = None


@dataclass(frozen=True, slots=True)
class FollowerSet:
    """Whose turn follows the present one by itself has changed; None when nobody's does any more.

    Attributes:
        by: The facilitator who chose; None when rules let go of somebody who is gone or may not speak now.
    """

    kind: ClassVar[str] = "floor.then_set"
    person: PersonId | None
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """The announcement is over: the turn's clock runs."""

    kind: ClassVar[str] = "turn.started"
    person: PersonId


@dataclass(frozen=True, slots=True)
class TurnWrappingUp:
    """The last fifth of the turn's time has begun."""

    kind: ClassVar[str] = "turn.wrap_up"
    person: PersonId


@dataclass(frozen=True, slots=True)
class TurnOverran:
    """The turn's time is up (100), or it is a quarter (125) or as long again (200) over. Nothing is cut off (F6).

    Attributes:
        asks: Facilitators are asked what it may do.
    """

    kind: ClassVar[str] = "turn.overrun"
    person: PersonId
    level: OverrunLevel
    asks: bool = False


@dataclass(frozen=True, slots=True)
class OverrunAnswered:
    """A facilitator let the overrun be, or asked for a gentle close; what was asked about is answered."""

    kind: ClassVar[str] = "turn.overrun_answered"
    person: PersonId
    close: bool
    by: PersonId


@dataclass(frozen=True, slots=True)
class TurnExtended:
    """The turn may be longer; ``limit_s`` is the new whole, None for as long as it takes ("stay with")."""

    kind: ClassVar[str] = "turn.extended"
    person: PersonId
    limit_s: float | None
    by: PersonId


@dataclass(frozen=True, slots=True)
class TurnPaused:
    """The turn stands still while something interrupts it: a time-out, a quiet minute, no facilitator."""

    kind: ClassVar[str] = "turn.paused"
    person: PersonId


@dataclass(frozen=True, slots=True)
class TurnSuspended:
    """The holder's connection is lost; the turn is kept until ``hold_until`` (Unix seconds; F8)."""

    kind: ClassVar[str] = "floor.suspended"
    person: PersonId
    hold_until: float


@dataclass(frozen=True, slots=True)
class HoldUndecided:
    """The holder did not come back in time: facilitators choose what becomes of the turn, until ``decide_until``."""

    kind: ClassVar[str] = "floor.hold_over"
    person: PersonId
    decide_until: float


@dataclass(frozen=True, slots=True)
class HoldDecided:
    """What becomes of the turn of a holder who did not come back: ``wait`` holds it once more until ``hold_until``."""

    kind: ClassVar[str] = "floor.hold_decided"
    person: PersonId
    choice: HoldChoice
    hold_until: float | None
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class TurnResumed:
    """The turn goes on, with ``bonus_s`` seconds added to what was left of it."""

    kind: ClassVar[str] = "floor.resumed"
    person: PersonId
    bonus_s: float = 0.0


@dataclass(frozen=True, slots=True)
class TurnHeld:
    """The holder handed the in-seat floor on within the seat, or a facilitator did; the turn is now ``person``'s."""

    kind: ClassVar[str] = "floor.handed_on"
    person: PersonId
    by: PersonId


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The turn is over.

    Attributes:
        ending: How; ``passed`` reaches the group as ``released`` (F5). ``deferred`` puts the person at the end of the
            line, or first in it when they were taken aside.
    """

    kind: ClassVar[str] = "turn.ended"
    person: PersonId
    ending: TurnEnding
    by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ComeBackMarked:
    """A facilitator's private mark that somebody should be come back to."""

    kind: ClassVar[str] = "staff.come_back"
    person: PersonId
    on: bool
    by: PersonId


FloorEvent = (
    FloorModeSet
    | HandUp
    | HandDown
    | HandMoved
    | FloorGranted
    | FollowerSet
    | TurnStarted
    | TurnWrappingUp
    | TurnOverran
    | OverrunAnswered
    | TurnExtended
    | TurnPaused
    | TurnSuspended
    | HoldUndecided
    | HoldDecided
    | TurnResumed
    | TurnHeld
    | TurnEnded
    | ComeBackMarked
)
