"""The interfaces that a room needs from outside; ``app.live`` implements them."""

from collections.abc import Sequence
from typing import Protocol

from rooms.model.events import Recorded
from rooms.model.ids import RoomId
from rooms.plan import Plan

__all__ = ["Clock", "Journal", "JournalRefused", "JournalUnavailable", "Relay"]


class JournalUnavailable(Exception):
    """The journal cannot be reached now; the same append may be tried again later."""


class JournalRefused(Exception):
    """The journal rejects these records, or cannot read what it holds; retrying does not help.

    Attributes:
        reason: A stable word for the log.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Journal(Protocol):
    """The append-only log of rooms."""

    async def append(self, room: RoomId, records: Sequence[Recorded]) -> None:
        """Store records durably, in order, all or none; storing the same position again changes nothing.

        Raises:
            JournalUnavailable: Nothing was stored, or that is unknown; try again.
            JournalRefused: Nothing was stored, and nothing will be until somebody fixes it.
        """

    async def load(self, room: RoomId) -> list[Recorded]:
        """Return the room's whole log, by position. Raises JournalUnavailable, JournalRefused."""


class Relay(Protocol):
    """The media side of a room."""

    async def apply_plan(self, room: RoomId, plan: Plan) -> None:
        """Apply the plan; returns once the relay has confirmed it, or is known to forward nothing.

        Never raises, and returns within a bounded time.
        """


class Clock(Protocol):
    """The host's clock, and a monotonic one."""

    def now(self) -> float:
        """Return Unix time in seconds; it jumps when the host's clock is set."""

    def steady(self) -> float:
        """Return how long this process has been running, seconds."""
