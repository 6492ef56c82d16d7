"""Events about people: roles, the lead, who sits where, private rooms, what somebody allowed."""

from dataclasses import dataclass
from typing import ClassVar

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role

__all__ = [
    "AirtimeShown",
    "ChatOpened",
    "DistressMarked",
    "LeadOffered",
    "LeadTaken",
    "MergeAgreed",
    "ObserverAnswered",
    "PeopleEvent",
    "RoleSet",
    "SeatMerged",
    "SeatPulledAside",
    "SeatReturnedToRoom",
    "SeatSplit",
    "ShareSet",
    "SplitAnswered",
    "SplitAsked",
    "VoiceAsked",
    "VoiceGiven",
]


@dataclass(frozen=True, slots=True)
class RoleSet:
    """A facilitator gave a staff member another role."""

    kind: ClassVar[str] = "person.role_set"
    person: PersonId
    role: Role
    by: PersonId


@dataclass(frozen=True, slots=True)
class LeadOffered:
    """The lead offered the lead to a colleague, or took the offer back (``person`` None)."""

    kind: ClassVar[str] = "lead.offered"
    person: PersonId | None
    by: PersonId


@dataclass(frozen=True, slots=True)
class LeadTaken:
    """The person leads from now on: by an accepted offer, or because the lead was lost. None: nobody leads."""

    kind: ClassVar[str] = "lead.taken"
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class SeatPulledAside:
    """The seat is in a private room with ``by``'s choice of others there; it keeps its place in line."""

    kind: ClassVar[str] = "seat.pulled_aside"
    seat: SeatId
    room: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class SeatReturnedToRoom:
    """The seat is back among all from a private room. ``by`` is None when the private room had lost its staff."""

    kind: ClassVar[str] = "seat.brought_back"
    seat: SeatId
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class VoiceAsked:
    """On a shared seat one partner asks for the in-seat floor; None takes the wish back."""

    kind: ClassVar[str] = "seat.voice_asked"
    seat: SeatId
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class VoiceGiven:
    """On a shared seat the in-seat floor is this person's; None when nobody has it."""

    kind: ClassVar[str] = "seat.voice_given"
    seat: SeatId
    person: PersonId | None
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class SplitAsked:
    """A partner asks, from the phone, to sit on a seat of their own; ``apart``: the devices cannot hear each other."""

    kind: ClassVar[str] = "split.asked"
    person: PersonId
    apart: bool


@dataclass(frozen=True, slots=True)
class SplitAnswered:
    """Staff said no to a split, or the partner took the wish back."""

    kind: ClassVar[str] = "split.answered"
    person: PersonId
    by: PersonId


@dataclass(frozen=True, slots=True)
class SeatSplit:
    """The person sits on their own seat now, in media slot ``slot``, with microphone and camera off at first."""

    kind: ClassVar[str] = "seat.split"
    person: PersonId
    seat: SeatId
    slot: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class MergeAgreed:
    """One of two partners on seats of their own wants to sit together again; both have to say so."""

    kind: ClassVar[str] = "merge.agreed"
    person: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class SeatMerged:
    """The person is back on the shared seat, whose ``occupants`` these are; the phone is a companion device again."""

    kind: ClassVar[str] = "seat.merged"
    person: PersonId
    seat: SeatId
    occupants: tuple[PersonId, ...]
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class ObserverAnswered:
    """A member said whether an observer may be here."""

    kind: ClassVar[str] = "observer.answered"
    observer: PersonId
    person: PersonId
    agrees: bool


@dataclass(frozen=True, slots=True)
class DistressMarked:
    """Staff noted that somebody is having a hard time; overruns are never cut while it stands (F6)."""

    kind: ClassVar[str] = "staff.distress"
    person: PersonId
    on: bool
    by: PersonId


@dataclass(frozen=True, slots=True)
class ChatOpened:
    """A facilitator opened or closed the chat window."""

    kind: ClassVar[str] = "chat.opened"
    open: bool
    by: PersonId


@dataclass(frozen=True, slots=True)
class ShareSet:
    """The seat's picture is a screen now, or its camera again."""

    kind: ClassVar[str] = "seat.share_set"
    seat: SeatId
    on: bool


@dataclass(frozen=True, slots=True)
class AirtimeShown:
    """The person wants to see their own share of the talk, or does not any more."""

    kind: ClassVar[str] = "airtime.shown"
    person: PersonId
    on: bool


PeopleEvent = (
    RoleSet
    | LeadOffered
    | LeadTaken
    | SeatPulledAside
    | SeatReturnedToRoom
    | VoiceAsked
    | VoiceGiven
    | SplitAsked
    | SplitAnswered
    | SeatSplit
    | MergeAgreed
    | SeatMerged
    | ObserverAnswered
    | DistressMarked
    | ChatOpened
    | ShareSet
    | AirtimeShown
)
