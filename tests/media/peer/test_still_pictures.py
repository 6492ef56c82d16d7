"""A mostly still shared screen: it is never paused while there is room for it, and comes sharp."""

from collections.abc import Iterator

import pytest

from media.rates.allocator import Allocation, Allocator, Demand, Link
from media.rates.rate_window import RateWindow
from tests.support.relay.simulated_call import STEP_S, Moment, PacketCall
from tests.support.relay.simulated_link import SimulatedLink

NOMINAL = (150_000, 450_000, 1_200_000)
STILL = (8_000, 16_000, 40_000)
SLIDE = (128_000, 400_000, 1_120_000)
NOTHING = (0, 0, 0)
AUDIO = 40_000


def screen(slide_every_s: float, frame_every_s: float | None = 1.0) -> Iterator[tuple[int, int, int]]:
    """The rate of each layer in each half second."""
    step = 0
    while True:
        at = step * STEP_S
        if at % slide_every_s < STEP_S:
            yield SLIDE
        elif frame_every_s is not None and at % frame_every_s < STEP_S:
            yield STILL
        else:
            yield NOTHING
        step += 1


@pytest.mark.parametrize("frame_every_s", [0.5, 1.0, 2.0, None])
@pytest.mark.parametrize("slide_every_s", [2.0, 7.0, 20.0])
@pytest.mark.parametrize("carried_bps", [200_000, 500_000, 5_000_000])
def test_it_is_never_paused_while_there_is_room_for_its_lowest_layer(
    carried_bps: int, slide_every_s: float, frame_every_s: float | None
) -> None:
    """Whatever the window for measuring rates, down to none."""
    allocator = Allocator(NOMINAL)
    paused = []
    for step, rates in zip(range(240), screen(slide_every_s, frame_every_s), strict=False):
        demand = Demand(0, 1, 2, tuple(enumerate(rates)))
        allocation = allocator.allocate([demand], Link(carried_bps, AUDIO), step * STEP_S)
        if allocation.layers[0] is None:
            paused.append(step * STEP_S)
    assert paused == []


class SlidesCall(PacketCall):
    """A call in which one person shows slides; the relay measures their rates as it does a camera's."""

    def show(self, slide_every_s: float, frame_every_s: float | None) -> None:
        self._screen = screen(slide_every_s, frame_every_s)
        self._windows = [RateWindow() for _ in NOMINAL]
        self._totals = [0] * len(NOMINAL)
        self._actual: tuple[int, int, int] = NOTHING

    def _carry(self) -> Moment:
        self._actual = next(self._screen)
        moment = super()._carry()
        for index, bps in enumerate(self._actual):
            self._totals[index] += int(bps * STEP_S / 8)
            self._windows[index].read(self._totals[index], self.now)
        self.demands = [Demand(0, 1, 2, tuple((i, window.bps) for i, window in enumerate(self._windows)))]
        return moment

    def _rates(self, allocation: Allocation) -> dict[object, float]:
        layer = allocation.layers[0]
        return super()._rates(allocation) | {0: 0 if layer is None else self._actual[layer]}


def slides(link_bps: float, slide_every_s: float, frame_every_s: float | None) -> list[Moment]:
    """A minute of slides over a link."""
    link = SimulatedLink(1, link_bps, queue_bytes=int(link_bps / 8 * 0.3) + 3000, jitter_s=0.003)
    call = SlidesCall(link, NOMINAL, [Demand(0, 1, 2, tuple(enumerate(NOTHING)))], (AUDIO,))
    call.show(slide_every_s, frame_every_s)
    return call.run(60.0)


@pytest.mark.parametrize("frame_every_s", [1.0, None])
@pytest.mark.parametrize("slide_every_s", [7.0, 20.0])
@pytest.mark.parametrize("link_bps", [500_000, 5_000_000])
def test_over_a_link_it_is_shown_all_the_time_and_sharp(
    link_bps: float, slide_every_s: float, frame_every_s: float | None
) -> None:
    moments = slides(link_bps, slide_every_s, frame_every_s)
    assert [moment.at for moment in moments if moment.allocation.layers[0] is None] == []
    late = moments[20:]
    assert sum(moment.allocation.layers[0] == 2 for moment in late) / len(late) > 0.9
    # A new slide is a burst.
    assert sum(moment.sound_lost for moment in moments) / len(moments) < 0.01
