"""One viewing seat's channel: the changes it was told, and what a returning client missed. Pure.

``seq`` rises by one with every change. The newest changes are kept so that a lost socket can be bridged; a client that
was away for longer gets the whole view.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple

from rooms.views import View

__all__ = ["KEPT_CHANGES", "Audience", "Change"]

KEPT_CHANGES = 256


class Change(NamedTuple):
    """What one viewer is told: the ``seq`` it leads to, the events it may know of, and the patch on its view."""

    seq: int
    events: Sequence[dict[str, Any]]
    patch: View


class Audience:
    """The channel of one seat."""

    def __init__(self) -> None:
        self.seq = 1
        self._changes: deque[Change] = deque(maxlen=KEPT_CHANGES)

    def update(self, patch: View, events: Sequence[dict[str, Any]]) -> Change | None:
        """Return the change to tell, or None if there is nothing to tell."""
        if not patch and not events:
            return None
        self.seq += 1
        change = Change(self.seq, events, patch)
        self._changes.append(change)
        return change

    def changes_since(self, seq: int) -> list[Change] | None:
        """Return the changes after ``seq``, oldest first, or None when they are not all kept any more."""
        oldest = self._changes[0].seq if self._changes else self.seq + 1
        if not oldest - 1 <= seq <= self.seq:
            return None
        return [change for change in self._changes if change.seq > seq]
