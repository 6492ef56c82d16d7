"""When a session's room opens and closes for entry, and which rooms are due. Pure.

The door closing ends nothing: a session that is live goes on, and people who are in it stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinic.ids import AppointmentId

__all__ = ["GRACE_S", "PREPARE_S", "Door", "Due", "PlannedRoom", "doors_of", "due"]

GRACE_S = 1800
"""Seconds after the planned end during which people may still come in: sessions run over, and pages are reloaded."""

PREPARE_S = 60
"""Seconds before the door opens that a room is prepared, so that it is there when people knock."""


class Door(StrEnum):
    """What has been done for a session so far."""

    SHUT = "shut"
    """Nothing."""
    OPEN = "open"
    """The room is prepared; people may enter from its opening time on."""
    CLOSED = "closed"
    """Nobody enters any more."""


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A planned session as the opener sees it.

    Attributes:
        begins: An instant, as ``ends``.
        join_early_s: How long before the beginning people may enter the waiting room, as the room's policy says.
    """

    id: AppointmentId
    begins: datetime
    ends: datetime
    join_early_s: float
    door: Door = Door.SHUT


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done now.

    Attributes:
        prepare: Rooms to prepare, the earliest first.
        close: Rooms whose door closes.
        missed: Sessions whose time has passed while nothing ran; they are closed, and staff should know.
        next_at: When to look again if nothing changes; None if nothing is planned.
    """

    prepare: tuple[AppointmentId, ...]
    close: tuple[AppointmentId, ...]
    missed: tuple[AppointmentId, ...]
    next_at: datetime | None


def doors_of(room: PlannedRoom) -> tuple[datetime, datetime]:
    """Return from when until when people may enter."""
    return (
        room.begins - timedelta(seconds=room.join_early_s),
        room.ends + timedelta(seconds=GRACE_S),
    )


def due(planned: Iterable[PlannedRoom], now: datetime) -> Due:
    """Return which rooms are to be prepared and closed now.

    Args:
        planned: Sessions that take place; closed ones are ignored.
    """
    prepare, close, missed = list[AppointmentId](), list[AppointmentId](), list[AppointmentId]()
    deadlines = list[datetime]()
    for room in sorted(planned, key=lambda each: (each.begins, each.id)):
        opens, closes = doors_of(room)
        prepared = opens - timedelta(seconds=PREPARE_S)
        if room.door is Door.CLOSED:
            continue
        if closes <= now:
            (missed if room.door is Door.SHUT else close).append(room.id)
            continue
        if room.door is Door.SHUT and prepared <= now:
            prepare.append(room.id)
        deadlines.append(prepared if prepared > now and room.door is Door.SHUT else closes)
    return Due(tuple(prepare), tuple(close), tuple(missed), min(deadlines, default=None))
