"""A help signal as data, until somebody has attended to it."""

from dataclasses import dataclass
from enum import StrEnum

from rooms.model.ids import PersonId
from rooms.model.side_channels import PageOutcome

__all__ = ["Help", "HelpSignal"]


class Help(StrEnum):
    """How far the help signal from a seat is."""

    NONE = "none"
    """There is none, or it has been attended to."""
    OPEN = "open"
    """Nobody in the session has seen it yet."""
    SEEN = "seen"
    """A facilitator attends to it."""


@dataclass(slots=True)
class HelpSignal:
    """A help signal that has not been closed.

    Attributes:
        at: When it reached the room.
        person: Who sent it; None if either of two people may have.
        late: Whether it was meant earlier, while the connection was lost.
        seen_by: The facilitator who attends to it; None while it is open.
        paged: What became of paging somebody outside the session; None while nobody was.
        paged_at: Since when that is known.
    """

    at: float
    person: PersonId | None
    late: bool
    state: Help = Help.OPEN
    seen_by: PersonId | None = None
    paged: PageOutcome | None = None
    paged_at: float = 0.0
