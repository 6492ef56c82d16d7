"""A part of the room's rules: what it does with its commands, what it allows, what follows by itself, and when.

A check declares the facts that it reads. While they are as they were it gives the verdict that it gave; so whoever keeps
verdicts derives from the declarations when one can have changed, and a new check needs nothing but its declaration.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeVar

from rooms.model.ids import PersonId, SeatId
from rooms.rules.context import RuleContext
from rooms.state.subjects import ALL

__all__ = [
    "Check",
    "Example",
    "Fact",
    "Handler",
    "Part",
    "Whose",
    "all_of",
    "never",
    "nothing",
    "of_each",
    "of_leaders",
    "of_room",
    "of_some",
    "read_by",
    "reads",
    "subjects_of",
]

Check = Callable[[RuleContext, Any], str | None]
"""Returns the stable code of a refusal, or None. It never changes anything, and declares what it reads (``reads``)."""
Handler = Callable[[RuleContext, Any], None]
"""Does an accepted command. What it must still refuse it refuses before it emits anything."""
Example = Callable[[PersonId, RuleContext], Any]
"""Makes a command that the person could give now, to find out whether any such would be accepted; declares, as a check
does, what its aim depends on."""


def nothing(context: RuleContext) -> None:
    """Nothing follows."""


def never(context: RuleContext) -> Iterable[float | None]:
    """There is no deadline."""
    return ()


@dataclass(frozen=True, slots=True)
class Part:
    """One subject of the rules.

    Attributes:
        handlers: What each accepted command does.
        checks: Why each command would be refused.
        examples: The request types of the wire that are offered to people (``you.can``), each with a way to try it.
        settle: What must follow from how things are now, after whatever happened. It is called until nothing follows.
        on_deadline: What is due at ``context.now``.
        watches: The subjects that ``settle`` and ``deadlines`` look at (``rooms.state.subjects``). While none of them
            has changed and no deadline is past, nothing follows and the deadlines stand.
        deadlines: When ``on_deadline`` has something to do (Unix seconds); None entries mean never.
    """

    handlers: Mapping[type, Handler] = field(default_factory=dict)
    checks: Mapping[type, Check] = field(default_factory=dict)
    examples: Mapping[str, Example] = field(default_factory=dict)
    settle: Callable[[RuleContext], None] = nothing
    on_deadline: Callable[[RuleContext], None] = nothing
    deadlines: Callable[[RuleContext], Iterable[float | None]] = never
    watches: int = ALL


# Facts, and who reads them.


class Whose(Enum):
    """For whom a fact has a value, and whether it is the same for all of them."""

    ROOM = auto()
    """One value for everybody."""
    LEADERS = auto()
    """One value for those who moderate; nothing for the others."""
    SOME = auto()
    """A value for each of some people, found out for all of them at once; nothing for the others."""
    EACH = auto()
    """A value for every person on every screen."""


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One fact.

    Attributes:
        subjects: It changes only with these (``rooms.state.subjects``).
        find: Finds it, with the arguments that ``whose`` asks for.
    """

    name: str
    whose: Whose
    subjects: int
    find: Callable[..., Any]

    def value(self, context: RuleContext, person: PersonId, seat: SeatId) -> Hashable:
        """Return what is true for this person on this screen."""
        match self.whose:
            case Whose.ROOM:
                found = self.find(context)
            case Whose.LEADERS:
                found = self.find(context) if context.leads(person) else None
            case Whose.SOME:
                found = self.find(context).get(person)
            case Whose.EACH:
                found = self.find(context, person, seat)
        value: Hashable = found
        return value


_OfRoom = Callable[[RuleContext], Hashable]
_OfSome = Callable[[RuleContext], Mapping[PersonId, Hashable]]
_OfEach = Callable[[RuleContext, PersonId, SeatId], Hashable]


def of_room(subjects: int) -> Callable[[_OfRoom], Fact]:
    """Make it a fact that has one value for everybody."""
    return lambda find: Fact(find.__name__, Whose.ROOM, subjects, find)


def of_leaders(subjects: int) -> Callable[[_OfRoom], Fact]:
    """Make it a fact that only those read who moderate."""
    return lambda find: Fact(find.__name__, Whose.LEADERS, subjects, find)


def of_some(subjects: int) -> Callable[[_OfSome], Fact]:
    """Make it a fact that has values for some people."""
    return lambda find: Fact(find.__name__, Whose.SOME, subjects, find)


def of_each(subjects: int) -> Callable[[_OfEach], Fact]:
    """Make it a fact that every person has on every screen."""
    return lambda find: Fact(find.__name__, Whose.EACH, subjects, find)


_Function = TypeVar("_Function", bound=Callable[..., Any])
_READS = "reads"


def reads(*facts: Fact) -> Callable[[_Function], _Function]:
    """Declare that a check's verdict, or an example's aim, depends on these facts, and on ``seating``."""

    def declare(function: _Function) -> _Function:
        function.__dict__[_READS] = frozenset(facts)
        return function

    return declare


def read_by(*functions: Callable[..., Any]) -> frozenset[Fact]:
    """Return the facts that these checks and examples read together, but for ``seating``."""
    nothing: frozenset[Fact] = frozenset()
    return nothing.union(*(function.__dict__.get(_READS, nothing) for function in functions))


def subjects_of(*facts: Fact) -> int:
    """Return the subjects with which any of these facts changes."""
    subjects = 0
    for fact in facts:
        subjects |= fact.subjects
    return subjects


def all_of(*checks: Check) -> Check:
    """Return a check that gives the first refusal of several, and reads what they read."""

    @reads(*read_by(*checks))
    def check(context: RuleContext, command: Any) -> str | None:
        for one in checks:
            code = one(context, command)
            if code:
                return code
        return None

    return check
