"""What people do in the side channels. None of it makes an event or is stored; it is gone with the session."""

from dataclasses import dataclass

from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import Gesture, Oars, Reply

__all__ = [
    "SideChannelCommand",
    "Caption",
    "DismissPrompt",
    "Gestured",
    "SendMessage",
    "SendPrompt",
    "TallyOars",
]


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Send a written message.

    Attributes:
        via: The seat or device it is written on; from a shared seat a message is ``attributed``, not ``authenticated``.
        to: ``all`` (chat), ``staff`` (all staff of the session; between staff, the back-channel), a person's id, or, for
            staff, the id of a seat that waits: then everybody who sits there may read it.
        text: 1 to 2,000 characters; empty with a ``reply``.
        both: On a shared seat: sent as both people.
        reply: What somebody who waits answers without words of their own.
    """

    by: PersonId
    via: SeatId
    to: str
    text: str
    both: bool = False
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Gestured:
    """Make a gesture, a silent backchannel. Anybody may, but it is meant for those who are not heard now."""

    by: PersonId
    gesture: Gesture


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of captions typed by a captioner; 1 to 300 characters.

    Attributes:
        speaker: Who says it, if the captioner knows.
    """

    by: PersonId
    text: str
    speaker: PersonId | None = None


@dataclass(frozen=True, slots=True)
class SendPrompt:
    """A facilitator shows a prompt from the library to ``person``, or to everybody (None)."""

    by: PersonId
    prompt: str
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class DismissPrompt:
    """The person dismisses the prompt."""

    by: PersonId
    via: SeatId


@dataclass(frozen=True, slots=True)
class TallyOars:
    """A therapist counts one of their own open questions, affirmations, reflections or summaries; ``undo`` reverts."""

    by: PersonId
    kind: Oars
    undo: bool = False


SideChannelCommand = SendMessage | Gestured | Caption | SendPrompt | DismissPrompt | TallyOars
