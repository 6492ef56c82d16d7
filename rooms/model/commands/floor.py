"""Floor commands. ``expected_seq`` is the ``floor_seq`` that the person's screen showed when they acted (F1)."""

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
    """Raise ``by``'s hand. ``quick`` asks for twenty seconds on this point, ahead of ordinary hands."""

    by: PersonId
    expected_seq: int
    quick: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """Lower ``by``'s hand; ``made`` says that somebody else already made the point."""

    by: PersonId
    expected_seq: int
    made: bool = False


@dataclass(frozen=True, slots=True)
class PassTurn:
    """Give up ``by``'s turn or place in line without a reason (F5)."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class ReleaseFloor:
    """End one's own turn."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class NameNext:
    """The holder names who speaks next (popcorn); the named person may pass."""

    by: PersonId
    person: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class GrantFloor:
    """Give the floor to ``person``; if somebody holds it, their turn ends.

    Attributes:
        limit_s: The intended length of the turn, 5 to 3600 seconds; None for the policy's default.
        then: Who gets the next turn automatically, as in "both, one after the other".
    """

    by: PersonId
    person: PersonId
    expected_seq: int
    limit_s: float | None = None
    then: PersonId | None = None


@dataclass(frozen=True, slots=True)
class RevokeFloor:
    """End the holder's turn."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class NextSpeaker:
    """End the current turn, if any, and give the floor to whoever is next in line or in the order of a round."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class MoveHand:
    """Move ``person`` to another place in line; 0 is the first."""

    by: PersonId
    person: PersonId
    place: int
    expected_seq: int


@dataclass(frozen=True, slots=True)
class DecideHold:
    """Decide what happens to the turn of a holder who did not reconnect in time."""

    by: PersonId
    choice: HoldChoice
    expected_seq: int


@dataclass(frozen=True, slots=True)
class AnswerOverrun:
    """Answer a turn that has run over its time.

    Attributes:
        more_s: Seconds to add (5 to 600). None lets it run or, with ``close``, asks for a gentle close.
    """

    by: PersonId
    expected_seq: int
    more_s: float | None = None
    close: bool = False


@dataclass(frozen=True, slots=True)
class StayWith:
    """Stay with the holder: the turn loses its clock, and the round waits and keeps its order."""

    by: PersonId
    expected_seq: int


@dataclass(frozen=True, slots=True)
class ComeBackTo:
    """Note, for facilitators only, to come back to ``person``."""

    by: PersonId
    person: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class SetFloorMode:
    """Change how turns start. The line is kept, and the holder is not interrupted (docs/domain.md, Modes)."""

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
