"""What a protocol declares for screens: its facts, what it asks staff, and who sits in which circle.

Clients render these by kind and by the sentences in the protocol's texts; they know no protocol by name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rooms.model.ids import PersonId
from rooms.rules.protocols.stage import Stage

__all__ = [
    "PLACEHOLDERS",
    "SAID_BY_KIND",
    "Ask",
    "AskRule",
    "Circle",
    "Deed",
    "Fact",
    "Kind",
    "about",
    "when",
]


class Kind(StrEnum):
    """The type of a fact's value. PROTOCOL.md describes each."""

    FLAG = "flag"
    PERSON = "person"
    PEOPLE = "people"
    COUNT = "count"
    """A number that is not shown while it is 0."""
    NUMBER = "number"
    PROGRESS = "progress"
    """``{"done": 2, "of": 7}``"""
    NUMBERS = "numbers"
    """A number for each of some people."""
    TIME = "time"
    """Unix seconds, shown as a time of day."""
    SECONDS = "seconds"
    """A length of time."""
    WORD = "word"
    """One of ``Fact.values``, each with its own sentence."""
    QUESTION = "question"
    """The id of a prompt; "" for none. Shown large, as the question."""
    LINE = "line"
    """``{"script", "line", "since"}``: a line of a script, since when; shown large."""
    DECK_PLACE = "deck_place"
    """``{"deck", "topic", "question"}``: a question of a deck; shown large."""
    NEXT = "next"
    """Who comes next, in order. Sent in the run itself, next to its facts."""
    VOICE = "voice"
    """Whose voice is due."""
    ONE_MICROPHONE = "one_microphone"
    """Whether one microphone carries both voices."""
    TAG = "tag"
    """``{"word", "number"}``: a word from a wheel, and its intensity."""
    TILE_TAGS = "tile_tags"
    """A tag for each of some people, shown on their own tile."""
    TAGS = "tags"
    """A tag for each of some people, shown in a list."""
    DATA = "data"
    """A value of its own shape, which our screens do not show."""


PLACEHOLDERS: Mapping[Kind, frozenset[str]] = {
    Kind.PERSON: frozenset({"person"}),
    Kind.PEOPLE: frozenset({"people", "number"}),
    Kind.COUNT: frozenset({"number"}),
    Kind.NUMBER: frozenset({"number"}),
    Kind.PROGRESS: frozenset({"number", "of"}),
    Kind.NUMBERS: frozenset({"person", "number"}),
    Kind.TIME: frozenset({"time"}),
    Kind.SECONDS: frozenset({"length"}),
    Kind.TAG: frozenset({"word", "number"}),
    Kind.TILE_TAGS: frozenset({"word", "number"}),
    Kind.TAGS: frozenset({"person", "word", "number"}),
}
"""Placeholders that a fact can fill in its sentence, besides the general ones."""
SAID_BY_KIND = frozenset(
    {Kind.QUESTION, Kind.LINE, Kind.DECK_PLACE, Kind.NEXT, Kind.VOICE, Kind.ONE_MICROPHONE}
)
"""Kinds that are shown the same way for every protocol, without a sentence of their own."""


class Circle(StrEnum):
    """The circle in which somebody sits while some talk and others listen."""

    INNER = "inner"
    OUTER = "outer"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a run reports.

    Attributes:
        kind: The type of its value.
        said: Whether the texts have a sentence for it; otherwise it is for the rules and other clients.
        steps: The steps in which it is shown; if empty, all.
        values: For ``Kind.WORD``, the possible values.
        wheel: For tags, the wheel that has their words.
        fills: The placeholder that it fills in the protocol's own sentences: ``time``, ``number`` or ``person``.
    """

    kind: Kind
    said: bool = False
    steps: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    wheel: str = ""
    fills: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What staff can do about an ask with one tap: an action with its values, then a protocol to start.

    Attributes:
        options: What the protocol starts with; with any, it starts at once, else staff are shown its options first.
        aside: Somebody to take to a private room as well.
        word: The key of its label in the texts' ``deeds``; "" for the action's own label.
        number: Fills ``{number}`` in the label.
    """

    action: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    protocol: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    aside: PersonId | None = None
    word: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that waits for staff, or that they should know now; without deeds it only informs.

    Attributes:
        people: Whom it is about.
        number: A number that belongs to it.
        seconds: A length of time that belongs to it.
        numbers: A number for each of some people.
    """

    people: tuple[PersonId, ...] = ()
    number: int | None = None
    seconds: int | None = None
    numbers: Mapping[PersonId, int] = field(default_factory=dict)
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class AskRule:
    """When an ask exists.

    Attributes:
        find: Returns the current asks.
        fills: The placeholders that its sentence may contain: ``people``, ``number``, ``length``, ``numbers``.
    """

    find: Callable[[Stage], Iterable[Ask]]
    fills: frozenset[str] = frozenset()


def about(people: Callable[[Stage], Iterable[PersonId | None]], *deeds: Deed) -> AskRule:
    """Return the rule of an ask about some people, which exists while there are any."""

    def find(stage: Stage) -> Iterable[Ask]:
        found = tuple(person for person in people(stage) if person is not None)
        return [Ask(found, deeds=deeds)] if found else []

    return AskRule(find, frozenset({"people"}))


def when(holds: Callable[[Stage], object], *deeds: Deed) -> AskRule:
    """Return the rule of an ask that exists while a condition holds."""
    return AskRule(lambda stage: [Ask(deeds=deeds)] if holds(stage) else [])
