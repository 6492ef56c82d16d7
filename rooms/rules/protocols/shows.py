"""What a protocol declares of what screens show: its facts, what it asks of staff, and who sits in which circle.

A client draws all of it by these kinds and by the sentences of the protocol's texts; it knows no protocol by name.
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
    """What a fact's value is. PROTOCOL.md describes each."""

    FLAG = "flag"
    PERSON = "person"
    PEOPLE = "people"
    COUNT = "count"
    """A number that is not said while it is 0."""
    NUMBER = "number"
    PROGRESS = "progress"
    """``{"done": 2, "of": 7}``"""
    NUMBERS = "numbers"
    """A number for each of some people."""
    TIME = "time"
    """Unix seconds; said as a time of day."""
    SECONDS = "seconds"
    """A length of time."""
    WORD = "word"
    """One of ``Fact.values``, each with a sentence of its own."""
    QUESTION = "question"
    """The id of a prompt; "" for none. What is asked stands large."""
    LINE = "line"
    """``{"script", "line", "since"}``: a line of a script, since when; it stands large."""
    DECK_PLACE = "deck_place"
    """``{"deck", "topic", "question"}``: a question of a deck; it stands large."""
    NEXT = "next"
    """Who comes next, in order. It stands in the run itself, beside its facts."""
    VOICE = "voice"
    """Whose voice is due."""
    ONE_MICROPHONE = "one_microphone"
    """Whether one microphone carries both voices."""
    TAG = "tag"
    """``{"word", "number"}``: a word of a wheel, and how much of it."""
    TILE_TAGS = "tile_tags"
    """A tag for each of some people, shown on their own tile."""
    TAGS = "tags"
    """A tag for each of some people, shown in a list."""
    DATA = "data"
    """Of a shape of its own, which no screen of ours shows."""


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
"""What the sentence of a fact may name, beside what every sentence may."""
SAID_BY_KIND = frozenset(
    {Kind.QUESTION, Kind.LINE, Kind.DECK_PLACE, Kind.NEXT, Kind.VOICE, Kind.ONE_MICROPHONE}
)
"""What is shown in the same way for every protocol, without a sentence of its own."""


class Circle(StrEnum):
    """In which circle somebody sits while some talk and the others listen."""

    INNER = "inner"
    OUTER = "outer"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a run tells.

    Attributes:
        kind: What its value is.
        said: Whether the texts have a sentence for it; else it is for the rules and for other clients.
        steps: It is said in these only; in all if there are none.
        values: Of a ``Kind.WORD``, what it may be.
        wheel: Of tags, the wheel that has their words.
        fills: The placeholder of the protocol's own sentences that it fills: ``time``, ``number`` or ``person``.
    """

    kind: Kind
    said: bool = False
    steps: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    wheel: str = ""
    fills: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What staff can do about an ask: an action with its values, or a protocol to start.

    Attributes:
        word: Its label among the texts' ``deeds``; "" for the label of the action itself.
        number: Fills ``{number}`` in the label.
    """

    action: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    protocol: str = ""
    word: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that waits for staff, or that they should know now; without deeds it is only told.

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
    """When there is an ask.

    Attributes:
        find: Returns those there are now.
        fills: The placeholders that its sentence may have: ``people``, ``number``, ``length``, ``numbers``.
    """

    find: Callable[[Stage], Iterable[Ask]]
    fills: frozenset[str] = frozenset()


def about(people: Callable[[Stage], Iterable[PersonId | None]], *deeds: Deed) -> AskRule:
    """Return the rule of an ask about some people, which there is while there are any."""

    def find(stage: Stage) -> Iterable[Ask]:
        found = tuple(person for person in people(stage) if person is not None)
        return [Ask(found, deeds=deeds)] if found else []

    return AskRule(find, frozenset({"people"}))


def when(holds: Callable[[Stage], object], *deeds: Deed) -> AskRule:
    """Return the rule of an ask which there is while something holds."""
    return AskRule(lambda stage: [Ask(deeds=deeds)] if holds(stage) else [])
