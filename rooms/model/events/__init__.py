"""Events: what has happened. A room's log is a list of events; replaying it restores the room (F10).

Events record who, what and when, never what was said, and contain no names. ``kind`` is the stable name on the wire and
in storage; ``rooms.model.events.codec`` converts events to plain data and back. Import all events from here.
"""

from dataclasses import dataclass

from rooms.model.events.agenda import *  # noqa: F403 (one place to import events from)
from rooms.model.events.agenda import AgendaEvent
from rooms.model.events.floor import *  # noqa: F403
from rooms.model.events.floor import FloorEvent
from rooms.model.events.people import *  # noqa: F403
from rooms.model.events.people import PeopleEvent
from rooms.model.events.protocols import *  # noqa: F403
from rooms.model.events.protocols import ProtocolEvent
from rooms.model.events.safety import *  # noqa: F403
from rooms.model.events.safety import SafetyEvent
from rooms.model.events.seats import *  # noqa: F403
from rooms.model.events.seats import SeatEvent

Event = SeatEvent | FloorEvent | ProtocolEvent | PeopleEvent | SafetyEvent | AgendaEvent


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event at its position in the room's log.

    Attributes:
        position: 1 for the first event of the room, then rising by one without gaps.
        at: Unix time in seconds.
    """

    position: int
    at: float
    event: Event
