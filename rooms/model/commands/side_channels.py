"""What people do beside the floor. None of it makes an event: it is gone with the session (nothing is stored)."""

from dataclasses import dataclass

from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import Gesture, Oars

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
    """Say something in writing.

    Attributes:
        via: Where it is written; on a shared seat a message is ``attributed``, not ``authenticated``.
        to: ``all`` (chat), ``staff`` (to all staff of the session; among staff their back-channel), or a person's id.
        text: 1 to 2,000 characters.
        both: On a shared seat: as both people.
    """

    by: PersonId
    via: SeatId
    to: str
    text: str
    both: bool = False


@dataclass(frozen=True, slots=True)
class Gestured:
    """A silent backchannel; everybody may give one, above all those who are not heard now."""

    by: PersonId
    gesture: Gesture


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of captions, typed by a captioner; 1 to 300 characters."""

    by: PersonId
    text: str


@dataclass(frozen=True, slots=True)
class SendPrompt:
    """A facilitator shows a prompt of the library to ``person``, or to everybody (None)."""

    by: PersonId
    prompt: str
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class DismissPrompt:
    """The person puts the prompt away."""

    by: PersonId
    via: SeatId


@dataclass(frozen=True, slots=True)
class TallyOars:
    """A therapist counts an own open question, affirmation, reflection or summary; ``undo`` takes the last one back."""

    by: PersonId
    kind: Oars
    undo: bool = False


SideChannelCommand = SendMessage | Gestured | Caption | SendPrompt | DismissPrompt | TallyOars
