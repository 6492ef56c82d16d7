"""Commands about people: the lead, private rooms, couples, what somebody allows."""

from dataclasses import dataclass

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role

__all__ = [
    "AgreeToMerge",
    "AnswerObserver",
    "AnswerSplit",
    "AskSplit",
    "AskVoice",
    "BringBack",
    "GiveVoice",
    "MarkDistress",
    "OfferLead",
    "OpenChat",
    "PeopleCommand",
    "PullAside",
    "SetRole",
    "ShareScreen",
    "ShowAirtime",
    "TakeLead",
]


@dataclass(frozen=True, slots=True)
class SetRole:
    """Give a staff member who is here another staff role: co-facilitator, trainee, tech host."""

    by: PersonId
    person: PersonId
    role: Role


@dataclass(frozen=True, slots=True)
class OfferLead:
    """Offer the lead to another facilitator; None takes the offer back."""

    by: PersonId
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class TakeLead:
    """Accept the lead that was offered."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class PullAside:
    """Move a member's seat into a private room; ``join``: ``by`` goes along; ``room`` joins one that is open."""

    by: PersonId
    seat: SeatId
    join: bool
    room: int | None = None


@dataclass(frozen=True, slots=True)
class BringBack:
    """Bring a seat back from its private room; staff may also come back themselves."""

    by: PersonId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class AskVoice:
    """On a shared seat: ask for the in-seat floor, or take the wish back."""

    by: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class GiveVoice:
    """On a shared seat: give the in-seat floor to ``person``; by its owner, or a facilitator. None: to nobody."""

    by: PersonId
    seat: SeatId
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class AskSplit:
    """From a companion device: ask to sit on a seat of one's own, or take the wish back (``on`` False).

    Attributes:
        apart: Headphones, or another room: the two devices cannot hear each other. Asked for before media open.
    """

    by: PersonId
    via: SeatId
    on: bool
    apart: bool = False


@dataclass(frozen=True, slots=True)
class AnswerSplit:
    """Staff: let the person sit on their own seat, or not. Nobody else is told why."""

    by: PersonId
    person: PersonId
    agree: bool


@dataclass(frozen=True, slots=True)
class AgreeToMerge:
    """Say that one wants to sit together again; when both partners said so, they do."""

    by: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class AnswerObserver:
    """A member says whether an observer may be here."""

    by: PersonId
    observer: PersonId
    agrees: bool


@dataclass(frozen=True, slots=True)
class MarkDistress:
    """Staff note that somebody is having a hard time, or not any more."""

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
    """The seat's picture is a screen from now on, or its camera again. A companion (``via``) has no camera."""

    by: PersonId
    on: bool
    via: SeatId | None = None


@dataclass(frozen=True, slots=True)
class ShowAirtime:
    """Whether ``by`` wants to see their own share of the talk."""

    by: PersonId
    via: SeatId
    on: bool


PeopleCommand = (
    SetRole
    | OfferLead
    | TakeLead
    | PullAside
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
)
