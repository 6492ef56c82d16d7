"""Which layer of each camera one receiver gets, from its own estimate of its link (REMB) and its loss reports.

A browser's REMB covers video only: libwebrtc leaves audio out of it. Loss covers everything, and audio is always served
first. Rates go down fast and up slowly: a step that failed is tried again after longer and longer waits.
`shares` divides a rate, `probing` decides when to try more, `loss_limit` what loss allows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from media.rates.loss_limit import LossLimit
from media.rates.probing import TRIAL_S, Probing
from media.rates.shares import Ladder, Shares, importance, share

__all__ = [
    "STEP_UP",
    "DOWN_HOLD_S",
    "DOWN_LAST_S",
    "HEADROOM",
    "HEAR_S",
    "MAX_BPS",
    "MIN_BPS",
    "OVER_SLACK",
    "START_BPS",
    "START_MAX_BPS",
    "UPGRADE_HOLD_S",
    "Allocation",
    "Allocator",
    "Demand",
]

# For video until a REMB limits it: two of the lowest layer, and three times as much after every second without loss.
# Starting higher costs a narrow link its audio until the first report.
START_BPS = 300_000
_START_FACTOR = 3
START_MAX_BPS = 2_400_000
# The range of a plausible REMB; anything else is nonsense or an attack.
MIN_BPS = 30_000
MAX_BPS = 50_000_000
# The first REMB is the rate received so far, and grows from there by 8 % a second even on the widest link. It becomes a
# limit once it fell by this much, or failed to grow by that much while more was sent than it says. Only steady streams
# count there: the bursts of a mostly still picture do not make an estimate grow.
_FALL = 0.97
_GROWTH = 1.01
# A step up needs this much more than it costs, for this long.
HEADROOM = 1.05
UPGRADE_HOLD_S = 2.0
# An estimator that suspects congestion once says 0.85 of what was received, 1/0.85 = 1.18. An overshoot beyond that is
# acted on at once; a smaller one only if it lasts and the estimate falls again, or lasts longer: if the estimate grows
# while that much is sent, the link carries it, and there was only a moment of jitter.
OVER_SLACK = 1.2
DOWN_HOLD_S = 3.0
DOWN_LAST_S = 10.0
_FALLING_S = 1.5
# A fall this soon after a step up was partly measured before the step.
_MIXED_S = 1.0
# A browser reports each stream separately, video about every second and audio every five.
HEAR_S = 0.9
_HEAR_PACKETS = 20
# One step up takes this much more, or one layer: an estimate may be 1.5 times the highest rate ever received.
STEP_UP = 1.25


@dataclass(frozen=True, slots=True)
class Demand:
    """The demand for one slot.

    Attributes:
        slot: its number.
        rank: 0 the floor holder, 1 facilitators, 2 everybody else.
        wanted: the highest layer the receiver can use, an index into the room's layers; None when it is not shown.
        available: (layer, bits per second) that the sender sends now, ascending by layer; empty for a camera that is
            off. The rate is measured, or nominal before it is known.
        steady: whether it is sent evenly, unlike a mostly still picture.
    """

    slot: int
    rank: int
    wanted: int | None
    available: tuple[tuple[int, int], ...]
    steady: bool = True


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one receiver gets.

    Attributes:
        layers: by slot, for every demand; None when paused (or not shown, or not sent).
        wished: by slot, the layer its sender should send for this receiver, now or soon; slots that are not shown
            are left out. Input of `media.rates.layers.CameraLayers`.
        paused: slots that are shown and sent but get nothing because of the link, ascending.
        limited: some slot gets less than it wants because of the link.
        probe_bps: padding to send until the next call, bits per second; 0 for none.
        budget_bps: the available rate, audio included.
    """

    layers: dict[int, int | None]
    wished: dict[int, int]
    paused: tuple[int, ...]
    limited: bool
    probe_bps: int
    budget_bps: int


