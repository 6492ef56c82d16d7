"""Events: what has happened. The log of a room is a list of these; replaying it gives the room back (F10).

Events say who, what and when, never what was said, and hold no names. ``kind`` is the stable name on the wire and in
storage; ``rooms.model.events.codec`` turns events into plain data and back. Everything is imported from here.
"""

from dataclasses import dataclass

from rooms.model.events.floor import *  # noqa: F403 (one place to import events from)
from rooms.model.events.floor import FloorEvent
from rooms.model.events.people import *  # noqa: F403
from rooms.model.events.people import PeopleEvent
from rooms.model.events.protocols import *  # noqa: F403
from rooms.model.events.protocols import ProtocolEvent
from rooms.model.events.seats import *  # noqa: F403
from rooms.model.events.seats import SeatEvent

Event = SeatEvent | FloorEvent | ProtocolEvent | PeopleEvent


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its place in the room's log.

    Attributes:
        position: 1 for the first event of the room, rising by one, without gaps.
        at: Unix time in seconds.
    """

    position: int
    at: float
    event: Event
