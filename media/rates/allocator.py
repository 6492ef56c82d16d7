"""Which layer of each camera one receiver gets, from what its link carries. Audio is served first and never cut.

`link` says what a link carries and shows by probes whether it carries more, `shares` divides a rate. Here is what keeps
pictures calm: a step down waits while it may be for nothing, and a step up that failed waits longer each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from media.rates.shares import Ladder, importance, share

__all__ = [
    "BACKOFF_MAX_S",
    "BACKOFF_MIN_S",
    "DOWN_HOLD_S",
    "HEADROOM",
    "OVER_SLACK",
    "TRIAL_S",
    "Allocation",
    "Allocator",
    "Demand",
    "Link",
]

# A step up needs this much more than it costs.
HEADROOM = 1.04
# Over the rate by more than this, or with a full queue, pictures go down at once. By less, only when it lasts: a delay
# that changed once lowers an estimate too, and the probe that follows restores it.
OVER_SLACK = 1.5
DOWN_HOLD_S = 2.0
# A step up that is undone this soon has failed; then nothing is tried for a while, longer after each failure.
TRIAL_S = 10.0
BACKOFF_MIN_S, BACKOFF_MAX_S = 5.0, 40.0
# Unless the link is then known to carry so many times what was too much: it is another link.
_OTHER_LINK = 1.5


@dataclass(frozen=True, slots=True)
class Demand:
    """The demand for one slot.

    Attributes:
        slot: its number.
        rank: 0 the floor holder, 1 facilitators, 2 everybody else.
        wanted: the highest layer the receiver can use, an index into the room's layers; None when it is not shown.
        available: (layer, bits per second) that the sender sends now, ascending by layer; empty for a camera that is
            off. The rate is measured, or nominal before it is known.
    """

    slot: int
    rank: int
    wanted: int | None
    available: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """What a receiver's link carries.

    Attributes:
        bps: bits per second, audio included. audio_bps: what audio takes of it.
        is_full: whether its queue is long, or drops packets.
    """

    bps: float
    audio_bps: int = 0
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one receiver gets.

    Attributes:
        layers: by slot, for every demand; None when paused (or not shown, or not sent).
        wished: by slot, the layer its sender should send for this receiver, now or soon; slots that are not shown
            are left out. Input of `media.rates.layers.CameraLayers`.
        paused: slots that are shown and sent but get nothing because of the link, ascending.
        limited: some slot gets less than it wants because of the link.
        used_bps: what this costs, audio included.
        goal_bps: what everything wanted may cost, with headroom.
        is_new: whether the demands changed.
    """

    layers: dict[int, int | None]
    wished: dict[int, int]
    paused: tuple[int, ...]
    limited: bool
    used_bps: int
    goal_bps: float
    is_new: bool


