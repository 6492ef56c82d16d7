"""The view: one JSON object, put together from sections."""

from typing import NotRequired

from typing_extensions import TypedDict

from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.policy.policy import RoomKind
from rooms.schema.agenda import Agenda
from rooms.schema.floor import Floor
from rooms.schema.leading import Care, Leading, OpenHelp
from rooms.schema.people import (
    Arriving,
    Away,
    Notice,
    Person,
    PersonReadiness,
    Seat,
    SeatConnection,
    WaitingSeat,
)
from rooms.schema.run import Run
from rooms.schema.side_channels import SideChannelsView
from rooms.schema.you import You
from rooms.state import Phase

__all__ = ["Basics", "Expected", "Room", "RoomView", "StaffView", "View"]


class Room(TypedDict):
    """The session."""

    id: RoomId
    """Its id."""
    title: str
    """Its title, for people."""
    kind: RoomKind
    """What kind of session it is."""
    state: Phase
    """`waiting` (no facilitator has been in the room yet), `live`, `held` (no facilitator is here, and what clients
    send to each other is paused), `suspended` (held for a long time), `ended`."""
    since: float
    """Since when it is in this state; 0 before the session begins."""
    seats: int
    """How many media slots there are."""
    unled_since: NotRequired[float]
    """Since when nobody who may keep the session running is in the room; absent while somebody is."""


class Expected(TypedDict):
    """How many people are expected."""

    members: int
    """How many members."""
    facilitators: int
    """How many facilitators and co-facilitators."""


class Basics(TypedDict):
    """What everybody has."""

    room: Room
    """The session."""
    you: You
    """Who you are, what is true of your devices, what you may do now."""
    people: dict[PersonId, Person]
    """Yourselves, and in the room everybody who is there or has stepped out; staff also see who waits."""


class RoomView(TypedDict, total=False):
    """The sections that a space has in common."""

    seats: dict[SeatId, Seat]
    """The seats in the same space, with their media slots."""
    speaking: list[SeatId]
    """Whose voice is heard now."""
    away: dict[SeatId, Away]
    """The seats that have stepped out, into a private room."""
    floor: Floor
    """Whose turn it is, who waits, how turns start."""
    run: Run
    """The protocol on top; absent while none runs."""


class StaffView(TypedDict, total=False):
    """The sections of staff."""

    waiting: dict[SeatId, WaitingSeat]
    """The seats in the waiting room."""
    arriving: dict[PersonId, Arriving]
    """Who counts once staff see them (`person.confirm_present`)."""
    readiness: dict[PersonId, PersonReadiness]
    """By person who waits or is here: what stands between them and the room, if anything does."""
    resting: dict[SeatId, float]
    """The seats whose cameras rest (`camera.rest`), and until when. Everybody else sees a camera that is off."""
    quality: dict[SeatId, SeatConnection]
    """Established media connections."""
    notices: list[Notice]
    """`storage_behind` (the database is down: the record is kept in memory and written once it is back),
    `storage_refused` (the database is up and refuses the record: operators must fix it), `relay_down` (audio and
    video are being restored)."""


class View(Basics, RoomView, SideChannelsView, StaffView):
    """Everything that one screen shows."""

    leading: NotRequired[Leading]
    """What waits for those who lead, and what only they may know."""
    help: NotRequired[dict[SeatId, OpenHelp]]
    """By seat or companion phone: the help signals that are not closed."""
    care: NotRequired[Care]
    """Whom those who lead look after in particular."""
    agenda: NotRequired[Agenda]
    """What the session is to be, item by item; absent while there is no agenda."""
    expected: NotRequired[Expected]
    """How many people are expected."""
