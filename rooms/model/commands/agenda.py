"""Commands about the agenda. ``expected_version`` is the agenda's version that the person was looking at."""

from dataclasses import dataclass, field
from typing import Any

from rooms.model.events.agenda import AgendaItem
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode

__all__ = ["AddItem", "AgendaCommand", "DropItem", "LeadOn", "MoveItem", "PrepareAgenda", "StretchItem"]


@dataclass(frozen=True, slots=True)
class PrepareAgenda:
    """The system reports what was prepared for the session.

    Attributes:
        version: Rises whenever that is changed.
        ends_at: When the session is to be over (Unix seconds).
    """

    version: int
    ends_at: float | None
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class LeadOn:
    """End the present item and begin the next one that is not dropped.

    Attributes:
        options: What is chosen for its protocol only now, such as people; added to what was prepared.
    """

    by: PersonId
    expected_version: int
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MoveItem:
    """Move an item that has not begun to ``place`` among those that have not: 0 for the next."""

    by: PersonId
    item: str
    place: int
    expected_version: int


@dataclass(frozen=True, slots=True)
class DropItem:
    """Leave out an item that has not begun, or take it in again (``on`` is False)."""

    by: PersonId
    item: str
    on: bool
    expected_version: int


@dataclass(frozen=True, slots=True)
class StretchItem:
    """Make the present item, or a later one, ``minutes`` long altogether."""

    by: PersonId
    item: str
    minutes: int
    expected_version: int


@dataclass(frozen=True, slots=True)
class AddItem:
    """Add an item at ``place`` among those that have not begun: 0 for the next. The rest is as in an ``AgendaItem``."""

    by: PersonId
    part: str
    minutes: int
    place: int
    expected_version: int
    mode: FloorMode | None = None
    protocol: str | None = None
    options: dict[str, Any] = field(default_factory=dict)


AgendaCommand = PrepareAgenda | LeadOn | MoveItem | DropItem | StretchItem | AddItem
