"""A part of the room's rules: what it does with its commands, what it allows, what follows by itself, and when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext
from rooms.rules.facts import read_by, reads
from rooms.state.subjects import ALL

__all__ = ["Check", "Example", "Handler", "Part", "all_of", "never", "nothing"]

Check = Callable[[RuleContext, Any], str | None]
"""Returns the stable code of a refusal, or None. It never changes anything, and declares what it reads (``facts``)."""
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
