"""Moves that are not in a machine's table, for tests."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import TypeVar, get_args

from rooms.model.events import Event
from rooms.model.machine import Machine

__all__ = ["KINDS", "illegal_moves"]

S = TypeVar("S")
KINDS: tuple[str, ...] = tuple(event.kind for event in get_args(Event))
"""The kind of every event of a room."""


def illegal_moves(machine: Machine[S], events: Iterable[str]) -> Iterator[tuple[S, str, S]]:
    """Yield every state, event and target state, except the rows of the table."""
    legal = set(machine.moves())
    return (move for move in product(machine.states, events, machine.states) if move not in legal)
