"""Where a session is between planned and ended, told from the clock and from what its room has recorded. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic.common.errors import Refused
from clinic.schedule.opening import closing

__all__ = ["RoomFacts", "SessionState", "Status", "check_entry", "state_of"]


class Status(StrEnum):
    """Whether a session is to take place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class SessionState(StrEnum):
    """Where a session is."""

    PLANNED = "planned"
    OPEN = "open"
    """People may enter."""
    LIVE = "live"
    """It has been live; it may be held at the moment."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What a session's room has recorded.

    Attributes:
        closes: When nobody enters any more.
        ended: When it was ended; None if nobody has.
        live: Whether it has ever been live.
    """

    closes: datetime
    ended: datetime | None = None
    live: bool = False


def state_of(opens: datetime, ends: datetime, room: RoomFacts | None, now: datetime) -> SessionState:
    """Return where a session is.

    Args:
        opens: From when on people may enter.
        ends: The planned end.
        room: None while the room has not been prepared.
    """
    if room is None:
        return SessionState.ENDED if now >= closing(ends) else SessionState.PLANNED
    if room.ended is not None or now >= room.closes:
        return SessionState.ENDED
    if room.live:
        return SessionState.LIVE
    return SessionState.OPEN if now >= opens else SessionState.PLANNED


def check_entry(
    status: Status, opens: datetime, ends: datetime, room: RoomFacts | None, now: datetime
) -> None:
    """Check that people may enter a session now.

    Raises:
        Refused: ``session.cancelled``. ``session.ended``. ``session.not_open``: ``reason`` is when it opens, ISO 8601.
            ``session.preparing``: it should be open, and its room is not there yet; a moment later it is.
    """
    if status is Status.CANCELLED:
        raise Refused("session.cancelled")
    if state_of(opens, ends, room, now) is SessionState.ENDED:
        raise Refused("session.ended")
    if now < opens:
        raise Refused("session.not_open", f"{opens:%Y-%m-%dT%H:%M:%SZ}")
    if room is None:
        raise Refused("session.preparing")
