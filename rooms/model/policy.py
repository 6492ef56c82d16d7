"""Room policy as data: the sizes, the floor a room starts with, and its named times (domain.md parts 1.0 and 3)."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["PICTURE_HEIGHTS", "FloorMode", "GrantRule", "MicPolicy", "RoomKind", "RoomPolicy"]

PICTURE_HEIGHTS = (180, 360, 720)
"""The heights of picture that a room may choose from, pixels."""


class RoomKind(StrEnum):
    """The kind of session a room is for."""

    GROUP = "group"


class FloorMode(StrEnum):
    """How turns start."""

    OPEN = "open"
    """Anyone may speak."""
    QUEUE = "queue"
    """Hands, first come first served."""
    STAFF_ONLY = "staff_only"
    """Facilitators speak; hands may wait."""
    QUIET = "quiet"
    """Nobody but facilitators: grounding, break, protected silence."""


class MicPolicy(StrEnum):
    """Whether the relay enforces the floor."""

    SOFT = "soft"
    """The screens say who has the floor; microphones stay free."""
    HARD = "hard"
    """The relay forwards only the holder's and the facilitators' audio."""


class GrantRule(StrEnum):
    """What a raised hand does while the floor is free (ADR-0004)."""

    BY_FACILITATOR = "by_facilitator"
    """It waits until a facilitator gives the floor."""
    WHEN_FREE = "when_free"
    """The first hand takes a free floor at once; the next hand follows by itself."""


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

    def __post_init__(self) -> None:
        if not 1 <= self.max_seats <= 32:
            raise ValueError("max_seats must be 1 to 32")
        if not 10 <= self.hold_s <= 120:
            raise ValueError("hold_s must be 10 to 120 seconds")
        if not self.hold_s <= self.absence_s <= 3600:
            raise ValueError("absence_s must be hold_s to 3600 seconds")
        if self.picture_height not in PICTURE_HEIGHTS:
            raise ValueError("picture_height must be 180, 360 or 720 pixels")
