"""Current facts of a room that are not in its log: gone with the process, and with the session."""

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
"""Per person and set of readers: all in one space, staff, or one person."""
CAPTIONS_MAX = 12
"""Per captioner and space."""


@dataclass(frozen=True, slots=True)
class Message:
    """A written message.

    Attributes:
        readers: Who may read it, including the writer; fixed when it was sent.
        space: Where it was sent to everybody; None for messages to staff or to one person.
        wire: What its readers see.
        seat: The waiting seat for everybody at which it is, or from which it was answered; None for all other messages.
    """

    id: str
    by: PersonId
    to: str
    readers: frozenset[PersonId]
    space: str | None
    wire: dict[str, Any]
    seat: SeatId | None = None


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """A line of captions, typed in ``space``; ``speaker`` says it, where that is known."""

    id: str
    by: PersonId
    text: str
    at: float
    space: str
    speaker: PersonId | None = None


@dataclass(frozen=True, slots=True)
class GestureMade:
    """A gesture that is shown until ``until``."""

    gesture: Gesture
    until: float


@dataclass(frozen=True, slots=True)
class PromptShown:
    """A prompt that one person is shown.

    Attributes:
        on_seat: Whether it is for everybody on the seat and may appear on a shared screen.
        protocol: The protocol it is removed with; "" for none.
    """

    id: str
    at: float
    until: float
    on_seat: bool
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What decides which prompts are shown automatically.

    Attributes:
        step: The number of the run, the name of its step, and when the step began.
        rules: The prompts of this step, each with its audience, in library order.
        audiences: The audiences that each person belongs to.
    """

    step: tuple[int, str, float]
    rules: tuple[tuple[str, str], ...]
    audiences: Mapping[PersonId, frozenset[str]]


@dataclass(slots=True)
class SideChannels:
    """The part of a room that is never stored.

    Attributes:
        speaking: Who is heard at this moment.
        quality: The quality of the connections that the relay has.
        notices: Service notices for staff.
        messages: What was written, oldest first.
        written: The number of messages and captions so far.
        paces: How much of each kind each person may write now, and since when (``rooms.rules.side_channels.pace``).
        undelivered: Messages to one person who has not had a screen of their own since.
        captions: Oldest first.
        prompts: The prompt that each person is shown now.
        prompted_at: When each person was last shown a prompt.
        scene: The scene for which automatic prompts were last given.
        oars: What each therapist has counted, oldest first.
        airtime: Who spoke recently, and for how long.
        report: The airtime as read at ``report_at``; ``shares`` is what facilitators see of it.
        unread: Whether anybody has spoken since that reading.
        silence: Since when nobody has been heard in the room.
        seated_at: The ``people_at`` for which talk time knows who sits where.
        settled_at: The log position up to which everything here is settled.
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
        """Return a value that differs whenever anything visible here has changed, except who speaks."""
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
        """Whether nothing that people did or said is kept here."""
        return not (
            self.messages or self.gestures or self.captions or self.prompts or self.oars or self.report
        )

    def wipe(self) -> None:
        """Forget what people did and said here; service notices to staff stay."""
        for kept in (self.messages, self.undelivered, self.gestures, self.captions, self.oars, self.paces):
            kept.clear()
        self.prompts.clear()
        self.prompted_at.clear()
        self.scene, self.report, self.shares, self.unread = None, None, {}, False
        self.airtime, self.silence = Airtime(), Silence()
