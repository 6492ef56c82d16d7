"""The floor: for everybody, for the holder, and for those who lead."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from rooms.model.floor import TurnKind, TurnPhase
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy

__all__ = ["BaseFloor", "Floor", "Holder", "LedTurn", "OwnTurn", "ShownPhase", "TurnAsk"]

ShownPhase = Literal[TurnPhase.ANNOUNCED, TurnPhase.SPEAKING, TurnPhase.SUSPENDED, TurnPhase.PAUSED]
"""That a turn wraps up is the holder's and the facilitators' to know."""
TurnAsk = Literal["hold_over", "overrun", "overrun_long"]


class BaseFloor(TypedDict):
    """The floor as it is without a protocol."""

    mode: FloorMode
    """How turns start."""
    mic_policy: MicPolicy
    """What a closed floor does to microphones."""


class Holder(TypedDict):
    """Whose turn it is. The length of a turn is not included."""

    person: PersonId
    """Who holds the floor."""
    kind: TurnKind
    """A turn, or a quick one on the point being made."""
    phase: ShownPhase
    """How far the turn is; the holder is heard in all phases but `paused`."""
    since: float
    """When the floor was granted."""
    starts_at: float
    """When the announcement is over: the holder begins."""
    hold_until: NotRequired[float]
    """While `suspended`: until when the place of a holder who lost the connection is kept."""


class Floor(TypedDict):
    """The floor as everybody in the room sees it; also the answer to a stale request."""

    mode: FloorMode
    """How turns start now."""
    mic_policy: MicPolicy
    """What a closed floor does to microphones now."""
    grants: GrantRule
    """Who gives the floor to the first in line."""
    base: BaseFloor
    """Both as they are without a protocol."""
    seq: int
    """What `expected_seq` of floor requests is compared with."""
    queue: list[PersonId]
    """Who waits in line, first is next."""
    quick: list[PersonId]
    """Those in the queue who wait for "on this point"."""
    heard: list[PersonId]
    """Who has had a turn since the mode was set."""
    quick_had: list[PersonId]
    """Who has had a quick turn on the present point: one each."""
    point: NotRequired[PersonId]
    """Whose turn was the last that was not quick: "on this point" refers to it. Absent before the first."""
    holder: NotRequired[Holder]
    """Whose turn it is; absent while the floor is free."""


class OwnTurn(TypedDict):
    """A turn and its clock."""

    person: PersonId
    """Whose turn it is."""
    phase: TurnPhase
    """How far the turn is; `wrap_up` is the last fifth of its time, and what comes after."""
    limit_s: NotRequired[float]
    """How long it is meant to be, seconds; absent where it has no limit."""
    ends_at: NotRequired[float]
    """When its time is up, while the clock runs."""
    left_s: NotRequired[float]
    """While the clock stands: seconds that are left."""
    overrun: NotRequired[int]
    """Not on a shared screen: 0, 100, 125 or 200, the percentage of its time it has passed."""
    closing: NotRequired[bool]
    """Not on a shared screen: a facilitator asked for a gentle close."""


class LedTurn(OwnTurn):
    """The present turn, as those who lead see it."""

    ask: NotRequired[TurnAsk]
    """What waits for an answer: `hold_over`, a lost holder has not come back (`floor.decide_hold`); `overrun`, the time
    is up; `overrun_long`, twice the time has passed (both `floor.answer_overrun`)."""
    asked: bool
    """An overrun waits for an answer (`floor.answer_overrun`)."""
    stayed: bool
    """A facilitator stays with the holder: no clock."""
    counts_from: NotRequired[float]
    """While the clock runs: from when it counts, pauses taken out."""
    decide_until: NotRequired[float]
    """A lost holder has not come back: until when to choose wait, defer or skip (`floor.decide_hold`)."""
    then: NotRequired[PersonId]
    """Whose turn follows by itself."""
