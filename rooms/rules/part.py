"""A part of the room's rules: its handlers, its checks, what settles automatically, and its deadlines.

A check declares the facts that it reads. While they are unchanged it returns the same verdict, so a cache of verdicts
derives from the declarations when one can have changed, and a new check needs nothing but its declaration.
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
"""Returns the stable code of a refusal, or None. It never changes state and declares what it reads (``reads``)."""
Handler = Callable[[RuleContext, Any], None]
"""Carries out an accepted command. It must raise any refusal of its own before it emits anything."""
Example = Callable[[PersonId, RuleContext], Any]
"""Builds a command that the person could send now, to test whether any such command would be accepted. Like a check, it
declares what its target depends on."""


def nothing(context: RuleContext) -> None:
    """Change nothing."""


def never(context: RuleContext) -> Iterable[float | None]:
    """Have no deadline."""
    return ()


@dataclass(frozen=True, slots=True)
class Part:
    """One subject of the rules.

    Attributes:
        handlers: What each accepted command does.
        checks: Why each command would be refused.
        examples: The wire's request types that are offered to people (``you.can``), each with an example command.
        settle: Updates what follows from the current state, after any event. It is called until nothing changes.
        on_deadline: Does what is due at ``context.now``.
        watches: The subjects that ``settle`` and ``deadlines`` look at (``rooms.state.subjects``). While none of them
            has changed and no deadline has passed, nothing needs settling and the deadlines stay valid.
        deadlines: When ``on_deadline`` next has something to do (Unix seconds); None entries mean never.
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
    """Who has a value for a fact, and whether it is the same for all of them."""

    ROOM = auto()
    """One value for everybody."""
    LEADERS = auto()
    """One value for those who moderate; none for the others."""
    SOME = auto()
    """A value for some people, computed for all of them at once; none for the others."""
    EACH = auto()
    """A value for every person on every screen."""


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One fact.

    Attributes:
        subjects: It changes only with these (``rooms.state.subjects``).
        find: Computes it, with the arguments that ``whose`` requires.
    """

    name: str
    whose: Whose
    subjects: int
    find: Callable[..., Any]

    def value(self, context: RuleContext, person: PersonId, seat: SeatId) -> Hashable:
        """Return the value for this person on this screen."""
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
    """Declare a fact with one value for everybody."""
    return lambda find: Fact(find.__name__, Whose.ROOM, subjects, find)


def of_leaders(subjects: int) -> Callable[[_OfRoom], Fact]:
    """Declare a fact that only those who moderate have."""
    return lambda find: Fact(find.__name__, Whose.LEADERS, subjects, find)


def of_some(subjects: int) -> Callable[[_OfSome], Fact]:
    """Declare a fact that some people have."""
    return lambda find: Fact(find.__name__, Whose.SOME, subjects, find)


def of_each(subjects: int) -> Callable[[_OfEach], Fact]:
    """Declare a fact that every person has on every screen."""
    return lambda find: Fact(find.__name__, Whose.EACH, subjects, find)


_Function = TypeVar("_Function", bound=Callable[..., Any])
_READS = "reads"


def reads(*facts: Fact) -> Callable[[_Function], _Function]:
    """Declare that a check's verdict, or an example's target, depends on these facts, and on ``seating``."""

    def declare(function: _Function) -> _Function:
        function.__dict__[_READS] = frozenset(facts)
        return function

    return declare


def read_by(*functions: Callable[..., Any]) -> frozenset[Fact]:
    """Return the facts that these checks and examples read together, except ``seating``."""
    nothing: frozenset[Fact] = frozenset()
    return nothing.union(*(function.__dict__.get(_READS, nothing) for function in functions))


def subjects_of(*facts: Fact) -> int:
    """Return the subjects with which any of these facts can change."""
    subjects = 0
    for fact in facts:
        subjects |= fact.subjects
    return subjects


def all_of(*checks: Check) -> Check:
    """Return a check that gives the first refusal of several and reads what they all read."""

    @reads(*read_by(*checks))
    def check(context: RuleContext, command: Any) -> str | None:
        for one in checks:
            code = one(context, command)
            if code:
                return code
        return None

    return check
