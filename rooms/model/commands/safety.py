"""Commands about safety: help signals, marks on people, welfare checks, the device check."""

from dataclasses import dataclass

from rooms.model.events.follow_up import WelfareStep
from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import PageOutcome

__all__ = [
    "AcknowledgeHelp",
    "CloseHelp",
    "EndDeviceCheck",
    "FlagPerson",
    "MarkOverheard",
    "NextInDeviceCheck",
    "NoteWelfare",
    "ReportPage",
    "SafetyCommand",
    "SignalHelp",
    "StartDeviceCheck",
]


@dataclass(frozen=True, slots=True)
class SignalHelp:
    """Somebody at ``via`` tells the staff that something is wrong.

    Attributes:
        by: Who is named as the sender. From a screen that two people look at, it may have been either.
        late: Whether it was meant earlier, while the connection was lost.
    """

    by: PersonId
    via: SeatId
    late: bool = False


@dataclass(frozen=True, slots=True)
class AcknowledgeHelp:
    """A facilitator has seen the signal from ``seat`` and attends to it."""

    by: PersonId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class CloseHelp:
    """A facilitator has attended to the signal from ``seat``."""

    by: PersonId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A fact: somebody outside the session was paged about the signal from ``seat``, with this outcome."""

    seat: SeatId
    outcome: PageOutcome


@dataclass(frozen=True, slots=True)
class MarkOverheard:
    """A facilitator notes that ``person`` may be overheard, or no longer."""

    by: PersonId
    person: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class FlagPerson:
    """A facilitator wants to hear from ``person`` if their connection is lost, or no longer."""

    by: PersonId
    person: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class NoteWelfare:
    """Somebody who leads did this about the welfare check on ``person``."""

    by: PersonId
    person: PersonId
    step: WelfareStep


@dataclass(frozen=True, slots=True)
class StartDeviceCheck:
    """A facilitator takes a couple on two seats out of the room, to talk to each alone, ``first`` before the other."""

    by: PersonId
    first: PersonId


@dataclass(frozen=True, slots=True)
class NextInDeviceCheck:
    """It is the other one's turn."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class EndDeviceCheck:
    """It is over for both."""

    by: PersonId


SafetyCommand = (
    SignalHelp
    | AcknowledgeHelp
    | CloseHelp
    | ReportPage
    | MarkOverheard
    | FlagPerson
    | NoteWelfare
    | StartDeviceCheck
    | NextInDeviceCheck
    | EndDeviceCheck
)
