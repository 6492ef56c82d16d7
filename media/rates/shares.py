"""How a rate is divided among cameras: everybody's lowest layer first, then step by step by rank. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

__all__ = ["Ladder", "Shares", "importance", "share"]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The possible layers of one slot.

    Attributes:
        slot: its number.
        rank: 0 the floor holder, 1 facilitators, 2 everybody else.
        steps: (layer, bits per second), ascending by layer.
    """

    slot: int
    rank: int
    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """The result of dividing a rate.

    Attributes:
        room_bps: the rate that was divided.
        layers: by slot; None for a slot that gets nothing.
        used_bps: total rate of these layers.
        refused: (slot, layer, total rate needed): the first step that did not fit.
    """

    room_bps: float
    layers: dict[int, int | None]
    used_bps: int
    refused: tuple[int, int, int] | None


def share(room_bps: float, ladders: Sequence[Ladder]) -> Shares:
    """Divide `room_bps` among the ladders; never more is used than there is.

    Order: the lowest layer of rank 0, of rank 1, of the others by slot; then rank 0 steps up, rank 1 steps up, the
    others step up, evenly within a rank, one layer at a time. A step that does not fit is skipped and the rest still
    gets
    its turn, so that nobody is paused for the sake of unused rate.
    """
    ordered = sorted(ladders, key=lambda ladder: (ladder.rank, ladder.slot))
    layers: dict[int, int | None] = {ladder.slot: None for ladder in ordered}
    used: dict[int, int] = dict.fromkeys(layers, 0)
    spent = 0
    refused: tuple[int, int, int] | None = None
    for ladder, step in _purchases(ordered):
        layer, bps = ladder.steps[step]
        if step and layers[ladder.slot] != ladder.steps[step - 1][0]:
            continue
        price = bps - used[ladder.slot]
        if spent + price > room_bps:
            refused = refused or (ladder.slot, layer, spent + price)
            continue
        spent += price
        layers[ladder.slot], used[ladder.slot] = layer, bps
    return Shares(room_bps, layers, spent, refused)


def _purchases(ordered: Sequence[Ladder]) -> list[tuple[Ladder, int]]:
    """All possible steps, in order of importance."""
    wishes = [(ladder, 0) for ladder in ordered if ladder.steps]
    for _, same_rank in groupby(ordered, key=lambda ladder: ladder.rank):
        rank = list(same_rank)
        highest = max(len(ladder.steps) for ladder in rank)
        wishes += [
            (ladder, step) for step in range(1, highest) for ladder in rank if step < len(ladder.steps)
        ]
    return wishes


def importance(
    layers: Mapping[int, int | None], ladders: Sequence[Ladder]
) -> tuple[tuple[bool, ...], tuple[int, ...]]:
    """A sort key for allocations of the same slots, greater is better: more pictures first, then better ones."""
    ordered = sorted(ladders, key=lambda ladder: (ladder.rank, ladder.slot))
    got = [-1 if (layer := layers.get(ladder.slot)) is None else layer for ladder in ordered]
    return tuple(layer >= 0 for layer in got), tuple(got)
