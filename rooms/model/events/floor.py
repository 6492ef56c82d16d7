"""Floor events: hands, turns, and how turns start. Those that change holder or mode raise ``floor_seq`` (F1)."""

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
    """The base mode changed: how turns start, and what the room returns to after a protocol (F11)."""

    kind: ClassVar[str] = "floor.mode_set"
    mode: FloorMode
    mic_policy: MicPolicy
    grants: GrantRule
    by: PersonId


@dataclass(frozen=True, slots=True)
class HandUp:
    """The person joined the line, at its end unless stated below.

    Attributes:
        quick: For twenty seconds on this point; goes before ordinary hands.
        beside: The hand was raised automatically because the person unmuted while another held the floor; they are next.
    """

    kind: ClassVar[str] = "hand.up"
    person: PersonId
    quick: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class HandDown:
    """The person left the line; ``made`` if somebody else already made the point."""

    kind: ClassVar[str] = "hand.down"
    person: PersonId
    made: bool = False


@dataclass(frozen=True, slots=True)
class HandMoved:
    """A facilitator moved the person to another place in line; 0 is the first."""

    kind: ClassVar[str] = "hand.moved"
    person: PersonId
    place: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class FloorGranted:
    """The person holds the floor; the turn is announced and starts at ``starts_at``.

    Attributes:
        by: Who gave it: a facilitator, or the previous speaker (popcorn); None if a rule did.
        limit_s: The intended length of the turn, seconds; None for no limit (F6: it only informs).
        then: Who gets the next turn automatically ("both, one after the other").
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
    """Another person gets the next turn automatically, or nobody does any more (None).

    Attributes:
        by: The facilitator who chose; None when a rule removed somebody who has left or may not speak now.
    """

    kind: ClassVar[str] = "floor.then_set"
    person: PersonId | None
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """The announcement is over; the turn's clock runs."""

    kind: ClassVar[str] = "turn.started"
    person: PersonId


@dataclass(frozen=True, slots=True)
class TurnWrappingUp:
    """The last fifth of the turn's time has begun."""

    kind: ClassVar[str] = "turn.wrap_up"
    person: PersonId


@dataclass(frozen=True, slots=True)
class TurnOverran:
    """The turn's time is up (100), or exceeded by a quarter (125) or by as much again (200). Nothing is cut off (F6).

    Attributes:
        asks: Facilitators are asked what to do.
    """

    kind: ClassVar[str] = "turn.overrun"
    person: PersonId
    level: OverrunLevel
    asks: bool = False


@dataclass(frozen=True, slots=True)
class OverrunAnswered:
    """A facilitator let the overrun continue or asked for a gentle close; the question is answered."""

    kind: ClassVar[str] = "turn.overrun_answered"
    person: PersonId
    close: bool
    by: PersonId


@dataclass(frozen=True, slots=True)
class TurnExtended:
    """The turn was extended. ``limit_s`` is the new total, None for no limit ("stay with")."""

    kind: ClassVar[str] = "turn.extended"
    person: PersonId
    limit_s: float | None
    by: PersonId


@dataclass(frozen=True, slots=True)
class TurnPaused:
    """The turn is paused by an interruption: a time-out, a quiet minute, no facilitator in the room."""

    kind: ClassVar[str] = "turn.paused"
    person: PersonId


@dataclass(frozen=True, slots=True)
class TurnSuspended:
    """The holder's connection was lost; the turn is kept until ``hold_until`` (Unix seconds; F8)."""

    kind: ClassVar[str] = "floor.suspended"
    person: PersonId
    hold_until: float


@dataclass(frozen=True, slots=True)
class HoldUndecided:
    """The holder did not reconnect in time. Until ``decide_until`` facilitators choose what happens to the turn."""

    kind: ClassVar[str] = "floor.hold_over"
    person: PersonId
    decide_until: float


@dataclass(frozen=True, slots=True)
class HoldDecided:
    """The choice about a holder who did not reconnect; ``wait`` holds the turn again, until ``hold_until``."""

    kind: ClassVar[str] = "floor.hold_decided"
    person: PersonId
    choice: HoldChoice
    hold_until: float | None
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class TurnResumed:
    """The turn goes on, with ``bonus_s`` seconds added to its remaining time."""

    kind: ClassVar[str] = "floor.resumed"
    person: PersonId
    bonus_s: float = 0.0


@dataclass(frozen=True, slots=True)
class TurnHeld:
    """The in-seat voice passed to the partner, by the holder or a facilitator; the turn is now ``person``'s."""

    kind: ClassVar[str] = "floor.handed_on"
    person: PersonId
    by: PersonId


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The turn is over.

    Attributes:
        ending: How it ended; ``passed`` reaches the group as ``released`` (F5). ``deferred`` puts the person at the end
            of the line, or at its front if they were taken to a private room.
    """

    kind: ClassVar[str] = "turn.ended"
    person: PersonId
    ending: TurnEnding
    by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ComeBackMarked:
    """A facilitator noted privately to come back to a person."""

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