@dataclass(slots=True)
class Allocator:
    """The layers for one receiver; call `allocate` about twice a second and when demands change.

    Attributes:
        nominal_bps: of the room's layers, smallest first; the price of a layer that is not being sent yet.
    """

    nominal_bps: tuple[int, ...]
    _layers: dict[int, int | None] = field(default_factory=dict)
    _asked: tuple[tuple[int, int, int | None, bool], ...] = ()
    _over_since: float | None = None
    _stepped_up_at: float = float("-inf")
    _backoff_s: float = 0.0
    _blocked_until: float = float("-inf")
    _too_much: float = float("inf")

    def allocate(self, demands: Sequence[Demand], link: Link, now: float) -> Allocation:
        """Decide; `now` in monotonic seconds."""
        room = max(0.0, link.bps - link.audio_bps)
        live = [_live_ladder(demand) for demand in demands]
        full = [self._full_ladder(demand) for demand in demands]
        is_new = self._is_new(demands)
        layers = {ladder.slot: _kept(self._layers.get(ladder.slot), ladder) for ladder in live}
        target = share(room / HEADROOM, full)
        is_other_link = room >= self._too_much * _OTHER_LINK
        if is_new or is_other_link:
            self._backoff_s, self._blocked_until, self._too_much = 0.0, float("-inf"), float("inf")
        if is_new:
            self._over_since = None
            layers = share(room, live).layers
        elif self._must_go_down(used := _cost(layers, live), room, now, is_full=link.is_full):
            self._on_down(used, now)
            layers = share(room, live).layers
        elif importance(target.layers, full) > importance(layers, full) and now >= self._blocked_until:
            better = share(room / HEADROOM, live).layers
            if importance(better, live) > importance(layers, live):
                self._stepped_up_at = now
                layers = better
        self._layers = layers
        # At its nominal price: a picture that stands still now will move.
        tops = [ladder.steps[-1] for ladder in full if ladder.steps]
        wanted_bps = sum(max(bps, self.nominal_bps[layer]) for layer, bps in tops)
        return Allocation(
            layers,
            self._wishes(demands, target.layers),
            tuple(sorted(ladder.slot for ladder in live if ladder.steps and layers[ladder.slot] is None)),
            any(ladder.steps and layers[ladder.slot] != ladder.steps[-1][0] for ladder in live),
            link.audio_bps + _cost(layers, live),
            (link.audio_bps + wanted_bps) * HEADROOM**2,
            is_new,
        )

    def _is_new(self, demands: Sequence[Demand]) -> bool:
        """Whether the demands changed: that is served at once, while changes of the link are held back."""
        asked = tuple((demand.slot, demand.rank, demand.wanted, bool(demand.available)) for demand in demands)
        was, self._asked = self._asked, asked
        return asked != was

    def _must_go_down(self, used: int, room: float, now: float, *, is_full: bool) -> bool:
        if used <= room:
            self._over_since = None
            return False
        if self._over_since is None:
            self._over_since = now
        return is_full or used > room * OVER_SLACK or now - self._over_since >= DOWN_HOLD_S

    def _on_down(self, used: int, now: float) -> None:
        """Try nothing for a while if the last step up was too much."""
        self._over_since = None
        self._too_much = used
        if now - self._stepped_up_at >= TRIAL_S:
            self._backoff_s = 0.0
            return
        self._backoff_s = min(max(BACKOFF_MIN_S, 2 * self._backoff_s), BACKOFF_MAX_S)
        self._blocked_until = now + self._backoff_s

    def _wishes(self, demands: Sequence[Demand], target: Mapping[int, int | None]) -> dict[int, int]:
        wished = {}
        for slot, wanted, available in ((one.slot, one.wanted, one.available) for one in demands):
            if wanted is not None:
                # A camera that is off costs nothing, and should come back with the wanted layer.
                wished[slot] = max(self._layers[slot] or 0, target[slot] or 0) if available else wanted
        return wished

    def _full_ladder(self, demand: Demand) -> Ladder:
        """The ladder if the sender sent every layer."""
        if demand.wanted is None or not demand.available:
            return Ladder(demand.slot, demand.rank, ())
        measured = dict(demand.available)
        prices = enumerate(self.nominal_bps[: demand.wanted + 1])
        return Ladder(
            demand.slot, demand.rank, tuple((layer, measured.get(layer, bps)) for layer, bps in prices)
        )


def _live_ladder(demand: Demand) -> Ladder:
    """The layers being sent, up to the wanted one; the lowest one of them if all are above it."""
    if demand.wanted is None:
        return Ladder(demand.slot, demand.rank, ())
    steps = tuple(step for step in demand.available if step[0] <= demand.wanted) or demand.available[:1]
    return Ladder(demand.slot, demand.rank, steps)


def _kept(layer: int | None, ladder: Ladder) -> int | None:
    """The layer a slot keeps: the same, or the nearest remaining one below, or the lowest."""
    if layer is None or not ladder.steps:
        return None
    return max((step for step, _ in ladder.steps if step <= layer), default=ladder.steps[0][0])


def _cost(layers: Mapping[int, int | None], ladders: Sequence[Ladder]) -> int:
    return sum(bps for ladder in ladders for layer, bps in ladder.steps if layer == layers[ladder.slot])
