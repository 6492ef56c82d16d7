"""A stretch of time from a moment until another, exclusive, or without an end. Pure."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Period"]


@dataclass(frozen=True, slots=True)
class Period:
    """From ``since`` until ``until``, exclusive; aware times. One that ends where it begins, or before, is empty."""

    since: datetime
    until: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no moment lies in it."""
        return self.until is not None and self.until <= self.since

    def holds(self, at: datetime) -> bool:
        """Return whether the moment lies in it."""
        return self.since <= at and (self.until is None or at < self.until)

    def overlap(self, other: "Period") -> "Period | None":
        """Return the moments that lie in both, or None if there are none."""
        ends = [until for until in (self.until, other.until) if until is not None]
        both = Period(max(self.since, other.since), min(ends, default=None))
        return None if both.is_empty else both

    def contains(self, other: "Period") -> bool:
        """Return whether all of the other lies in this one."""
        return other.is_empty or self.overlap(other) == other
