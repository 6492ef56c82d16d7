"""What is beside the floor: messages, captions, prompts, talk time, silence."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import Gesture, Oars, Reply
from rooms.talk_time.fair_share import AirtimeHint
from rooms.talk_time.view import OwnShare

__all__ = [
    "Airtime",
    "Caption",
    "Chat",
    "ChatMessage",
    "From",
    "OarsTally",
    "PersonTalk",
    "ShownPrompt",
    "SideChannelsView",
    "SilenceView",
    "Talk",
    "UnitTalk",
]

From = TypedDict("From", {"from": PersonId})
"""Who wrote it."""


class ChatMessage(From):
    """A message that you may read."""

    id: str
    """Its id."""
    at: float
    """When it was written."""
    to: str
    """`all`, `staff`, a person's id, or a waiting seat's."""
    text: str
    """What was written; empty with a `reply`."""
    reply: NotRequired[Reply]
    """What somebody who waits answered without words of their own."""
    both: NotRequired[Literal[True]]
    """Written on behalf of both people on a shared seat."""
    attributed: NotRequired[Literal[True]]
    """From a shared seat: the author is as the two stated."""
    waiting: NotRequired[Literal[True]]
    """Staff only: your own message, not delivered yet, because its reader has no screen of their own."""


class Chat(TypedDict):
    """Messages. People in the waiting room get the section only once there is a message."""

    open: bool
    """Whether members may write to all now."""
    may: list[str]
    """To whom you may write: `all`, `staff`, `direct` (to some people, by id). While you wait: `reply` to whoever of the
    staff wrote to you, with a `reply`, and `direct` if also in words."""
    messages: dict[str, ChatMessage]
    """By id."""


class Caption(TypedDict):
    """A line of captions."""

    id: str
    """Its id."""
    text: str
    """What is said."""
    at: float
    """When it was typed."""
    speaker: NotRequired[PersonId]
    """Who says it, where the captioner named them."""


class ShownPrompt(TypedDict):
    """A prompt."""

    id: str
    """Id of a prompt of the library."""
    person: NotRequired[PersonId]
    """For whom it is, when it is for one."""


class OarsTally(TypedDict):
    """What this therapist has counted."""

    question: int
    """How many questions."""
    affirmation: int
    """How many affirmations."""
    reflection: int
    """How many reflections."""
    summary: int
    """How many summaries."""
    last: Oars
    """What was counted last."""
    ratio: NotRequired[float]
    """Reflections to a question; absent before the first question."""
    three_questions: NotRequired[Literal[True]]
    """The last three were questions."""


class Talk(TypedDict):
    """How much was spoken within the window."""

    seconds: int
    """Seconds of speech."""
    share: float
    """Its share of all that was spoken, 0 to 1."""
    fair: float
    """The share that would be an equal one, 0 to 1."""
    per_minute: list[int]
    """Seconds of speech in each minute, oldest first."""
    separated: bool
    """Whether the two people of a shared seat can be told apart."""


class PersonTalk(Talk):
    """How much one person spoke."""

    unreliable: bool
    """It is not well known when this seat speaks."""
    hint: NotRequired[AirtimeHint]
    """What a facilitator might look at."""


class UnitTalk(Talk):
    """How much one seat spoke."""

    people: list[PersonId]
    """Who sits there."""
    unattributed_s: int
    """Seconds of which it is not known who of the two spoke."""


class Airtime(TypedDict):
    """How much everybody spoke. Empty before anybody has spoken."""

    window_s: NotRequired[int]
    """Over the last so many seconds."""
    total_s: NotRequired[int]
    """Seconds that were spoken in all."""
    people: NotRequired[dict[PersonId, PersonTalk]]
    """By person."""
    units: NotRequired[dict[SeatId, UnitTalk]]
    """By seat."""


class SilenceView(TypedDict):
    """Whether it is silent in the room."""

    without_media: int
    """How many seats in the room have no media: the silence may be an outage."""
    since: NotRequired[float]
    """While nobody speaks: since when."""
    hint_at: NotRequired[float]
    """When the silence counts as long."""


class SideChannelsView(TypedDict, total=False):
    """The sections beside the floor, for one viewer."""

    chat: Chat
    """Messages that you may read, and to whom you may write."""
    gestures: dict[PersonId, Gesture]
    """By person: a silent sign, which disappears by itself."""
    captions: list[Caption]
    """Lines of captions since you joined, oldest first."""
    captions_live: bool
    """Whether a captioner is at work here."""
    prompt: ShownPrompt
    """The prompt on this screen; absent when there is none."""
    airtime: Airtime | OwnShare
    """Those who lead: how much everybody spoke. Who asked (`airtime.show`), on a screen of their own: one word of their
    own share; absent while no honest one can be given."""
    silence: SilenceView
    """Whether it is silent in the room."""
    oars: OarsTally
    """Your own count of what you say; absent before the first."""
