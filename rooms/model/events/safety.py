"""Events about safety: the help signal, and what has to be followed up. They are sent to nobody; those who lead see the
signals in their view.
"""

from dataclasses import dataclass
from typing import ClassVar

from rooms.model.events.follow_up import FollowUp, RemovalReason
from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import PageOutcome

__all__ = ["FollowUpNoted", "HelpAcknowledged", "HelpClosed", "HelpPaged", "HelpSignalled", "SafetyEvent"]


@dataclass(frozen=True, slots=True)
class HelpSignalled:
    """Somebody at the seat or companion device told the staff that something is wrong.

    Attributes:
        person: Who; None from a screen that two people look at, where either may have done it.
        late: Whether it was meant earlier, while the connection was lost.
    """

    kind: ClassVar[str] = "help.signalled"
    seat: SeatId
    person: PersonId | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class HelpAcknowledged:
    """A facilitator has seen the signal and attends to it."""

    kind: ClassVar[str] = "help.acknowledged"
    seat: SeatId
    by: PersonId


@dataclass(frozen=True, slots=True)
class HelpPaged:
    """Somebody outside the session was paged about the signal."""

    kind: ClassVar[str] = "help.paged"
    seat: SeatId
    outcome: PageOutcome


@dataclass(frozen=True, slots=True)
class HelpClosed:
    """A facilitator has attended to the signal."""

    kind: ClassVar[str] = "help.closed"
    seat: SeatId
    by: PersonId


@dataclass(frozen=True, slots=True)
class FollowUpNoted:
    """Somebody has to look after the person later.

    Attributes:
        why: What happened.
        lead: Who led when it happened.
        cause: The reason of a removal.
    """

    kind: ClassVar[str] = "follow_up.noted"
    person: PersonId
    why: FollowUp
    lead: PersonId | None
    cause: RemovalReason | None = None


SafetyEvent = HelpSignalled | HelpAcknowledged | HelpPaged | HelpClosed | FollowUpNoted
