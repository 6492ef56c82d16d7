"""What ``GET /api/v1/library/LANGUAGE`` answers. Unlike in a view, what has no value is null."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

__all__ = [
    "ActRules",
    "ActionText",
    "Circle",
    "DeckText",
    "FactRules",
    "LibraryView",
    "LineText",
    "PromptText",
    "ProtocolText",
    "QuestionText",
    "Rules",
    "ScriptText",
    "StepText",
    "TextSource",
    "TopicText",
    "ValueRules",
    "ValueText",
    "WordGroup",
]


Circle = Literal["inner", "outer"]


class TextSource(TypedDict):
    """What every text says of itself."""

    language: str
    """The language it is written in: English where there is no translation."""
    version: int
    """Counts its changes, from 1."""
    reading_level: int
    """School grade, 1 to 8."""
    reviewed_on: str | None
    """When a clinician read this version (ISO 8601 date), if anybody has."""


class PromptText(TextSource):
    """A sentence that one person, or everybody, may be shown."""

    id: str
    """Its id."""
    protocol: str | None
    """The protocol it belongs to; null for a general one."""
    step: str
    """In which step of it; of a general one the occasion."""
    audience: str
    """Whom it is for: `holder`, `listener`, `seat`, `all`, `facilitator`, or a role of the protocol."""
    text: str
    """The sentence."""
    question: bool
    """It asks something that a round, a talking piece or a reflection may be about."""


class QuestionText(TypedDict):
    """An open question to a group."""

    id: str
    """Its id."""
    text: str
    """The question."""
    follow_up: str | None
    """What may be asked next, if anything."""


class TopicText(TypedDict):
    """Some questions that belong together."""

    title: str
    """Its title."""
    hint: str
    """For facilitators only."""
    questions: list[QuestionText]
    """Its questions, in order."""


class DeckText(TextSource):
    """A guided discussion."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    about: str
    """What it is about."""
    before: str | None
    """What a facilitator must know or have done before it begins, if anything."""
    minutes: int
    """About how long it takes."""
    topics: list[TopicText]
    """Its topics, in order."""


class StepText(TypedDict):
    """A step of a protocol."""

    title: str
    """Its title."""
    now: str
    """What everybody is told now."""
    cues: dict[str, str]
    """By role, or `holder`, `listener`, `facilitator`, `all_others`: what they do."""


class ActionText(TypedDict):
    """A button."""

    label: str
    """Its label."""
    does: str
    """What happens when it is pressed."""


class WordGroup(TypedDict):
    """Some words of a wheel."""

    label: str
    """Their name."""
    words: dict[str, str]
    """By word: its label."""


class ValueText(TypedDict):
    """What a form calls a value of an action."""

    label: str
    """Its label."""
    choices: dict[str, str]
    """By value: its label, where it is chosen from a list."""
    groups: dict[str, WordGroup]
    """By group: its words, where it is a word of a wheel."""


class ValueRules(TypedDict):
    """An option, or a value of an action."""

    type: Literal["number", "choice", "flag", "people", "known", "wheel"]
    """What it is: a whole number, one of some words, true or false, a list of person ids, an id of the library, a word
    of a wheel."""
    default: NotRequired[int | str | bool]
    """What an absent one means; without a default it must be given (`people`: if `least` is over 0)."""
    low: NotRequired[int]
    """`number`: the least."""
    high: NotRequired[int]
    """`number`: the most."""
    values: NotRequired[list[str]]
    """`choice`: the words."""
    least: NotRequired[int]
    """`people`: how many at least."""
    most: NotRequired[int]
    """`people`: how many at most."""
    anywhere: NotRequired[bool]
    """`people`: who has left the room may be named, too."""
    kind: NotRequired[str]
    """`known`: `deck`, `script`, or `question` (a prompt)."""
    name: NotRequired[str]
    """`wheel`: PROTOCOL.VALUE, under whose `values` the words are."""


