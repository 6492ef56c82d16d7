"""People and seats."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.quality import Grade

__all__ = [
    "Arriving",
    "Away",
    "Notice",
    "Person",
    "PersonReadiness",
    "Presence",
    "Seat",
    "SeatConnection",
    "WaitingSeat",
]

Presence = Literal["here", "reconnecting"]
Notice = Literal["relay_down", "storage_behind", "storage_refused"]


class Person(TypedDict):
    """One person."""

    name: str
    """The display name that the person chose."""
    role: Role
    """What the person is in this session."""
    seat: SeatId
    """Where the person sits."""
    serves: NotRequired[PersonId]
    """Of an interpreter or captioner who is here for one client: which."""


class Seat(TypedDict):
    """One seat of the same space."""

    people: list[PersonId]
    """Who sits there, one or two, in seat order."""
    slot: int
    """The media slot in which its sound and picture come."""
    since: float
    """When it came to its place."""
    presence: Presence
    """Whether its people are here, or the seat has lost its media or its socket and is expected back."""
    mic: bool
    """Whether its own microphone is switched on."""
    camera: bool
    """Whether its own camera is switched on."""
    audio: bool
    """Whether it would be heard now."""
    video: bool
    """Whether it would be seen now."""
    sharing: NotRequired[Literal[True]]
    """Its video is a screen."""
    voice: NotRequired[PersonId]
    """On a shared seat: who has the in-seat floor."""
    simulated: NotRequired[Literal[True]]
    """A program plays those who sit there, so that staff can practise."""


class Away(TypedDict):
    """A seat that has stepped out, into a private room."""

    people: list[PersonId]
    """Who sits there."""


class WaitingSeat(TypedDict):
    """A seat in the waiting room."""

    people: list[PersonId]
    """Who sits there."""
    since: float
    """When it began to wait."""
    presence: Presence
    """Whether its socket stands."""
    unproved: NotRequired[list[PersonId]]
    """Who of them has not shown who they are; the seat cannot be admitted (`person.confirm_absent`)."""
    late: NotRequired[Literal[True]]
    """Its people came later than the policy's time."""
    simulated: NotRequired[Literal[True]]
    """A program plays those who sit there, so that staff can practise."""


class Arriving(TypedDict):
    """Somebody whose partner is in the room without them, and who has shown who they are since."""

    name: str
    """Their display name."""
    seat: SeatId
    """Where their partner sits."""


class PersonReadiness(TypedDict):
    """What stands between somebody and the room, as codes."""

    todo: NotRequired[list[str]]
    """The steps that they have still to take on their page (`admission.todo`); absent when there is none."""
    holds: NotRequired[list[str]]
    """Why they are kept waiting until it is cleared up (`admission.held`); absent when nothing holds them."""
    notes: NotRequired[list[str]]
    """What staff should know; absent when there is nothing."""


class SeatConnection(TypedDict):
    """How well a seat's media connection works."""

    up: Grade
    """Of what the seat sends."""
    down: Grade
    """Of what it receives."""
    reasons: list[str]
    """Codes, worst first (listed below)."""
