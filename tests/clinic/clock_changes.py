"""Local times for tests, and both changes of the clocks in zones that do them differently, as a table."""

from dataclasses import dataclass
from datetime import UTC, datetime

from clinic.common.local_time import Clock

__all__ = ["CHANGES", "ZONES", "ClockChange", "local"]

ZONES = ("America/New_York", "America/Los_Angeles", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata")
"""An hour in spring and autumn at 02:00, one at 01:00, half an hour in the southern summer, and never."""


def local(text: str) -> datetime:
    """Return the naive local time that ISO 8601 writes so."""
    return datetime.fromisoformat(text)


@dataclass(frozen=True)
class ClockChange:
    """A local time at a change.

    Attributes:
        instant: What RFC 5545, section 3.3.5 makes of it, UTC.
        shown: What the clocks show at that instant.
    """

    zone: str
    local: datetime
    clock: Clock
    instant: datetime
    shown: datetime

    def __str__(self) -> str:
        return f"{self.zone}-{self.local:%Y-%m-%dT%H.%M}"


def _change(zone: str, at: str, clock: Clock, instant: str, shown: str = "") -> ClockChange:
    return ClockChange(
        zone,
        datetime.fromisoformat(at),
        clock,
        datetime.fromisoformat(instant).replace(tzinfo=UTC),
        datetime.fromisoformat(shown or at),
    )


CHANGES = (
    _change("America/New_York", "2026-03-08T01:59", Clock.ONCE, "2026-03-08T06:59"),
    _change("America/New_York", "2026-03-08T02:30", Clock.NEVER, "2026-03-08T07:30", "2026-03-08T03:30"),
    _change("America/New_York", "2026-03-08T03:00", Clock.ONCE, "2026-03-08T07:00"),
    _change("America/New_York", "2026-11-01T01:30", Clock.TWICE, "2026-11-01T05:30"),
    _change("America/New_York", "2026-11-01T02:00", Clock.ONCE, "2026-11-01T07:00"),
    _change("America/Los_Angeles", "2026-03-08T02:00", Clock.NEVER, "2026-03-08T10:00", "2026-03-08T03:00"),
    _change("America/Los_Angeles", "2026-11-01T01:00", Clock.TWICE, "2026-11-01T08:00"),
    _change("Europe/London", "2026-03-29T01:30", Clock.NEVER, "2026-03-29T01:30", "2026-03-29T02:30"),
    _change("Europe/London", "2026-10-25T01:30", Clock.TWICE, "2026-10-25T00:30"),
    _change("Australia/Lord_Howe", "2026-10-04T02:15", Clock.NEVER, "2026-10-03T15:45", "2026-10-04T02:45"),
    _change("Australia/Lord_Howe", "2026-04-05T01:45", Clock.TWICE, "2026-04-04T14:45"),
    _change("Asia/Kolkata", "2026-03-08T02:30", Clock.ONCE, "2026-03-07T21:00"),
)
