"""Floor intents."""

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
    """Raise a hand; a ``quick`` one is for twenty seconds on this point."""

    type: Literal["floor.request"]
    quick: bool = False


class FloorWithdraw(PersonalIntent):
    """Lower a hand; ``made``: somebody else made the point."""

    type: Literal["floor.withdraw"]
    made: bool = False


class FloorPass(PersonalIntent):
    """Give up a turn or a place in line."""

    type: Literal["floor.pass"]


class FloorRelease(PersonalIntent):
    """The holder has finished."""

    type: Literal["floor.release"]


class FloorNameNext(PersonalIntent):
    """The holder names who speaks next."""

    type: Literal["floor.name_next"]
    next: Id


class FloorGrant(PersonalIntent):
    """Give the floor to ``person``, for about ``limit_s`` seconds; ``then`` follows by itself."""

    type: Literal["floor.grant"]
    limit_s: float | None = None
    then: Id | None = None


class FloorRevoke(StaffIntent):
    """Take the floor back."""

    type: Literal["floor.revoke"]


class FloorNext(StaffIntent):
    """The next in line, please."""

    type: Literal["floor.next"]


class FloorMoveHand(PersonalIntent):
    """Give ``person`` another place in line, 0 for the first."""

    type: Literal["floor.move_hand"]
    place: Annotated[int, Field(ge=0, le=63)]


class FloorDecideHold(StaffIntent):
    """What becomes of the turn of a holder who did not come back."""

    type: Literal["floor.decide_hold"]
    choice: Annotated[HoldChoice, Field(strict=False)]


class FloorAnswerOverrun(StaffIntent):
    """Let a turn run over, give it more time, or ask for a gentle close."""

    type: Literal["floor.answer_overrun"]
    more_s: float | None = None
    close: bool = False


class FloorStayWith(StaffIntent):
    """Stay with the holder: no clock, the round waits."""

    type: Literal["floor.stay_with"]


class FloorComeBack(Request):
    """Mark, for facilitators only, that ``person`` should be come back to."""

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
