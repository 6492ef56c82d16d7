"""What is kept about people's safety and comfort: help signals, welfare checks, a device check, marks, camera rests."""

from dataclasses import dataclass, field
from enum import StrEnum

from rooms.model.events.follow_up import WelfareStep
from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import PageOutcome

__all__ = ["CameraRests", "Care", "DeviceCheck", "Help", "HelpSignal", "Rest", "Welfare", "WelfareCheck"]


class Help(StrEnum):
    """How far the help signal from a seat is."""

    NONE = "none"
    """There is none, or it has been attended to."""
    OPEN = "open"
    """Nobody in the session has seen it yet."""
    SEEN = "seen"
    """A facilitator attends to it."""


@dataclass(slots=True)
class HelpSignal:
    """A help signal that has not been closed.

    Attributes:
        at: When it reached the room.
        person: Who sent it; None if either of two people may have.
        late: Whether it was meant earlier, while the connection was lost.
        seen_by: The facilitator who attends to it; None while it is open.
        paged: What became of paging somebody outside the session; None while nobody was.
        paged_at: Since when that is known.
    """

    at: float
    person: PersonId | None
    late: bool
    state: Help = Help.OPEN
    seen_by: PersonId | None = None
    paged: PageOutcome | None = None
    paged_at: float = 0.0


class Welfare(StrEnum):
    """How far the welfare check on somebody is whose connection was lost."""

    NONE = "none"
    """There is none."""
    DUE = "due"
    """Nobody has tried to reach them yet."""
    CALLED = "called"
    """Somebody has called them."""
    UNREACHED = "unreached"
    """They did not answer, or others are being called about them."""
    OVER = "over"
    """They were reached, or somebody else looks after them. It lasts until they are back."""


@dataclass(slots=True)
class WelfareCheck:
    """A welfare check on one person.

    Attributes:
        at: When it became due.
        back_at: When they were connected again; None while they are not.
        steps: What was done, when and by whom, oldest first.
    """

    at: float
    state: Welfare = Welfare.DUE
    back_at: float | None = None
    steps: list[tuple[WelfareStep, float, PersonId]] = field(default_factory=list)


@dataclass(slots=True)
class DeviceCheck:
    """One of those who lead talks to each of a couple apart, under the pretext of a device check.

    Attributes:
        by: Who talks with them.
        people: Both, in the order of their turns.
        seats: Theirs, in the same order.
        talk, wait: The private room for whose turn it is, and that of the other one.
        turn: Whose turn it is: 0 or 1.
        turn_since: When that turn began.
        first_s: How long the first turn was, seconds; None while it lasts.
    """

    by: PersonId
    people: tuple[PersonId, PersonId]
    seats: tuple[SeatId, SeatId]
    talk: int
    wait: int
    turn: int
    turn_since: float
    first_s: float | None = None


@dataclass(slots=True)
class Care:
    """Whom those who lead look after in particular. Only they know any of it, but that a device check goes on.

    Attributes:
        overheard: Who may be overheard where they are, as staff noted.
        flagged: Whom staff want to hear from if the connection is lost.
        welfare: Welfare checks, by person, in the order in which they became due.
    """

    overheard: set[PersonId] = field(default_factory=set)
    flagged: set[PersonId] = field(default_factory=set)
    welfare: dict[PersonId, WelfareCheck] = field(default_factory=dict)
    device_check: DeviceCheck | None = None


class Rest(StrEnum):
    """Whether a seat's camera rests."""

    NONE = "none"
    RESTING = "resting"


@dataclass(slots=True)
class CameraRests:
    """The rests of one seat's camera. They outlast the seat's leaving, so that coming back brings no new ones.

    Attributes:
        until: Until when the camera rests; None while it does not.
        began: When the latest rests began, oldest first; no more of them than any policy allows within an hour.
    """

    until: float | None = None
    began: tuple[float, ...] = ()

    @property
    def state(self) -> Rest:
        """Whether the camera rests now."""
        return Rest.NONE if self.until is None else Rest.RESTING
