"""Which layer of each camera one receiver gets, from its own estimate of its link (REMB) and its loss reports."""

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Allocation", "Allocator", "Demand"]


@dataclass(frozen=True, slots=True)
class Demand:
    """What one slot asks for.

    Attributes:
        slot: its number.
        rank: 0 the floor holder, 1 facilitators, 2 everybody else.
        wanted: the highest layer of use to the receiver, an index into the room's layers; None when it is not shown.
        available: (layer, bits per second) that the sender sends now, ascending by layer; empty for a camera that is
            off. The rate is measured, or nominal before it is known.
    """

    slot: int
    rank: int
    wanted: int | None
    available: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one receiver gets.

    Attributes:
        layers: by slot, for every slot that was asked for; None is paused (or not shown, or not there).
        wished: by slot, the layer that its sender should send for this receiver, now or soon; slots that are not shown
            are left out. Feed it to `media.layers.CameraLayers`.
        limited: the link is why some slot gets less than it wants.
        probe_bps: padding to send until the next call, bits per second; 0 for none.
        budget_bps: what was there to be used, sound included.
    """

    layers: dict[int, int | None]
    wished: dict[int, int]
    limited: bool
    probe_bps: int
    budget_bps: int


@dataclass(slots=True)
class Allocator:
    """The rate decisions for one receiver; call `allocate` about twice a second and when demands change.

    Attributes:
        nominal_bps: of the room's layers, smallest first; the price of a layer that its sender does not send yet.
    """

    nominal_bps: tuple[int, ...]
    estimate_bps: int | None = field(default=None, init=False)

    def on_estimate(self, bps: int, now: float) -> None:
        """Take a REMB of the receiver; absurd values are clamped."""
        raise NotImplementedError

    def on_loss(self, fraction: float, now: float) -> None:
        """Take the receiver's reports that came together: lost packets of all its streams, 0..1 of those expected."""
        raise NotImplementedError

    def allocate(self, demands: Sequence[Demand], audio_bps: int, now: float) -> Allocation:
        """Decide; `audio_bps` is what sound takes now, and it is never cut."""
        raise NotImplementedError