@dataclass(slots=True)
class Allocator:
    """The rate decisions for one receiver; call `allocate` about twice a second and when demands change.

    A receiver that comes back after an outage gets a new allocator.

    Attributes:
        nominal_bps: of the room's layers, smallest first; the price of a layer that is not being sent yet.
        estimate_bps: of the last REMB, clamped; None before the first.
        is_limit: whether the estimate is what the link can carry; before, it is only what it has carried.
    """

    nominal_bps: tuple[int, ...]
    estimate_bps: int | None = field(default=None, init=False)
    is_limit: bool = field(default=False, init=False)
    _loss: LossLimit = field(default_factory=LossLimit)
    _probing: Probing = field(default_factory=Probing)
    _layers: dict[int, int | None] = field(default_factory=dict)
    _asked: tuple[tuple[int, int, int | None, bool], ...] = ()
    _start_bps: int = START_BPS
    _audio_bps: int = 0
    _video_bps: int = 0
    _steady_bps: int = 0
    _probe_bps: int = 0
    _sent_bps: int = 0
    _is_lossy: bool = False
    _lost: float = 0.0
    _expected: int = 0
    _heard_at: float = float("-inf")
    _lowered_at: float = float("-inf")
    _stepped_up_at: float = float("-inf")
    _doubted: bool = False
    _over_since: float | None = None
    _fell: bool = False
    _fell_at: float = float("-inf")
    _room_since: float | None = None

    def on_estimate(self, bps: int) -> None:
        """Take a REMB of the receiver; implausible values are clamped."""
        bps = min(max(bps, MIN_BPS), MAX_BPS)
        before, self.estimate_bps = self.estimate_bps, bps
        self._fell |= before is None or bps < before
        if before is None:
            self.is_limit = bps * OVER_SLACK < self._steady_bps
        elif bps < before * _GROWTH:
            self.is_limit |= bps < max(before * _FALL, self._steady_bps)

    def on_loss(self, lost: float, expected: int, since: float, now: float) -> None:
        """Take one stream's report.

        Args:
            lost: packets lost, of those expected.
            expected: packets; 0 or more.
            since: start of the reported interval, monotonic seconds.
            now: monotonic seconds.
        """
        # Ignore a report that is mostly about a time when more was sent.
        if since + now >= 2 * self._lowered_at:
            self._lost += lost
            self._expected += expected

    def allocate(self, demands: Sequence[Demand], audio_bps: int, now: float) -> Allocation:
        """Decide; `audio_bps` is the present rate of audio, which is never cut."""
        if self._fell:
            self._fell, self._fell_at = False, now
        live = [_live_ladder(demand) for demand in demands]
        is_new = self._is_new(demands) | self._hear(now)
        room = self._room(audio_bps, live)
        layers = {ladder.slot: _kept(self._layers.get(ladder.slot), ladder) for ladder in live}
        if is_new:
            layers = share(room, live).layers
            self._over_since = self._room_since = None
            self._probing.on_new_demands()
        elif self._must_go_down(_cost(layers, live), room, now):
            layers = share(self._lower_room(room, now, _lowest(live)), live).layers
        full = [self._full_ladder(demand) for demand in demands]
        target = share(room / HEADROOM, full)
        if self._may_go_up(target.layers, layers, full, now):
            used = _cost(layers, live)
            better = share(min(target.room_bps, _next_room(used, full)), live).layers
            if importance(better, live) > importance(layers, live):
                self._probing.on_step_up(used, now)
                self._room_since = None
                self._stepped_up_at = now
                layers = better
        is_lower = importance(layers, live) < importance(self._layers, live)
        used = _cost(layers, live)
        if used:
            self._doubted &= now - self._stepped_up_at < TRIAL_S
        else:
            self._doubted |= self._is_lossy
        self._layers, self._is_lossy = layers, False
        probe_bps = self._padding(target, used, room, now)
        if is_lower or (self._probe_bps and not probe_bps):
            self._lowered_at, self._lost, self._expected = now, 0.0, 0
        self._probe_bps = probe_bps
        self._audio_bps, self._video_bps = audio_bps, used
        steady = {demand.slot for demand in demands if demand.steady}
        self._steady_bps = _cost(layers, [ladder for ladder in live if ladder.slot in steady])
        self._sent_bps = audio_bps + used + probe_bps
        return Allocation(
            layers,
            self._wishes(demands, target, now),
            tuple(sorted(ladder.slot for ladder in live if ladder.steps and layers[ladder.slot] is None)),
            any(ladder.steps and layers[ladder.slot] != ladder.steps[-1][0] for ladder in live),
            probe_bps,
            int(audio_bps + room),
        )

    def _hear(self, now: float) -> bool:
        """Judge the reports of all streams together, since one stream's few packets say little.

        Returns whether the assumed rate was raised: no estimate limits yet, and what was sent has arrived.
        """
        if now - self._heard_at < HEAR_S or self._expected < _HEAR_PACKETS:
            return False
        fraction = self._lost / self._expected
        # Less one standard deviation: of few packets some are lost by chance.
        fraction = max(0.0, fraction - sqrt(fraction * max(0.0, 1 - fraction) / self._expected))
        self._lost, self._expected, self._heard_at = 0.0, 0, now
        if self._loss.exceeds(fraction):
            self._probing.on_loss(now)
        if not self._sent_bps > self._audio_bps:
            self._loss.on_least(now)
            return False
        is_full = self.estimate_bps is not None and self.estimate_bps < self._video_bps
        self._is_lossy |= self._loss.on_loss(fraction, self._sent_bps, now, is_full=is_full)
        if self.is_limit or self._loss.exceeds(fraction) or self._loss.bps is not None:
            return False
        was = self._start_bps
        if self._video_bps * 2 >= was:
            self._start_bps = min(was * _START_FACTOR, START_MAX_BPS)
        return self._start_bps != was

    def _room(self, audio_bps: int, live: Sequence[Ladder]) -> float:
        """The rate available to video.

        There is always room for the first picture in its lowest layer, whatever an estimate says: without video no
        estimate can grow. Only loss forbids it, because it hits audio too. After that, another attempt ends as soon as
        the
        estimate falls, before audio is lost again.
        """
        bps: float = self.estimate_bps or 0
        if not self.is_limit:
            bps = max(bps, self._start_bps)
        first = min((one for one in live if one.steps), key=lambda one: (one.rank, one.slot), default=None)
        if first is not None and not self._is_refuted():
            bps = max(bps, first.steps[0][1] * HEADROOM)
        return max(0.0, self._loss.apply(bps + audio_bps) - audio_bps)

    def _is_refuted(self) -> bool:
        return self._doubted and self._video_bps > 0 and self._fell_at - self._stepped_up_at >= _MIXED_S

    def _is_new(self, demands: Sequence[Demand]) -> bool:
        """Whether the demands changed: that is served at once, while changes of the link are held back."""
        asked = tuple((demand.slot, demand.rank, demand.wanted, bool(demand.available)) for demand in demands)
        was, self._asked = self._asked, asked
        return asked != was

    def _must_go_down(self, used: int, room: float, now: float) -> bool:
        if used <= room:
            self._over_since = None
            return False
        if self._over_since is None:
            self._over_since = now
        held_s = DOWN_HOLD_S if now - self._fell_at < _FALLING_S else DOWN_LAST_S
        is_far = used > room * (1.0 if self._doubted else OVER_SLACK)
        is_mixed = 0 <= self._fell_at - self._stepped_up_at < _MIXED_S
        return self._is_lossy or (is_far and not is_mixed) or now - self._over_since >= held_s

    def _lower_room(self, room: float, now: float, lowest_bps: int) -> float:
        """The rate to go down to: after a failed step up, the one before it, if the 0.85 estimate can mean that.

        Never below everybody's lowest layer while there is room for it: before the step the rate may have been zero,
        when
        nothing moved in the pictures.
        """
        before_bps = max(self._probing.on_congestion(now), min(lowest_bps, room))
        slack = 1.0 if self._is_lossy else OVER_SLACK
        return before_bps if before_bps <= room * slack else min(room, before_bps)

    def _may_go_up(
        self,
        target: Mapping[int, int | None],
        layers: Mapping[int, int | None],
        full: Sequence[Ladder],
        now: float,
    ) -> bool:
        if importance(target, full) <= importance(layers, full):
            self._room_since = None
            return False
        if self._room_since is None:
            self._room_since = now
        return now - self._room_since >= UPGRADE_HOLD_S and self._probing.may_step_up(now)

    def _padding(self, target: Shares, used: int, room: float, now: float) -> int:
        """Padding to probe for what does not fit, once everything that fits is being sent."""
        is_stepping_up = self._room_since is not None
        # Padding makes an estimate grow; it does not help against loss or a missing estimate.
        if target.refused is None or is_stepping_up or not self.is_limit or room != self.estimate_bps:
            self._probing.rest(now)
            return 0
        return self._probing.padding(target.refused[2] * HEADROOM, used, room, now)

    def _wishes(self, demands: Sequence[Demand], target: Shares, now: float) -> dict[int, int]:
        wished = {}
        for slot, wanted, available in ((one.slot, one.wanted, one.available) for one in demands):
            if wanted is not None:
                # A camera that is off costs nothing, and should come back with the wanted layer.
                wished[slot] = max(self._layers[slot] or 0, target.layers[slot] or 0) if available else wanted
        if target.refused is not None and self._probing.may_step_up(now):
            slot, layer, _ = target.refused
            wished[slot] = max(wished[slot], layer)
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
    """The layers being sent up to the wanted one; the lowest being sent if all are higher (no simulcast)."""
    if demand.wanted is None:
        return Ladder(demand.slot, demand.rank, ())
    low = tuple(step for step in demand.available if step[0] <= demand.wanted)
    return Ladder(demand.slot, demand.rank, low or demand.available[:1])


def _kept(layer: int | None, ladder: Ladder) -> int | None:
    """The layer a slot keeps: the same, or the nearest remaining one below, or the lowest."""
    if layer is None or not ladder.steps:
        return None
    return max((step for step, _ in ladder.steps if step <= layer), default=ladder.steps[0][0])


def _next_room(used: int, full: Sequence[Ladder]) -> float:
    """The largest rate one step up may take."""
    refused = share(used, full).refused
    return max(used * STEP_UP, refused[2] if refused is not None else 0)


def _lowest(ladders: Sequence[Ladder]) -> int:
    """The cost of everybody's lowest layer."""
    return sum(ladder.steps[0][1] for ladder in ladders if ladder.steps)


def _cost(layers: Mapping[int, int | None], ladders: Sequence[Ladder]) -> int:
    return sum(bps for ladder in ladders for layer, bps in ladder.steps if layer == layers[ladder.slot])
