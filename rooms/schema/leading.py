"""What only those who lead see."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from rooms.model.events.follow_up import WelfareStep
from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import PageOutcome
from rooms.schema.floor import LedTurn
from rooms.schema.run import Ask, Facts, KeptRun, OpenEnding
from rooms.state import Welfare

__all__ = [
    "Care",
    "DeviceCheck",
    "LedFloor",
    "LedMarks",
    "LedPeople",
    "LedRun",
    "Leading",
    "OpenHelp",
    "OpenWelfare",
    "PrivateRoom",
    "SplitWish",
    "VoiceWish",
]


class VoiceWish(TypedDict):
    """Somebody asks for the in-seat floor of a shared seat."""

    person: PersonId
    """Who asks."""
    since: float
    """Since when."""


class SplitWish(TypedDict):
    """Somebody asks for a seat of their own (`split.answer`)."""

    apart: bool
    """Whether they said that their two devices cannot hear each other."""


class PrivateRoom(TypedDict):
    """Where a seat is that has stepped out."""

    room: int
    """The number of its private room."""


class OpenHelp(TypedDict):
    """Somebody told those who lead that something is wrong. Nobody else knows; take it as real."""

    at: float
    """When it reached the room."""
    person: NotRequired[PersonId]
    """Who sent it; absent if either of the two on the seat may have."""
    late: NotRequired[Literal[True]]
    """It was meant earlier, while the connection was lost."""
    seen_by: NotRequired[PersonId]
    """The facilitator who attends to it; absent while nobody has seen it (`help.acknowledge`)."""
    paged: NotRequired[PageOutcome]
    """What became of paging somebody outside the session: `sent`, `answered`, or `unreached`: then you have to call."""
    paged_at: NotRequired[float]
    """Since when that is known."""


class OpenWelfare(TypedDict):
    """Somebody flagged has been gone for too long: find out whether they are safe (`welfare.note`)."""

    name: str
    """The display name of the person, who may be in no other part of the view."""
    at: float
    """When that was noticed."""
    state: Literal[Welfare.DUE, Welfare.CALLED, Welfare.UNREACHED]
    """`due` (nobody has tried yet), `called`, `unreached` (call their contact, or the emergency line where they are)."""
    returned_at: NotRequired[float]
    """When they were first connected again; absent while they were not."""
    steps: dict[WelfareStep, float]
    """What was done, and when last."""


class DeviceCheck(TypedDict):
    """You, or a colleague, talk to each of a couple apart; both were told that their devices are checked."""

    by: PersonId
    """Who talks with them."""
    people: dict[PersonId, str]
    """Both by their display names, in the order of their turns."""
    turn: int
    """Whose turn it is: 0 or 1."""
    turn_since: float
    """When that turn began."""
    least_s: float
    """How long each turn takes at least, seconds; before that the other's cannot begin."""
    first_s: NotRequired[float]
    """During the second turn: how long the first one was, seconds."""


class Care(TypedDict):
    """Whom those who lead look after in particular. Nobody else knows."""

    overheard: list[PersonId]
    """Who may be overheard where they are, as staff noted: do not ask them about their safety aloud."""
    flagged: dict[PersonId, list[Literal["mark", "distress", "talk", "help", "answer", "call"]]]
    """By person: why staff want to hear from them if the connection is lost."""
    talk: dict[PersonId, Literal["due", "seen"]]
    """By person, here or waiting: whom to talk with one to one before the session ends; `seen`: somebody has it."""
    """By person who is here or waits: whom to talk with, one to one, before the session ends; `seen`: somebody does."""
    welfare: dict[PersonId, OpenWelfare]
    """By person: welfare checks that are not over."""
    apart: list[list[PersonId]]
    """Couples on two seats in the room, whom a device check can talk to apart."""
    device_check: NotRequired[DeviceCheck]
    """The device check that goes on; absent while none does."""


class LedPeople(TypedDict):
    """Marks and requests, which stay the same while nobody moves or is marked."""

    come_back: list[PersonId]
    """Whom a facilitator means to come back to."""
    distress: list[PersonId]
    """Who is having a hard time, as staff noted."""
    splits: dict[PersonId, SplitWish]
    """By person: who asks for a seat of their own."""
    private: dict[SeatId, PrivateRoom]
    """By seat: who has stepped out, and where to."""
    observers: dict[PersonId, dict[PersonId, bool]]
    """By observer: who has answered, and whether they agree."""
    lead: NotRequired[PersonId]
    """Who has the lead."""
    lead_offered: NotRequired[PersonId]
    """To whom the lead is offered."""


class LedMarks(LedPeople):
    """Marks and requests."""

    voices: dict[SeatId, VoiceWish]
    """By shared seat: who asks for its in-seat floor."""


class LedFloor(TypedDict):
    """What is beside the floor."""

    turn: NotRequired[LedTurn]
    """The present turn, if any, with its clock."""


class LedRun(TypedDict):
    """What is beside runs of protocols."""

    emergency: str
    """The protocol that always has a button."""
    kept: NotRequired[list[KeptRun]]
    """Runs that were not finished and may go on."""
    run: NotRequired[Facts]
    """What only those who lead may know of the run on top, by name."""
    asks: NotRequired[list[Ask]]
    """What the run asks of those who lead, most pressing first."""
    ending: NotRequired[OpenEnding]
    """What ending the session now leaves open; absent while nothing is."""


class Leading(LedMarks, LedFloor, LedRun):
    """The section of those who lead."""
