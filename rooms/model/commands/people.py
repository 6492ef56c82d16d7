"""Commands about people: the lead, private rooms, couples, who is there, and what each person permits."""

from dataclasses import dataclass

from rooms.model.events.follow_up import RemovalReason
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role

__all__ = [
    "AgreeToMerge",
    "AnswerObserver",
    "AnswerSplit",
    "AskSplit",
    "AskVoice",
    "BringBack",
    "ConfirmAbsent",
    "ConfirmPresent",
    "GiveVoice",
    "MarkDistress",
    "MoveToPrivate",
    "OfferLead",
    "OpenChat",
    "PeopleCommand",
    "SetRole",
    "ShareScreen",
    "ShowAirtime",
    "TakeLead",
]


@dataclass(frozen=True, slots=True)
class SetRole:
    """Give a staff member in the room another staff role: co-facilitator, trainee, tech host."""

    by: PersonId
    person: PersonId
    role: Role


@dataclass(frozen=True, slots=True)
class OfferLead:
    """Offer the lead to another facilitator; None withdraws the offer."""

    by: PersonId
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class TakeLead:
    """Accept the lead that was offered."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class MoveToPrivate:
    """Move a member's seat to a private room.

    Attributes:
        join: ``by`` goes along.
        room: The open room to join.
        reason: Why, if this takes somebody out of the group rather than aside for a word.
    """

    by: PersonId
    seat: SeatId
    join: bool
    room: int | None = None
    reason: RemovalReason | None = None


@dataclass(frozen=True, slots=True)
class BringBack:
    """Bring a seat back from its private room; staff may also bring themselves back."""

    by: PersonId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class AskVoice:
    """On a shared seat: ask for the in-seat voice, or withdraw the request."""

    by: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class GiveVoice:
    """On a shared seat: give the in-seat voice to ``person``, or to nobody (None). For its owner or a facilitator."""

    by: PersonId
    seat: SeatId
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class AskSplit:
    """From a companion device: ask for a seat of one's own, or withdraw the request (``on`` False).

    Attributes:
        apart: The two devices cannot hear each other: headphones, or another room. Required before media starts.
    """

    by: PersonId
    via: SeatId
    on: bool
    apart: bool = False


@dataclass(frozen=True, slots=True)
class AnswerSplit:
    """Staff: allow or reject the split. Nobody else is told why."""

    by: PersonId
    person: PersonId
    agree: bool


@dataclass(frozen=True, slots=True)
class AgreeToMerge:
    """Agree to share a seat again; it happens once both partners have agreed."""

    by: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class AnswerObserver:
    """A member says whether an observer may be present."""

    by: PersonId
    observer: PersonId
    agrees: bool


@dataclass(frozen=True, slots=True)
class MarkDistress:
    """Staff note that a person is in distress, or no longer is."""

    by: PersonId
    person: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class OpenChat:
    """Open or close the chat window."""

    by: PersonId
    open: bool


@dataclass(frozen=True, slots=True)
class ShareScreen:
    """Switch the seat's picture to a screen, or back to its camera. A companion (``via``) has no camera."""

    by: PersonId
    on: bool
    via: SeatId | None = None


@dataclass(frozen=True, slots=True)
class ShowAirtime:
    """Choose whether ``by`` sees their own share of the talk."""

    by: PersonId
    via: SeatId
    on: bool


@dataclass(frozen=True, slots=True)
class ConfirmAbsent:
    """Staff say that somebody who has not shown who they are, or whom staff have not seen since, is not there."""

    by: PersonId
    person: PersonId


@dataclass(frozen=True, slots=True)
class ConfirmPresent:
    """Staff say that they see somebody who was absent and has shown who they are since."""

    by: PersonId
    person: PersonId


PeopleCommand = (
    SetRole
    | OfferLead
    | TakeLead
    | MoveToPrivate
    | BringBack
    | AskVoice
    | GiveVoice
    | AskSplit
    | AnswerSplit
    | AgreeToMerge
    | AnswerObserver
    | MarkDistress
    | OpenChat
    | ShareScreen
    | ShowAirtime
    | ConfirmAbsent
    | ConfirmPresent
)
