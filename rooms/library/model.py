"""The contents of the library as frozen values: prompts, decks, protocol texts, and scripts to be read aloud.

Sentences may contain placeholders in braces: the names of a protocol's roles, and `PLACEHOLDERS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rooms.library.errors import Page

__all__ = [
    "AUDIENCES",
    "CUE_AUDIENCES",
    "DEFAULT_LANGUAGE",
    "MAX_PROMPT",
    "PLACEHOLDERS",
    "PLURALS",
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
"""What is shown where a language lacks a text."""
MAX_PROMPT = 120
"""The longest prompt, characters, whoever writes it (docs/domain.md, Prompts)."""
AUDIENCES = frozenset({"holder", "listener", "seat", "all", "facilitator"})
"""The audiences of a prompt, besides the roles of its protocol."""
CUE_AUDIENCES = frozenset({"holder", "listener", "facilitator", "all_others"})
"""Who may have a cue in a step, besides the roles of its protocol; ``all_others`` is everybody without one."""
PLACEHOLDERS = frozenset({"facilitator", "holder", "host", "hosts", "next", "number", "person", "time"})
"""Placeholders besides roles: who speaks, who is next, a count, whom it is about, a time of day, and the leaders,
named for this kind of room ("your therapist", "your host"), one or all."""

PLURALS = frozenset({"zero", "one", "two", "few", "many"})
"""The plural forms that a language may have besides ``text``, which is for all other numbers (Unicode CLDR)."""
TOLD_PLACEHOLDERS = frozenset({"length", "numbers", "of", "people", "word"})
"""Further placeholders in the sentences of facts, asks and deeds: a length of time, a number for each person, a total,
some people, a word from a wheel."""


@dataclass(frozen=True, slots=True)
class Review:
    """Which clinician reviewed which version of a file, in its language, and when."""

    by: str
    on: date
    version: int


@dataclass(frozen=True, slots=True)
class Source:
    """The origin of a text and its review.

    Attributes:
        version: Rises with every change, from 1.
        language: The language of the text, such as ``en`` (ISO 639).
        reading_level: School grade, 1 to 8.
        review: The last review by a clinician; None if there is none.
        withdrawn: It is not shown, and neither is the file of the release that it replaces.
        page: The file, for error positions.
    """

    version: int
    language: str
    reading_level: int
    review: Review | None
    withdrawn: bool
    page: Page = field(repr=False)

    @property
    def reviewed_on(self) -> date | None:
        """The date on which a clinician reviewed this version; None if nobody has."""
        return self.review.on if self.review and self.review.version == self.version else None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A sentence that can be shown to one person or to everybody.

    Attributes:
        protocol: The protocol it belongs to; None for a general one.
        step: The step of that protocol; for a general prompt the occasion, a key of `PromptSheet.occasions`.
        audience: One of `AUDIENCES` or a role of the protocol.
        question: Whether a round, a talking piece or a reflection may use it as its question.
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
    """A file of general prompts; ``occasions`` maps each occasion to its title."""

    id: str
    occasions: Mapping[str, str]
    prompts: tuple[Prompt, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Question:
    """An open question to a group, and optional follow-up questions."""

    id: str
    text: str
    follow_up: str | None


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of related questions, and a hint that only facilitators see."""

    title: str
    hint: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A guided discussion; it takes about ``minutes``.

    Attributes:
        before: What a facilitator must know or have done first, if anything.
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
    """A step of a protocol: what everybody is told, and what each role does."""

    title: str
    now: str
    cues: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ActionText:
    """A button: its label, and what pressing it does."""

    label: str
    does: str


@dataclass(frozen=True, slots=True)
class GroupText:
    """A named group of words; word → label."""

    label: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ValueText:
    """The wording of an action's argument in a form.

    Attributes:
        choices: Value → label, if it is a choice.
        groups: Group → its words, if it is a word from a wheel.
    """

    label: str
    choices: Mapping[str, str]
    groups: Mapping[str, GroupText]


Forms = Mapping[str, str]
"""One sentence: its ``text``, and its other plural forms by `PLURALS`; or a sentence per value."""


@dataclass(frozen=True, slots=True)
class ProtocolText:
    """All sentences of one protocol, under the names that its rules use.

    Attributes:
        good_for: When a facilitator might choose it.
        before: What a facilitator must know or have done first, if anything.
        not_when: When a facilitator should choose something else.
        roles: Role → its displayed name.
        options: Option → its label.
        choices: Option → value → label, for options that are choices.
        values: Argument of actions → its wording.
        facts: Fact → its sentence.
        asks: What facilitators are asked → its sentence.
        deeds: What they can do about it → the button's label.
        endings: What would be left open if the session ended now → its sentence.
        button: The wording of its permanent button on screens: its ``label``, and of a confirmation.
    """

    id: str
    title: str
    summary: str
    good_for: str
    before: str | None
    not_when: tuple[str, ...]
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
    """A sentence of a script, and how long it is shown, seconds."""

    text: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Script:
    """Sentences shown one after the other, such as a breathing exercise."""

    id: str
    title: str
    lines: tuple[Line, ...]
    source: Source


Text = PromptSheet | Deck | ProtocolText | Script
"""The content of one file."""


@dataclass(frozen=True, slots=True)
class Library:
    """All texts for readers of one language; those missing in it are in English, as their source says.

    Attributes:
        language: The readers' language.
        occasions: Key → title of the occasions of general prompts.
        prompts: By id, including those of protocols.
    """

    language: str
    occasions: Mapping[str, str]
    prompts: Mapping[str, Prompt]
    decks: Mapping[str, Deck]
    protocols: Mapping[str, ProtocolText]
    scripts: Mapping[str, Script]
