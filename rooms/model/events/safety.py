"""Events about safety: help signals, marks, welfare checks, the device check, and what has to be followed up. They are
sent to nobody; those who lead see what is so in their view.
"""

from dataclasses import dataclass
from typing import ClassVar

from rooms.model.events.follow_up import FollowUp, RemovalReason, WelfareStep
from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import PageOutcome

__all__ = [
    "DeviceCheckEnded",
    "DeviceCheckStarted",
    "DeviceCheckTurned",
    "FollowUpNoted",
    "HelpAcknowledged",
    "HelpClosed",
    "HelpPaged",
    "HelpSignalled",
    "OverheardMarked",
    "PersonFlagged",
    "SafetyEvent",
    "WelfareBack",
    "WelfareDue",
    "WelfareNoted",
]


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


@dataclass(frozen=True, slots=True)
class OverheardMarked:
    """Staff noted that the person may be overheard, or no longer."""

    kind: ClassVar[str] = "staff.overheard"
    person: PersonId
    on: bool
    by: PersonId


@dataclass(frozen=True, slots=True)
class PersonFlagged:
    """Staff want to hear from the person if their connection is lost, or no longer."""

    kind: ClassVar[str] = "staff.flagged"
    person: PersonId
    on: bool
    by: PersonId


@dataclass(frozen=True, slots=True)
class WelfareDue:
    """The person was flagged and has been gone for too long: somebody should find out whether they are safe."""

    kind: ClassVar[str] = "welfare.due"
    person: PersonId


@dataclass(frozen=True, slots=True)
class WelfareNoted:
    """Somebody did this about a welfare check; never what was said."""

    kind: ClassVar[str] = "welfare.noted"
    person: PersonId
    step: WelfareStep
    by: PersonId


@dataclass(frozen=True, slots=True)
class WelfareBack:
    """The person on whom there is a welfare check is connected again."""

    kind: ClassVar[str] = "welfare.back"
    person: PersonId


@dataclass(frozen=True, slots=True)
class DeviceCheckStarted:
    """One of those who lead talks to each of a couple apart.

    Attributes:
        people, seats: Both, in the order of their turns.
        talk, wait: The private rooms for whose turn it is and for the other one.
    """

    kind: ClassVar[str] = "device_check.started"
    people: tuple[PersonId, ...]
    seats: tuple[SeatId, ...]
    talk: int
    wait: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class DeviceCheckTurned:
    """It is the other one's turn: the two have changed their private rooms."""

    kind: ClassVar[str] = "device_check.turned"
    by: PersonId


@dataclass(frozen=True, slots=True)
class DeviceCheckEnded:
    """It is over for both. ``by`` is None when a rule ended it: somebody of the three has gone."""

    kind: ClassVar[str] = "device_check.ended"
    by: PersonId | None


SafetyEvent = (
    HelpSignalled
    | HelpAcknowledged
    | HelpPaged
    | HelpClosed
    | FollowUpNoted
    | OverheardMarked
    | PersonFlagged
    | WelfareDue
    | WelfareNoted
    | WelfareBack
    | DeviceCheckStarted
    | DeviceCheckTurned
    | DeviceCheckEnded
)
