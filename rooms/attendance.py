"""Presence: when each person was in the room with a connection that stood, read off the log (domain.md 4.3). Pure.

On a shared seat both people are present together. Gaps are merged by whoever counts minutes, not here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import RoomSetup

__all__ = ["PresenceClosed", "PresenceOpened", "presence_changes"]


@dataclass(frozen=True, slots=True)
class PresenceOpened:
    """The person is present from ``at`` (Unix seconds) on."""

    person: PersonId
    seat: SeatId
    at: float


@dataclass(frozen=True, slots=True)
class PresenceClosed:
    """The person is not present from ``at`` on; a person without an open interval is not an error."""

    person: PersonId
    seat: SeatId
    at: float


def presence_changes(
    setup: RoomSetup, records: Sequence[ev.Recorded]
) -> list[PresenceOpened | PresenceClosed]:
    """Return the openings and closings that a stretch of the log brings, in order."""
    changes: list[PresenceOpened | PresenceClosed] = []
    for record in records:
        match record.event:
            case ev.SeatAdmitted(seat=seat) | ev.SeatReturned(seat=seat, in_room=True):
                changes += [PresenceOpened(person, seat, record.at) for person in setup.seats[seat].occupants]
            case (
                ev.SeatLost(seat=seat, in_room=True)
                | ev.SeatLeft(seat=seat, in_room=True)
                | ev.SeatMovedToWaiting(seat=seat)
            ):
                changes += [PresenceClosed(person, seat, record.at) for person in setup.seats[seat].occupants]
            case _:
                pass
    return changes
