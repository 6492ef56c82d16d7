"""State machines as tables: each allowed transition, what triggers it, and why. Any other transition raises.

A machine holds no state. The owner of the state asks it before a change, so the same table checks live events and
those replayed from a log (docs/decisions/0049).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

__all__ = ["STAYS", "IllegalMove", "Machine", "Row", "Stays"]

S = TypeVar("S")


class Stays(Enum):
    """The target of a row whose event is legal in these states but does not change them."""

    STAYS = "stays"


STAYS = Stays.STAYS


class IllegalMove(ValueError):
    """The table has no such row; nothing has changed.

    Attributes:
        machine: The name of the machine.
        state: The current state.
        on: The event that should have moved it.
        to: The requested state; None if the table was to decide.
    """

    def __init__(self, machine: str, state: object, on: str, to: object = None) -> None:
        super().__init__(f"{machine}: {on} does not lead from {state}" + (f" to {to}" if to else ""))
        self.machine, self.state, self.on, self.to = machine, state, on, to


@dataclass(frozen=True, slots=True)
class Row(Generic[S]):
    """One row: from each of ``sources`` to ``target`` on an event, with the reason as a sentence for readers."""

    sources: tuple[S, ...]
    target: S | Stays
    on: str
    why: str


@dataclass(frozen=True)
class Machine(Generic[S]):
    """A table of transitions, validated when it is built.

    Raises:
        ValueError: A transition appears twice, names a state not in ``states``, or leaves a state unreachable.
    """

    name: str
    states: tuple[S, ...]
    start: S
    rows: tuple[Row[S], ...]
    _targets: Mapping[tuple[S, str], frozenset[S]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        targets: dict[tuple[S, str], frozenset[S]] = {}
        for state, on, target in self.moves():
            found = targets.get((state, on), frozenset())
            if target in found or not {state, target} <= set(self.states):
                raise ValueError(
                    f"{self.name}: {state} to {target} on {on} stands twice, or is of other states"
                )
            targets[state, on] = found | {target}
        object.__setattr__(self, "_targets", targets)
        reached = {self.start}
        for _ in self.states:
            reached |= {target for state, _, target in self.moves() if state in reached}
        if reached != set(self.states):
            raise ValueError(f"{self.name}: {set(self.states) - reached} cannot be reached")

    def moves(self) -> Iterator[tuple[S, str, S]]:
        """Yield each transition: from, on, to."""
        for row in self.rows:
            for state in row.sources:
                yield state, row.on, state if isinstance(row.target, Stays) else row.target

    def move(self, state: S, on: str, to: S) -> None:
        """Check a transition whose target the caller knows. Raises IllegalMove if no row allows it."""
        if to not in self._targets.get((state, on), ()):
            raise IllegalMove(self.name, state, on, to)

    def after(self, state: S, on: str) -> S:
        """Return the only state that ``on`` leads to. Raises IllegalMove if there is none, or more than one."""
        found = self._targets.get((state, on), frozenset())
        if len(found) != 1:
            raise IllegalMove(self.name, state, on)
        return next(iter(found))
