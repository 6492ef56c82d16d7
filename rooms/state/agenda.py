"""The agenda of a session as it is now: its items, which of them is on, and how long the earlier ones lasted."""

from dataclasses import dataclass, field

from rooms.model.events.agenda import AgendaItem
from rooms.model.policy.policy import FloorMode

__all__ = ["Agenda"]


@dataclass(slots=True)
class Agenda:
    """The agenda now. Items that have begun come first, in the order in which they began.

    Attributes:
        version: Rises with every change, so that an intent formed before it is stale.
        prepared: The version of what was prepared; 0 if nothing was.
        ends_at: When the session is to be over (Unix seconds, a time of day); None if nobody said.
        current: The item that is on; None before the first, and once the session has ended.
        since: Since when (Unix seconds).
        run: The run that it started.
        mode_before: The mode to which the room returns after it.
        spent_s: How long each earlier item lasted, seconds.
    """

    items: tuple[AgendaItem, ...] = ()
    version: int = 0
    prepared: int = 0
    ends_at: float | None = None
    current: str | None = None
    since: float = 0.0
    run: int | None = None
    mode_before: FloorMode | None = None
    spent_s: dict[str, float] = field(default_factory=dict)

    @property
    def to_come(self) -> tuple[AgendaItem, ...]:
        """The items that have not begun, dropped ones too, in order."""
        return tuple(item for item in self.items if not self.has_begun(item.id))

    @property
    def next(self) -> AgendaItem | None:
        """The item that comes next."""
        return next((item for item in self.to_come if not item.dropped), None)

    def has_begun(self, item: str) -> bool:
        """Whether the item is on, or over."""
        return item == self.current or item in self.spent_s

    def find(self, item: str | None) -> AgendaItem | None:
        """Return the item with this id, or None."""
        return next((each for each in self.items if each.id == item), None)

    def close(self, at: float) -> None:
        """End the present item at ``at`` (Unix seconds)."""
        if self.current is not None:
            self.spent_s[self.current] = max(0.0, at - self.since)
        self.current = self.run = self.mode_before = None
