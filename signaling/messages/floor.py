"""Floor requests."""

from typing import Annotated, Literal

from pydantic import Field

from rooms.model.floor import HoldChoice
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from signaling.messages.base import Id, PersonalIntent, Request, StaffIntent

__all__ = [
    "FloorAnswerOverrun",
    "FloorComeBack",
    "FloorDecideHold",
    "FloorGrant",
    "FloorMessages",
    "FloorMoveHand",
    "FloorNameNext",
    "FloorNext",
    "FloorPass",
    "FloorRelease",
    "FloorRequest",
    "FloorRevoke",
    "FloorSetMode",
    "FloorStayWith",
    "FloorWithdraw",
]


class FloorRequest(PersonalIntent):
    """Raise a hand; a ``quick`` one asks for twenty seconds on this point."""

    type: Literal["floor.request"]
    quick: bool = False


class FloorWithdraw(PersonalIntent):
    """Lower a hand; ``made`` means that somebody else made the point."""

    type: Literal["floor.withdraw"]
    made: bool = False


class FloorPass(PersonalIntent):
    """Give up a turn or a place in the queue."""

    type: Literal["floor.pass"]


class FloorRelease(PersonalIntent):
    """The holder has finished."""

    type: Literal["floor.release"]


class FloorNameNext(PersonalIntent):
    """The holder names who speaks next."""

    type: Literal["floor.name_next"]
    next: Id


class FloorGrant(PersonalIntent):
    """Give the floor to ``person`` for about ``limit_s`` seconds; ``then`` follows automatically."""

    type: Literal["floor.grant"]
    limit_s: float | None = None
    then: Id | None = None


class FloorRevoke(StaffIntent):
    """Take the floor back."""

    type: Literal["floor.revoke"]


class FloorNext(StaffIntent):
    """Give the floor to the next in the queue."""

    type: Literal["floor.next"]


class FloorMoveHand(PersonalIntent):
    """Move ``person`` to another place in the queue; 0 is first."""

    type: Literal["floor.move_hand"]
    place: Annotated[int, Field(ge=0, le=63)]


class FloorDecideHold(StaffIntent):
    """Decide what happens to the turn of a holder who did not come back."""

    type: Literal["floor.decide_hold"]
    choice: Annotated[HoldChoice, Field(strict=False)]


class FloorAnswerOverrun(StaffIntent):
    """Let a turn run over, extend it, or ask for a gentle close."""

    type: Literal["floor.answer_overrun"]
    more_s: float | None = None
    close: bool = False


class FloorStayWith(StaffIntent):
    """Stay with the holder: no time limit, the round waits."""

    type: Literal["floor.stay_with"]


class FloorComeBack(Request):
    """Mark ``person``, for facilitators only, to come back to."""

    type: Literal["floor.come_back"]
    person: Id
    on: bool


class FloorSetMode(StaffIntent):
    """Change how turns start."""

    type: Literal["floor.set_mode"]
    mode: Annotated[FloorMode, Field(strict=False)]
    mic_policy: Annotated[MicPolicy, Field(strict=False)]
    grants: Annotated[GrantRule, Field(strict=False)]


FloorMessages = (
    FloorRequest
    | FloorWithdraw
    | FloorPass
    | FloorRelease
    | FloorNameNext
    | FloorGrant
    | FloorRevoke
    | FloorNext
    | FloorMoveHand
    | FloorDecideHold
    | FloorAnswerOverrun
    | FloorStayWith
    | FloorComeBack
    | FloorSetMode
)
