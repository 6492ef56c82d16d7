"""Events of the agenda: what a session is to be, item by item. They tell when and for how long, never what was said."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode

__all__ = [
    "ITEMS_MAX",
    "MINUTES_MAX",
    "MINUTES_MIN",
    "AgendaChanged",
    "AgendaEvent",
    "AgendaItem",
    "AgendaLedOn",
    "AgendaPrepared",
]

ITEMS_MAX: Final = 20
MINUTES_MIN: Final = 1
MINUTES_MAX: Final = 240


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of the agenda.

    Attributes:
        id: Stays with the item wherever it is moved.
        part: What it is for, as a code whose word is on the screens; the room knows none of the codes.
        minutes: How long it is meant to last now.
        planned_min: How long it was meant to last when the session was prepared; 0 if it was added since.
        mode: How turns start while it lasts; None for the way that the room has anyway.
        protocol: The protocol that it starts; None for none.
        options: What was chosen for the protocol beforehand, by name; JSON values.
        dropped: Whether it is left out.
    """

    id: str
    part: str
    minutes: int
    planned_min: int
    mode: FloorMode | None = None
    protocol: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class AgendaPrepared:
    """What was prepared for the session replaces everything that has not begun.

    Attributes:
        version: Of what was prepared; rises when it is changed outside the room.
        ends_at: When the session is to be over (Unix seconds, a time of day); None if nobody said.
        items: All items, those that have begun first.
    """

    kind: ClassVar[str] = "agenda.prepared"
    version: int
    ends_at: float | None
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class AgendaChanged:
    """Somebody who leads added, moved, dropped or stretched an item; these are all items as they are now."""

    kind: ClassVar[str] = "agenda.changed"
    items: tuple[AgendaItem, ...]
    by: PersonId


@dataclass(frozen=True, slots=True)
class AgendaLedOn:
    """The present item is over, and another one begins.

    Attributes:
        item: The item that begins.
        run: The run that it started, if any.
        mode_before: The mode to which the room returns after it; None if it set none.
    """

    kind: ClassVar[str] = "agenda.led_on"
    item: str
    by: PersonId
    run: int | None = None
    mode_before: FloorMode | None = None


AgendaEvent = AgendaPrepared | AgendaChanged | AgendaLedOn
