"""Events about people: roles, the lead, seating, private rooms, who is there, and what each person permits."""

from dataclasses import dataclass
from typing import ClassVar

from rooms.model.events.follow_up import RemovalReason
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
    "PersonConfirmedAbsent",
    "PersonConfirmedPresent",
    "PersonProved",
    "ReadinessReported",
    "RoleSet",
    "SeatMerged",
    "SeatMovedToPrivate",
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
    """The lead offered the lead to a colleague, or withdrew the offer (``person`` None)."""

    kind: ClassVar[str] = "lead.offered"
    person: PersonId | None
    by: PersonId


@dataclass(frozen=True, slots=True)
class LeadTaken:
    """The person leads now, by accepting an offer or because the lead was lost. None: nobody leads."""

    kind: ClassVar[str] = "lead.taken"
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class SeatMovedToPrivate:
    """The seat is in a private room with whoever ``by`` chose; it keeps its place in line.

    ``cause``: why, if this took somebody out of the group; only those who lead are told.
    """

    kind: ClassVar[str] = "seat.moved_to_private"
    seat: SeatId
    room: int
    by: PersonId
    cause: RemovalReason | None = None


@dataclass(frozen=True, slots=True)
class SeatReturnedToRoom:
    """The seat rejoined the group from a private room. ``by`` is None when that room had lost its staff."""

    kind: ClassVar[str] = "seat.brought_back"
    seat: SeatId
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class VoiceAsked:
    """On a shared seat one partner asked for the in-seat voice; None withdraws the request."""

    kind: ClassVar[str] = "seat.voice_asked"
    seat: SeatId
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class VoiceGiven:
    """On a shared seat this person has the in-seat voice; None when nobody does."""

    kind: ClassVar[str] = "seat.voice_given"
    seat: SeatId
    person: PersonId | None
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class SplitAsked:
    """A partner asked from the phone for a seat of their own; ``apart``: the devices cannot hear each other."""

    kind: ClassVar[str] = "split.asked"
    person: PersonId
    apart: bool


@dataclass(frozen=True, slots=True)
class SplitAnswered:
    """Staff rejected a split, or the partner withdrew the request."""

    kind: ClassVar[str] = "split.answered"
    person: PersonId
    by: PersonId


@dataclass(frozen=True, slots=True)
class SeatSplit:
    """The person has a seat of their own, in media slot ``slot``; microphone and camera start off."""

    kind: ClassVar[str] = "seat.split"
    person: PersonId
    seat: SeatId
    slot: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class MergeAgreed:
    """One of two partners on separate seats agreed to sit together again; it takes both."""

    kind: ClassVar[str] = "merge.agreed"
    person: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class SeatMerged:
    """The person is back on the shared seat, which now has these ``occupants``; the phone is a companion again."""

    kind: ClassVar[str] = "seat.merged"
    person: PersonId
    seat: SeatId
    occupants: tuple[PersonId, ...]
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class ObserverAnswered:
    """A member said whether an observer may be present."""

    kind: ClassVar[str] = "observer.answered"
    observer: PersonId
    person: PersonId
    agrees: bool


@dataclass(frozen=True, slots=True)
class DistressMarked:
    """Staff noted a person's distress, or its end; while it is noted, no turn of theirs is cut (F6)."""

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
    """The seat's picture switched to a screen, or back to its camera."""

    kind: ClassVar[str] = "seat.share_set"
    seat: SeatId
    on: bool


@dataclass(frozen=True, slots=True)
class AirtimeShown:
    """The person chose whether to see their own share of the talk."""

    kind: ClassVar[str] = "airtime.shown"
    person: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class PersonProved:
    """The person has shown who they are; it holds for the session."""

    kind: ClassVar[str] = "person.proved"
    person: PersonId


@dataclass(frozen=True, slots=True)
class PersonConfirmedAbsent:
    """Staff confirmed that the person is not there: from now on only their partner sits on the seat."""

    kind: ClassVar[str] = "person.confirmed_absent"
    person: PersonId
    by: PersonId


@dataclass(frozen=True, slots=True)
class PersonConfirmedPresent:
    """Staff see the person who was absent: they sit beside their partner from now on."""

    kind: ClassVar[str] = "person.confirmed_present"
    person: PersonId
    by: PersonId


@dataclass(frozen=True, slots=True)
class ReadinessReported:
    """How ready the person is: what they have still to do, why staff hold them, what staff should know.

    Whether they must leave, and whether they agree to no observer, follows from what they took back or refused.
    ``talk``: those who lead have to talk with them, ``due`` or ``seen``.
    """

    kind: ClassVar[str] = "person.readiness"
    person: PersonId
    todo: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    must_leave: bool = False
    no_observers: bool = False
    talk: str | None = None


PeopleEvent = (
    RoleSet
    | LeadOffered
    | LeadTaken
    | SeatMovedToPrivate
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
    | PersonProved
    | PersonConfirmedAbsent
    | PersonConfirmedPresent
    | ReadinessReported
)
