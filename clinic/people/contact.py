"""Whether and when a person may be written to: only through their safe channel, only in their safe times. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic.people.safe_times import SafeTimes

__all__ = ["Contact", "SafeChannel"]


class SafeChannel(StrEnum):
    """How a person may be reached outside sessions."""

    EMAIL = "email"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Contact:
    """What decides whether a mail may leave; ``safe_times`` is None if any time is safe."""

    channel: SafeChannel
    safe_times: SafeTimes | None = None

    def next_safe(self, now: datetime) -> datetime | None:
        """Return the first moment from now on at which a mail may leave, or None if none ever may.

        Args:
            now: An aware time.
        """
        if now.tzinfo is None:
            raise ValueError("no time zone")
        if self.channel is SafeChannel.NONE:
            return None
        return self.safe_times.next_safe(now) if self.safe_times else now