class ActRules(TypedDict):
    """An action of a protocol."""

    who: list[str]
    """Who may: `facilitator`, `holder`, `participant` (members in the room), `anyone` (members and facilitators), or
    roles of the run; any of them."""
    takes: dict[str, ValueRules]
    """By name: its values."""
    private: bool
    """Only from a screen of one's own."""
    closes: bool
    """It ends the run."""


class FactRules(TypedDict):
    """A fact that a run tells. What is not so has no key."""

    kind: str
    """What its value is: a kind of the section on protocols."""
    said: NotRequired[Literal[True]]
    """The texts have a sentence for it."""
    steps: NotRequired[list[str]]
    """It is said in these steps only."""
    wheel: NotRequired[str]
    """The wheel (PROTOCOL.VALUE) that has the words of its tags."""
    fills: NotRequired[str]
    """The placeholder of the protocol's sentences that it fills."""


class Rules(TypedDict):
    """What a client must know of a protocol to draw its buttons and forms."""

    roles: list[str]
    """Its roles."""
    options: dict[str, ValueRules]
    """By name: what `protocol.start` takes."""
    steps: list[str]
    """Its steps."""
    private_steps: list[str]
    """Those that ask people something which is not for a screen of two."""
    acts: dict[str, ActRules]
    """By name: its actions."""
    started_by: str
    """Who may start it: `facilitator`, `participant` or `anyone`."""
    interrupts: bool
    """Whether it may be started on top of another one."""
    emergency: bool
    """Whether staff always have a button for it."""
    call_button: bool
    """Whether members have a button for it where two people talk with each other (`you.call`)."""
    circles: dict[str, Circle]
    """By role: in which circle its people sit."""
    facts: dict[str, FactRules]
    """By name: the facts of `run.facts`."""
    staff_facts: dict[str, FactRules]
    """By name: those of `leading.run`."""
    own_facts: dict[str, FactRules]
    """By name: those of `you.run.*.facts`."""


class ProtocolText(TextSource):
    """All sentences of a protocol, by the names that its rules use, and the rules."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    summary: str
    """What happens in it."""
    good_for: str
    """When a facilitator may choose it."""
    before: str | None
    """What a facilitator must know or have done before it begins, if anything."""
    not_when: list[str]
    """When a facilitator should choose something else."""
    roles: dict[str, str]
    """By role: its name."""
    options: dict[str, str]
    """By option: its label."""
    choices: dict[str, dict[str, str]]
    """By option that is chosen from a list, by value: its label."""
    steps: dict[str, StepText]
    """By step: its texts."""
    actions: dict[str, ActionText]
    """By action: its button."""
    values: dict[str, ValueText]
    """By value that comes with actions: what a form calls it."""
    facts: dict[str, dict[str, str]]
    """By fact: its `text`, and `one` for one of what it counts; of a `word`, a sentence for each word."""
    asks: dict[str, dict[str, str]]
    """By ask: its `text`, and `one`."""
    deeds: dict[str, str]
    """By word of a deed: its label."""
    endings: dict[str, str]
    """By code: what is left open."""
    button: dict[str, str]
    """The words of a button that is always there: its `label`, and of a question before it; else empty."""
    rules: NotRequired[Rules]
    """Its rules; absent of a text for which there are none."""


class LineText(TypedDict):
    """A line of a script."""

    text: str
    """The sentence."""
    seconds: int
    """For how long it stays."""


class ScriptText(TextSource):
    """Sentences that are shown one after the other."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    lines: list[LineText]
    """Its lines, in order."""


class LibraryView(TypedDict):
    """Every text that a client may have to show."""

    language: str
    """The readers' language."""
    occasions: dict[str, str]
    """By occasion of general prompts: its title."""
    prompts: dict[str, PromptText]
    """By id, those of protocols included."""
    decks: dict[str, DeckText]
    """By id: guided discussions."""
    protocols: dict[str, ProtocolText]
    """By id: protocols."""
    scripts: dict[str, ScriptText]
    """By id: scripts, such as a breathing exercise."""
