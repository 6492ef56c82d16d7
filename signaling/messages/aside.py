"""Messages besides the floor: chat, gestures, captions, prompts. The server stores none of them."""

from typing import Annotated, Literal

from pydantic import Field

from rooms.model.side_channels import Gesture, Oars, Reply
from signaling.messages.base import Id, Request

__all__ = [
    "SideChannelMessages",
    "CaptionLine",
    "GestureMake",
    "MessageSend",
    "OarsTally",
    "PromptDismiss",
    "PromptSend",
]


class MessageSend(Request):
    """``person`` writes to ``all``, to ``staff``, to a person or to a waiting seat, in words or with a ``reply``."""

    type: Literal["message.send"]
    person: Id
    to: Id
    text: Annotated[str, Field(max_length=2_000)] = ""
    both: bool = False
    reply: Annotated[Reply | None, Field(strict=False)] = None


class GestureMake(Request):
    """A silent backchannel of ``person``."""

    type: Literal["gesture"]
    person: Id
    gesture: Annotated[Gesture, Field(strict=False)]


class CaptionLine(Request):
    """A line of captions: what ``speaker`` says, where the captioner knows who it is."""

    type: Literal["caption"]
    text: Annotated[str, Field(min_length=1, max_length=300)]
    speaker: Id | None = None


class PromptSend(Request):
    """Show a prompt of the library to ``person``, or to everybody."""

    type: Literal["prompt.send"]
    prompt: Id
    person: Id | None = None


class PromptDismiss(Request):
    """Dismiss the prompt."""

    type: Literal["prompt.dismiss"]


class OarsTally(Request):
    """Count an open question, affirmation, reflection or summary; ``undo`` removes the last one."""

    type: Literal["oars.tally"]
    kind: Annotated[Oars, Field(strict=False)]
    undo: bool = False


SideChannelMessages = MessageSend | GestureMake | CaptionLine | PromptSend | PromptDismiss | OarsTally
