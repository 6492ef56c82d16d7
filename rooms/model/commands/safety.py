"""Commands about safety: the help signal, which only those who lead know of."""

from dataclasses import dataclass

from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import PageOutcome

__all__ = ["AcknowledgeHelp", "CloseHelp", "ReportPage", "SafetyCommand", "SignalHelp"]


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


SafetyCommand = SignalHelp | AcknowledgeHelp | CloseHelp | ReportPage
