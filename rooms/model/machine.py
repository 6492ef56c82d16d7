"""State machines as tables: every move that a thing may make, what makes it, and why. Any other move raises.

A machine holds no state. Whoever keeps the state asks before changing it, so the same table serves what happens now and
what is replayed from a log (docs/decisions/0049).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

__all__ = ["STAYS", "IllegalMove", "Machine", "Row", "Stays"]

S = TypeVar("S")


class Stays(Enum):
    """The target of a row that leaves the state as it is: the event is legal there, and moves nothing."""

    STAYS = "stays"


STAYS = Stays.STAYS


class IllegalMove(ValueError):
    """The table has no such row. Nothing has changed.

    Attributes:
        machine: The name of the machine.
        state: The state it was in.
        on: What was to move it.
        to: The state that was asked for; None where the table was to say.
    """

    def __init__(self, machine: str, state: object, on: str, to: object = None) -> None:
        super().__init__(f"{machine}: {on} does not lead from {state}" + (f" to {to}" if to else ""))
        self.machine, self.state, self.on, self.to = machine, state, on, to


@dataclass(frozen=True, slots=True)
class Row(Generic[S]):
    """One row of a table: from each of ``sources`` to ``target``, on an event, and why, in a sentence for people."""

    sources: tuple[S, ...]
    target: S | Stays
    on: str
    why: str


@dataclass(frozen=True)
class Machine(Generic[S]):
    """A table of moves, checked when it is made.

    Raises:
        ValueError: A move stands twice, names a state that is not one of ``states``, or a state cannot be reached.
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
        """Yield every single move: from, on, to."""
        for row in self.rows:
            for state in row.sources:
                yield state, row.on, state if isinstance(row.target, Stays) else row.target

    def move(self, state: S, on: str, to: S) -> None:
        """Check a move of which the state's keeper knows where it leads. Raises IllegalMove where no row says so."""
        if to not in self._targets.get((state, on), ()):
            raise IllegalMove(self.name, state, on, to)

    def after(self, state: S, on: str) -> S:
        """Return the one state that ``on`` leads to. Raises IllegalMove where there is none, or more than one."""
        found = self._targets.get((state, on), frozenset())
        if len(found) != 1:
            raise IllegalMove(self.name, state, on)
        (to,) = found
        self.move(state, on, to)
        return to
