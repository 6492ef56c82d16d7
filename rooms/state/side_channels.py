"""What is true of a room now but belongs in no log: it is gone with the process, and with the session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rooms.model.ids import PersonId, SeatId
from rooms.model.quality import SeatQuality
from rooms.model.side_channels import Gesture, Oars
from rooms.talk_time.fair_share import AirtimeReport
from rooms.talk_time.recent import Airtime
from rooms.talk_time.silence import Silence

__all__ = [
    "CAPTIONS_MAX",
    "MESSAGES_MAX",
    "SideChannels",
    "CaptionLine",
    "GestureMade",
    "Message",
    "PromptShown",
    "Scene",
]

MESSAGES_MAX = 50
"""Of one person to the same readers: to all in one space, to staff, to one person."""
CAPTIONS_MAX = 12
"""Of one captioner in one space."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something written.

    Attributes:
        readers: Who may read it, settled when it was sent; the writer is one of them.
        space: Where it was written to everybody; None for what was written to staff or to one person.
        wire: What its readers see.
    """

    id: str
    by: PersonId
    to: str
    readers: frozenset[PersonId]
    space: str | None
    wire: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """A line of captions, typed in ``space``."""

    id: str
    by: PersonId
    text: str
    at: float
    space: str


@dataclass(frozen=True, slots=True)
class GestureMade:
    """A gesture that is shown until ``until``."""

    gesture: Gesture
    until: float


@dataclass(frozen=True, slots=True)
class PromptShown:
    """A prompt that one person is shown.

    Attributes:
        on_seat: Whether it is for everybody who sits there, and may be shown on a shared screen.
        protocol: With which it is put away; "" for none.
    """

    id: str
    at: float
    until: float
    on_seat: bool
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What decides which prompts come by themselves.

    Attributes:
        step: The number of the run, the name of its step, and when that began.
        rules: The prompts of this step, each with its audience, in the library's order.
        audiences: As what each person is spoken to.
    """

    step: tuple[int, str, float]
    rules: tuple[tuple[str, str], ...]
    audiences: Mapping[PersonId, frozenset[str]]


@dataclass(slots=True)
class SideChannels:
    """The part of a room that nobody keeps.

    Attributes:
        speaking: Who is heard at this moment.
        quality: How well the connections work that the relay has.
        notices: What staff should know of the house.
        messages: What was written, oldest first.
        written: How many messages and captions there were.
        paces: How much each person may write at once of each kind, and since when (``rooms.rules.side_channels.pace``).
        undelivered: Messages to one person who has had no screen of their own since.
        captions: Oldest first.
        prompts: What each person is shown now.
        prompted_at: When each person was shown a prompt last.
        scene: By which automatic prompts were given last.
        oars: What each therapist counted, oldest first.
        airtime: Who spoke for how long lately.
        report: Its reading at ``report_at``, and ``shares``, what facilitators see of it.
        unread: Whether somebody has spoken since that reading.
        silence: Since when nobody is heard in the room.
        seated_at: The ``people_at`` of the log by which talk time knows who sits where.
        settled_at: The position of the log of which everything here has taken note.
    """

    speaking: frozenset[SeatId] = frozenset()
    quality: Mapping[SeatId, SeatQuality] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()
    messages: list[Message] = field(default_factory=list)
    written: int = 0
    paces: dict[tuple[PersonId, str], tuple[float, float]] = field(default_factory=dict)
    undelivered: set[str] = field(default_factory=set)
    gestures: dict[PersonId, GestureMade] = field(default_factory=dict)
    captions: list[CaptionLine] = field(default_factory=list)
    prompts: dict[PersonId, PromptShown] = field(default_factory=dict)
    prompted_at: dict[PersonId, float] = field(default_factory=dict)
    scene: Scene | None = None
    oars: dict[PersonId, list[Oars]] = field(default_factory=dict)
    airtime: Airtime = field(default_factory=Airtime)
    report: AirtimeReport | None = None
    shares: dict[str, Any] = field(default_factory=dict)
    report_at: float = 0.0
    unread: bool = False
    silence: Silence = field(default_factory=Silence)
    seated_at: int = -1
    settled_at: int = -1

    def marks(self) -> tuple[Any, ...]:
        """Return something else whenever anything here has changed that people see, but who speaks."""
        return (
            self.quality,
            self.notices,
            self.written,
            len(self.messages),
            len(self.captions),
            len(self.undelivered),
            tuple(self.gestures.items()),
            tuple(self.prompts.items()),
            tuple(self.oars.items())
            and tuple((who, len(kinds), kinds[-1:]) for who, kinds in self.oars.items()),
            self.silence,
            self.report_at,
            self.report is None,
        )

    @property
    def is_blank(self) -> bool:
        """Whether nothing is kept of what people did or said here."""
        return not (
            self.messages or self.gestures or self.captions or self.prompts or self.oars or self.report
        )

    def wipe(self) -> None:
        """Forget what people did and said here; what staff should know of the house stays."""
        for kept in (self.messages, self.undelivered, self.gestures, self.captions, self.oars, self.paces):
            kept.clear()
        self.prompts.clear()
        self.prompted_at.clear()
        self.scene, self.report, self.shares, self.unread = None, None, {}, False
        self.airtime, self.silence = Airtime(), Silence()
