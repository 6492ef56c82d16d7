"""Floor intents. ``expected_seq`` is the ``floor_seq`` the person was looking at when acting (F1)."""

from dataclasses import dataclass

from rooms.model.floor import HoldChoice
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy

__all__ = [
    "AnswerOverrun",
    "ComeBackTo",
    "DecideHold",
    "FloorCommand",
    "GrantFloor",
    "MoveHand",
    "NameNext",
    "NextSpeaker",
    "PassTurn",
    "ReleaseFloor",
    "RequestFloor",
    "RevokeFloor",
    "SetFloorMode",
    "StayWith",
    "WithdrawRequest",
]


@dataclass(frozen=True, slots=True)
class RequestFloor:
    """Raise ``by``'s hand; a ``quick`` one is for twenty seconds on this point, and goes before the others."""

    by: PersonId
    expected_seq: int
    quick: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """Lower ``by``'s hand; ``made`` says that somebody else made the point."""

    by: PersonId
    expected_seq: int
    made: bool = False


@dataclass(frozen=True, slots=True)
class PassTurn:
    """Give up ``by``'s turn or place in line, without a reason (F5)."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class ReleaseFloor:
    """The holder has finished."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class NameNext:
    """The holder names who speaks next (popcorn); the person may pass."""

    by: PersonId
    person: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class GrantFloor:
    """Give the floor to ``person``; a present holder's turn ends.

    Attributes:
        limit_s: How long the turn is meant to be, 5 to 3600 seconds; None for what the policy says.
        then: Whose turn follows by itself, as in "both, one after the other".
    """

    by: PersonId
    person: PersonId
    expected_seq: int
    limit_s: float | None = None
    then: PersonId | None = None


@dataclass(frozen=True, slots=True)
class RevokeFloor:
    """Take the floor back."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class NextSpeaker:
    """End the present turn, if any, and give the floor to whoever is next: in line, or by the order of a round."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class MoveHand:
    """Give ``person`` another place in line, 0 for the first."""

    by: PersonId
    person: PersonId
    place: int
    expected_seq: int


@dataclass(frozen=True, slots=True)
class DecideHold:
    """Say what becomes of the turn of a holder who did not come back in time."""

    by: PersonId
    choice: HoldChoice
    expected_seq: int


@dataclass(frozen=True, slots=True)
class AnswerOverrun:
    """Say what a turn over its time may do.

    Attributes:
        more_s: Seconds more (5 to 600), or None: let it run, or with ``close`` ask for a gentle close.
    """

    by: PersonId
    expected_seq: int
    more_s: float | None = None
    close: bool = False


@dataclass(frozen=True, slots=True)
class StayWith:
    """Stay with the holder: the turn's clock goes away, the round waits, its order is kept."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class ComeBackTo:
    """Mark, for facilitators only, that ``person`` should be come back to."""

    by: PersonId
    person: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class SetFloorMode:
    """Change how turns start. Keeps the queue and never interrupts the holder (domain.md 1.10)."""

    by: PersonId
    mode: FloorMode
    mic_policy: MicPolicy
    grants: GrantRule
    expected_seq: int


FloorCommand = (
    RequestFloor
    | WithdrawRequest
    | PassTurn
    | ReleaseFloor
    | NameNext
    | GrantFloor
    | RevokeFloor
    | NextSpeaker
    | MoveHand
    | DecideHold
    | AnswerOverrun
    | StayWith
    | ComeBackTo
    | SetFloorMode
)
