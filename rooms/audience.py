"""One viewing seat's channel: the last view it was given, the changes since, and what a returning client missed. Pure.

``seq`` rises by one with every change. The newest changes are kept so that a lost socket can be bridged; a client that
was away for longer gets the whole view.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rooms.merge_patch import build_patch
from rooms.views import View

__all__ = ["KEPT_CHANGES", "Audience", "Change"]

KEPT_CHANGES = 256


@dataclass(frozen=True, slots=True)
class Change:
    """What one viewer is told: the ``seq`` it leads to, the events it may know of, and the patch on its view."""

    seq: int
    events: Sequence[dict[str, Any]]
    patch: View


class Audience:
    """The channel of one seat."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.seq = 1
        self._changes: deque[Change] = deque(maxlen=KEPT_CHANGES)

    def update(self, view: View, events: Sequence[dict[str, Any]]) -> Change | None:
        """Move on to ``view``; return the change to tell, or None if there is nothing to tell."""
        patch = build_patch(self.view, view)
        if not patch and not events:
            return None
        self.view = view
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
