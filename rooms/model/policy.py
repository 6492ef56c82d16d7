"""Room policy as data: the sizes, the floor a room starts with, and its named times (domain.md parts 1.0 and 3)."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "PICTURE_HEIGHTS",
    "FloorMode",
    "GrantRule",
    "MicPolicy",
    "OverrunPolicy",
    "RoomKind",
    "RoomPolicy",
]

PICTURE_HEIGHTS = (180, 360, 720)
"""The heights of picture that a room may choose from, pixels."""


class RoomKind(StrEnum):
    """The kind of session a room is for."""

    GROUP = "group"
    COUPLES = "couples"


class FloorMode(StrEnum):
    """How turns start."""

    OPEN = "open"
    """Anyone may speak."""
    QUEUE = "queue"
    """Hands, first come first served."""
    POPCORN = "popcorn"
    """Whoever speaks names the next; only those who have not been heard yet can be named."""
    ROUND = "round"
    """A fixed order; everybody is offered one turn. Protocols use it."""
    HELD = "held"
    """A talking piece. Protocols use it."""
    DYAD = "dyad"
    """Two people; the step says who is heard. Protocols use it."""
    FISHBOWL = "fishbowl"
    """An inner circle speaks, an outer one listens. Protocols use it."""
    STAFF_ONLY = "staff_only"
    """Facilitators speak; hands may wait."""
    QUIET = "quiet"
    """Nobody but facilitators: grounding, break, protected silence."""


class MicPolicy(StrEnum):
    """Whether the relay enforces the floor."""

    ADVISORY = "advisory"
    """Only the screens show whose turn it is."""
    SOFT = "soft"
    """Microphones stay free; whoever unmutes beside the holder is told who is speaking, and gets a hand."""
    HARD = "hard"
    """The relay forwards only the holder's and the facilitators' audio."""


class GrantRule(StrEnum):
    """What a raised hand does while the floor is free (ADR-0004)."""

    BY_FACILITATOR = "by_facilitator"
    """It waits until a facilitator gives the floor."""
    WHEN_FREE = "when_free"
    """The first hand takes a free floor at once; the next hand follows by itself."""


class OverrunPolicy(StrEnum):
    """What an overrun does, beside telling the holder and the facilitators (F6)."""

    NOTIFY = "notify"
    PROMPT = "prompt"
    AUTO_RELEASE = "auto_release"


@dataclass(frozen=True, slots=True)
class RoomPolicy:
    """The rules of one kind of room.

    Attributes:
        max_seats: Seats that may be in the room at once, staff included; also the relay's slot count (1 to 32).
        hold_s: Seconds a lost holder's turn is kept (F8; 10 to 120).
        absence_s: Seconds after which an admitted seat that stays lost has left the room.
        picture_height: Of the largest picture that cameras send, pixels; one of ``PICTURE_HEIGHTS``.
    """

    kind: RoomKind = RoomKind.GROUP
    max_seats: int = 15
    floor_mode: FloorMode = FloorMode.QUEUE
    mic_policy: MicPolicy = MicPolicy.SOFT
    grants: GrantRule = GrantRule.BY_FACILITATOR
    hold_s: float = 30.0
    absence_s: float = 300.0
    picture_height: int = 720
    announce_s: float = 3.0
    turn_s: float | None = None
    quick_s: float = 20.0
    decide_s: float = 20.0
    return_bonus_s: float = 15.0
    held_after_s: float = 15.0
    suspended_after_s: float = 300.0
    promote_after_s: float = 5.0
    overrun: OverrunPolicy = OverrunPolicy.NOTIFY
    needs_licence: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.max_seats <= 32:
            raise ValueError("max_seats must be 1 to 32")
        if not 10 <= self.hold_s <= 120:
            raise ValueError("hold_s must be 10 to 120 seconds")
        if not self.hold_s <= self.absence_s <= 3600:
            raise ValueError("absence_s must be hold_s to 3600 seconds")
        if self.picture_height not in PICTURE_HEIGHTS:
            raise ValueError("picture_height must be 180, 360 or 720 pixels")
