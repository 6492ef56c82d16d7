"""A viewer's own section."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.quality import Grade
from rooms.plan import Gate
from rooms.schema.floor import OwnTurn
from rooms.schema.run import PersonRun
from rooms.state import Place, Proof

__all__ = [
    "CameraRest",
    "Gates",
    "Home",
    "NotHere",
    "ObserverQuestion",
    "OwnConnection",
    "Present",
    "Unproved",
    "VideoGate",
    "Who",
    "You",
]

VideoGate = Literal[Gate.ON, Gate.NONE, Gate.CLOSED_BY_ROOM, Gate.OFF_BY_YOU]
"""A picture is closed by no role and by no floor."""


NotHere = Literal[Proof.UNPROVED, Proof.ABSENT, Proof.ARRIVING]
"""Whoever has shown who they are, and is seen, is not listed."""


class ObserverQuestion(TypedDict):
    """An observer about whom somebody here has not answered yet (`observer.answer`)."""

    person: PersonId
    """Who is asked."""
    observer: PersonId
    """Who would look on."""
    name: str
    """The observer's display name."""


class Unproved(TypedDict):
    """Somebody of this seat who does not count as being here."""

    person: PersonId
    """Who."""
    name: str
    """Their display name."""
    proof: NotHere
    """`unproved` (they have not shown who they are, and the seat cannot come in), `absent` (the same, but staff
    confirmed that they are not here), `arriving` (they have, and staff have to confirm that they see them)."""


class OwnConnection(TypedDict):
    """How well this seat's own media connection works."""

    grade: Grade
    """The worse of both directions."""
    reasons: list[str]
    """Codes, worst first (listed below)."""


class CameraRest(TypedDict):
    """What a member may know of the rests of their camera (`camera.rest`)."""

    for_s: float
    """How long a rest is, seconds."""
    until: NotRequired[float]
    """While the camera rests: until when."""
    next_at: NotRequired[float]
    """Once this seat has had all the rests of an hour: when the next may begin. It may be over."""


class Home(TypedDict):
    """Where the owner of a companion device sits."""

    seat: SeatId
    """Their seat."""
    space: Place
    """Where that seat is."""


class Who(TypedDict):
    """Who looks from this seat, and what concerns them alone."""

    seat: SeatId
    """This seat, or companion device."""
    people: list[PersonId]
    """Who sits here, in seat order; on a companion device its owner."""
    role: Role
    """The role of its people."""
    leads: bool
    """Whether you lead here: then you have `leading`."""
    space: Place
    """Where the seat is."""
    mic: bool
    """Your own switch of the microphone."""
    camera: bool
    """Your own switch of the camera."""
    unproved: NotRequired[list[Unproved]]
    """Who of this seat does not count as being here; absent when nobody does."""
    todo: NotRequired[dict[PersonId, list[str]]]
    """By person of this seat: the steps that they have still to take before they come in; absent when nobody does."""
    device_check: NotRequired[Literal["talk", "wait"]]
    """While the devices of you and your partner are checked in turn: whether it is your turn, or you wait."""
    asks: NotRequired[list[ObserverQuestion]]
    """Observers about whom one of you has not answered yet."""
    rest: NotRequired[CameraRest]
    """Of members where cameras may rest: the rests of this seat's camera."""
    quality: NotRequired[OwnConnection]
    """Your own connection; absent while it is not measured."""
    home: NotRequired[Home]
    """On a companion device: where its owner sits."""
    split_asked: NotRequired[Literal[True]]
    """Not on a shared screen: you asked for a seat of your own."""
    merge: NotRequired[list[PersonId]]
    """Not on a shared screen: who of you and your partner wants to sit together again. Absent when nobody does."""


class Gates(TypedDict):
    """What passes at the relay."""

    audio: Gate
    """What is true of your sound at the relay (explained below)."""
    video: VideoGate
    """What is true of your picture at the relay."""


class Present(Gates):
    """What changes with turns and steps."""

    can: dict[PersonId, list[str]]
    """By person: the types of the requests that would be accepted now."""
    run: dict[PersonId, PersonRun]
    """By person: what they may start and do in protocols, and may know."""
    names: NotRequired[dict[PersonId, list[PersonId]]]
    """By person who may name who is next (`floor.name_next`): whom."""
    call: NotRequired[str]
    """The protocol for which this screen has a button now: a pause that members may call."""
    turn: NotRequired[OwnTurn]
    """While one of you holds the floor: their turn."""


class You(Who, Present):
    """The viewer's own section."""
