"""Runs of protocols, and the values of their facts that are objects."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from rooms.model.ids import PersonId

__all__ = [
    "Ask",
    "DeckPlace",
    "Deed",
    "Facts",
    "KeptRun",
    "OpenEnding",
    "PersonRun",
    "Progress",
    "Run",
    "ScriptLine",
    "Tag",
]

Facts = dict[str, Any]
"""By name; schema.json has the facts of each protocol, the section on protocols says how they are shown."""


class Run(TypedDict):
    """The protocol on top, as everybody in the room sees it."""

    number: int
    """1 for the first run of the room."""
    protocol: str
    """Which protocol."""
    step: str
    """Its present step."""
    since: float
    """When the step began."""
    roles: dict[str, list[PersonId]]
    """People by role."""
    paused: bool
    """Whether it stands still."""
    below: list[str]
    """The protocols that wait under it, lowest first."""
    facts: Facts
    """What everybody may know of it, by name."""
    next: NotRequired[list[PersonId]]
    """Who comes next, in order, where the run has an order."""
    due: NotRequired[float]
    """When the step's time is up; it only informs."""


class PersonRun(TypedDict):
    """What one person on this screen may start and do, and may know."""

    starts: list[str]
    """The protocols that could be started now."""
    acts: NotRequired[list[str]]
    """While one runs: the actions of its step that would be accepted."""
    main: NotRequired[str]
    """The action that the step asks for, if any."""
    facts: NotRequired[Facts]
    """Not on a shared screen: what only this person may know of the run."""


class Deed(TypedDict):
    """What can be done about an ask with one tap: an action of the step, a protocol, a private room, in this order."""

    action: NotRequired[str]
    """The action."""
    values: NotRequired[dict[str, Any]]
    """Its `values`."""
    protocol: NotRequired[str]
    """The protocol."""
    options: NotRequired[dict[str, Any]]
    """The protocol's `options`: it starts at once. Absent: show its options first."""
    aside: NotRequired[PersonId]
    """Whose seat to take to a private room, with you (`private.move`)."""
    word: NotRequired[str]
    """Its label among the protocol's `deeds`; absent: the action's own."""
    number: NotRequired[int]
    """Fills `{number}` of the label."""


class Ask(TypedDict):
    """What a run asks of those who lead, or tells them."""

    code: str
    """Its sentence among the protocol's `asks`."""
    people: NotRequired[list[PersonId]]
    """Whom it is about."""
    number: NotRequired[int]
    """A number that belongs to it."""
    seconds: NotRequired[int]
    """A length of time that belongs to it."""
    numbers: NotRequired[dict[PersonId, int]]
    """A number for each of some people."""
    deeds: NotRequired[list[Deed]]
    """What can be done about it."""


class KeptRun(TypedDict):
    """A run that was not finished, in this session or an earlier one of the same people, and may go on."""

    kept: int
    """Its number for `protocol.start`."""
    protocol: str
    """Which protocol."""
    step: str
    """In which step it stopped."""
    roles: dict[str, list[PersonId]]
    """People by role."""


class OpenEnding(TypedDict):
    """What is left open if the session ends now."""

    protocol: str
    """Of which protocol."""
    code: str
    """Its sentence among the protocol's `endings`."""


class Progress(TypedDict):
    """A fact of the kind `progress`."""

    done: int
    """How many are done."""
    of: int
    """Of how many."""


class Tag(TypedDict):
    """A fact of the kind `tag`, or one of `tags` and `tile_tags`."""

    word: str
    """A word of the wheel."""
    number: int
    """How much of it."""


class ScriptLine(TypedDict):
    """A fact of the kind `line`."""

    script: str
    """Id of a script of the library."""
    line: int
    """Number of the line, from 0."""
    since: NotRequired[float]
    """When it was shown first: the lines go on from then, each for its seconds. Absent while the run is paused."""


class DeckPlace(TypedDict):
    """A fact of the kind `deck_place`."""

    deck: str
    """Id of a deck of the library."""
    topic: int
    """Number of the topic, from 0."""
    question: int
    """Number of the question in the topic, from 0."""
