"""What the library holds, as frozen values: prompts, decks, the texts of protocols, and scripts to be read aloud.

Sentences may hold placeholders in braces: the names of a protocol's roles, and `PLACEHOLDERS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rooms.library.errors import Page

__all__ = [
    "AUDIENCES",
    "CUE_AUDIENCES",
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "MAX_PROMPT",
    "PLACEHOLDERS",
    "TOLD_PLACEHOLDERS",
    "ActionText",
    "Deck",
    "Forms",
    "GroupText",
    "Library",
    "Line",
    "Prompt",
    "PromptSheet",
    "ProtocolText",
    "Question",
    "Review",
    "Script",
    "Source",
    "StepText",
    "Text",
    "Topic",
    "ValueText",
]

DEFAULT_LANGUAGE = "en"
LANGUAGES = (DEFAULT_LANGUAGE, "es")
MAX_PROMPT = 120
"""Characters of a prompt, whoever writes it (docs/domain.md, Prompts)."""
AUDIENCES = frozenset({"holder", "listener", "seat", "all", "facilitator"})
"""For whom a prompt may be, besides the roles of its protocol."""
CUE_AUDIENCES = frozenset({"holder", "listener", "facilitator", "all_others"})
"""Who may have a cue in a step, besides the roles of its protocol; ``all_others`` is everybody without one."""
PLACEHOLDERS = frozenset({"facilitator", "holder", "host", "hosts", "next", "number", "person", "time"})
"""What sentences may name besides roles: who speaks, who is next, a count, whom it is about, a time of day, and
who leads here, in the words of this kind of room ("your therapist", "your host"), one or all."""

TOLD_PLACEHOLDERS = frozenset({"length", "numbers", "of", "people", "word"})
"""What the sentences of facts, asks and deeds may name besides: a length of time, a number for each person, of how
many, some people, a word of a wheel."""


@dataclass(frozen=True, slots=True)
class Review:
    """Which clinician has read which version of a file, in its language, and when."""

    by: str
    on: date
    version: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text is from and who has read it.

    Attributes:
        version: Counts the changes, from 1.
        language: Of the text, ``en`` or ``es``.
        reading_level: School grade, 1 to 8.
        review: The last review by a clinician; None if there was none.
        withdrawn: It is shown to nobody, nor is the release's file whose place it takes.
        page: The file, to say where something stands in it.
    """

    version: int
    language: str
    reading_level: int
    review: Review | None
    withdrawn: bool
    page: Page = field(repr=False)

    @property
    def reviewed_on(self) -> date | None:
        """When a clinician read it as it is now; None if nobody has, or not this version."""
        return self.review.on if self.review and self.review.version == self.version else None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A sentence that one person, or everybody, may be shown.

    Attributes:
        protocol: Whose prompt it is; None for a general one.
        step: In which step of it; for a general prompt the occasion, a key of `PromptSheet.occasions`.
        audience: One of `AUDIENCES` or a role of the protocol.
        question: It asks something that a round, a talking piece or a reflection may be about.
    """

    id: str
    protocol: str | None
    step: str
    audience: str
    text: str
    question: bool
    source: Source


@dataclass(frozen=True, slots=True)
class PromptSheet:
    """A file of general prompts; ``occasions`` gives each occasion its title."""

    id: str
    occasions: Mapping[str, str]
    prompts: tuple[Prompt, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Question:
    """An open question to a group, and what may be asked next, if anything."""

    id: str
    text: str
    follow_up: str | None


@dataclass(frozen=True, slots=True)
class Topic:
    """Some questions that belong together, and a hint that only facilitators see."""

    title: str
    hint: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A guided discussion; it takes about ``minutes``.

    Attributes:
        before: What a facilitator must know or have done before it begins, if anything.
    """

    id: str
    title: str
    about: str
    before: str | None
    minutes: int
    topics: tuple[Topic, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class StepText:
    """A step of a protocol: what everybody is told now, and what each role does."""

    title: str
    now: str
    cues: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ActionText:
    """A button: its label, and what happens when it is pressed."""

    label: str
    does: str


@dataclass(frozen=True, slots=True)
class GroupText:
    """Some words that belong together, and their name; word → label."""

    label: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ValueText:
    """What a form calls something that comes with an action.

    Attributes:
        choices: Value → label, where it is chosen from a list.
        groups: Group → its words, where it is a word of a wheel.
    """

    label: str
    choices: Mapping[str, str]
    groups: Mapping[str, GroupText]


Forms = Mapping[str, str]
"""One sentence: its ``text``, and ``one`` for one of what it counts; or a sentence for each value it may have."""


@dataclass(frozen=True, slots=True)
class ProtocolText:
    """All sentences of one protocol, by the names that its rules use.

    Attributes:
        good_for: When a facilitator may choose it.
        before: What a facilitator must know or have done before it begins, if anything.
        roles: Role → its name for people.
        options: Option → its label.
        choices: Option → value → label, for options that are chosen from a list.
        values: What comes with actions → its words.
        facts: Fact → its sentence.
        asks: What is asked of facilitators → its sentence.
        deeds: What can be done about it → the button's label.
        endings: What is left open when the session ends now → its sentence.
        button: The words of a button that screens always have for it: its ``label``, and of a question before it.
    """

    id: str
    title: str
    summary: str
    good_for: str
    before: str | None
    roles: Mapping[str, str]
    options: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    steps: Mapping[str, StepText]
    actions: Mapping[str, ActionText]
    values: Mapping[str, ValueText]
    facts: Mapping[str, Forms]
    asks: Mapping[str, Forms]
    deeds: Mapping[str, str]
    endings: Mapping[str, str]
    button: Mapping[str, str]
    prompts: tuple[Prompt, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a script, and for how long it stays, in seconds."""

    text: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Script:
    """Sentences that are shown one after the other, such as a breathing exercise."""

    id: str
    title: str
    lines: tuple[Line, ...]
    source: Source


Text = PromptSheet | Deck | ProtocolText | Script
"""What one file holds."""


@dataclass(frozen=True, slots=True)
class Library:
    """All texts for readers of one language; what is not there in it stands in English, as its source says.

    Attributes:
        language: The readers' language.
        occasions: Key → title of what general prompts are for.
        prompts: By id, those of protocols included.
    """

    language: str
    occasions: Mapping[str, str]
    prompts: Mapping[str, Prompt]
    decks: Mapping[str, Deck]
    protocols: Mapping[str, ProtocolText]
    scripts: Mapping[str, Script]
