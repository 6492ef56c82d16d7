"""Requests about people: the lead, private rooms, couples, consent, who is there."""

from typing import Annotated, Literal

from pydantic import Field

from rooms.model.events.follow_up import RemovalReason
from rooms.model.people import Role
from signaling.messages.base import Id, Request

__all__ = [
    "AirtimeShow",
    "ChatOpen",
    "DistressMark",
    "LeadOffer",
    "LeadTake",
    "MergeAgree",
    "ObserverAnswer",
    "PeopleMessages",
    "PersonConfirmAbsent",
    "PersonConfirmPresent",
    "PrivateBringBack",
    "PrivateMove",
    "RoleSet",
    "ScreenShare",
    "SplitAnswer",
    "SplitAsk",
    "VoiceAsk",
    "VoiceGive",
]


class RoleSet(Request):
    """Give a staff member another staff role."""

    type: Literal["role.set"]
    person: Id
    role: Annotated[Role, Field(strict=False)]


class LeadOffer(Request):
    """Offer the lead to a colleague; without ``person``, withdraw the offer."""

    type: Literal["lead.offer"]
    person: Id | None = None


class LeadTake(Request):
    """Accept the lead that was offered."""

    type: Literal["lead.take"]


class PrivateMove(Request):
    """Move a seat into a private room. ``join``: come along; ``room``: use this open one; ``reason``: why, for staff."""

    type: Literal["private.move"]
    seat: Id
    join: bool
    room: Annotated[int, Field(ge=1, le=99)] | None = None
    reason: Annotated[RemovalReason | None, Field(strict=False)] = None


class PrivateBringBack(Request):
    """Bring a seat back from its private room."""

    type: Literal["private.bring_back"]
    seat: Id


class VoiceAsk(Request):
    """``person`` asks for the in-seat floor, or withdraws the request."""

    type: Literal["voice.ask"]
    person: Id
    on: bool


class VoiceGive(Request):
    """Give the in-seat floor of ``seat`` to ``to``, or to nobody; ``person`` acts."""

    type: Literal["voice.give"]
    person: Id
    seat: Id
    to: Id | None = None


class SplitAsk(Request):
    """Ask, from a companion device, for a seat of one's own; ``apart``: the devices cannot hear each other."""

    type: Literal["split.ask"]
    on: bool
    apart: bool = False


class SplitAnswer(Request):
    """Let ``person`` have their own seat, or decline."""

    type: Literal["split.answer"]
    person: Id
    agree: bool


class MergeAgree(Request):
    """``person`` agrees to share a seat again, or withdraws the agreement."""

    type: Literal["merge.agree"]
    person: Id
    on: bool


class ObserverAnswer(Request):
    """``person`` says whether ``observer`` may be here."""

    type: Literal["observer.answer"]
    person: Id
    observer: Id
    agrees: bool


class DistressMark(Request):
    """Note that ``person`` is having a hard time, or clear the note."""

    type: Literal["distress.mark"]
    person: Id
    on: bool


class ChatOpen(Request):
    """Open or close the chat window."""

    type: Literal["chat.open"]
    open: bool


class ScreenShare(Request):
    """The seat's camera stream now shows a screen, or the camera again."""

    type: Literal["screen.share"]
    on: bool


class AirtimeShow(Request):
    """Show or hide one's own share of talk time."""

    type: Literal["airtime.show"]
    on: bool


class PersonConfirmAbsent(Request):
    """Say that ``person``, who has not shown who they are or whom nobody has seen since, is not there."""

    type: Literal["person.confirm_absent"]
    person: Id


class PersonConfirmPresent(Request):
    """Say that you see ``person``, who was absent and has shown who they are since."""

    type: Literal["person.confirm_present"]
    person: Id


PeopleMessages = (
    RoleSet
    | LeadOffer
    | LeadTake
    | PrivateMove
    | PrivateBringBack
    | VoiceAsk
    | VoiceGive
    | SplitAsk
    | SplitAnswer
    | MergeAgree
    | ObserverAnswer
    | DistressMark
    | ChatOpen
    | ScreenShare
    | AirtimeShow
    | PersonConfirmAbsent
    | PersonConfirmPresent
)
