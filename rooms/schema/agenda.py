"""What the session is to be, item by item. Only those who lead see it."""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from rooms.model.policy.policy import FloorMode

__all__ = ["Agenda", "AgendaItem"]


class AgendaItem(TypedDict):
    """One item of the agenda."""

    id: str
    """Its id, which stays with it."""
    part: str
    """What it is for, as a code: `check_in`, `break`, `process_group` and the like."""
    minutes: int
    """How long it is meant to last now."""
    planned_min: int
    """How many minutes it was meant to last when the session was prepared; 0 if it was added since."""
    mode: NotRequired[FloorMode]
    """How turns start while it lasts; absent if it changes nothing."""
    protocol: NotRequired[str]
    """The protocol that it starts; absent if it starts none."""
    options: NotRequired[dict[str, Any]]
    """What was chosen for the protocol beforehand."""
    dropped: NotRequired[Literal[True]]
    """It is left out."""
    spent_s: NotRequired[float]
    """How long it lasted, seconds; absent until it is over."""


class Agenda(TypedDict):
    """The agenda. Items that have begun come first, in the order in which they began."""

    version: int
    """What requests about the agenda send back (`expected_version`)."""
    items: list[AgendaItem]
    """All items."""
    current: NotRequired[str]
    """The item that is on; absent before the first."""
    since: NotRequired[float]
    """Since when it is on."""
    ends_at: NotRequired[float]
    """When the session is to be over; absent if nobody said."""
