"""Which layers a receiver gets."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.rates.allocator import (
    BACKOFF_MIN_S,
    DOWN_HOLD_S,
    HEADROOM,
    OVER_SLACK,
    TRIAL_S,
    Allocation,
    Allocator,
    Demand,
    Link,
)

NOMINAL = (150_000, 450_000, 1_200_000)
ALL = tuple(enumerate(NOMINAL))
AUDIO = 40_000


def demand(
    slot: int, rank: int = 2, wanted: int | None = 2, available: tuple[tuple[int, int], ...] = ALL
) -> Demand:
    return Demand(slot, rank, wanted, available)


def room(count: int) -> list[Demand]:
    """A floor holder, a facilitator and others."""
    return [demand(slot, min(slot, 2)) for slot in range(count)]


def link(video_bps: float, *, is_full: bool = False) -> Link:
    """A link with so much for video."""
    return Link(video_bps + AUDIO, AUDIO, is_full)


def cost(allocation: Allocation) -> int:
    """The rate of the video."""
    return sum(NOMINAL[layer] for layer in allocation.layers.values() if layer is not None)


def settled(video_bps: float, demands: list[Demand]) -> Allocator:
    """An allocator that has been at that rate for a while."""
    allocator = Allocator(NOMINAL)
    for at in range(-60, -10):
        allocator.allocate(demands, link(video_bps), float(at))
    return allocator


def test_a_narrow_link_gets_few_and_small_pictures() -> None:
    allocation = Allocator(NOMINAL).allocate(room(4), link(320_000), 0.0)
    assert allocation.layers == {0: 0, 1: 0, 2: None, 3: None}
    assert allocation.paused == (2, 3)
    assert allocation.limited
    assert allocation.used_bps == AUDIO + 300_000


def test_the_goal_is_everything_that_is_wanted() -> None:
    allocation = Allocator(NOMINAL).allocate([demand(0, 0), demand(1, 2, 0)], link(0), 0.0)
    assert allocation.goal_bps == pytest.approx((AUDIO + 1_350_000) * HEADROOM**2)


def test_a_slot_that_is_not_shown_or_has_no_camera_gets_nothing() -> None:
    allocation = Allocator(NOMINAL).allocate(
        [demand(0, wanted=None), demand(1, available=())], link(10**7), 0.0
    )
    assert allocation.layers == {0: None, 1: None}
    assert allocation.wished == {1: 2}
    assert not allocation.limited
    assert allocation.paused == ()


def test_nobody_gets_more_than_the_tile_asks_for() -> None:
    allocation = Allocator(NOMINAL).allocate([demand(0, 0, 1), demand(1, 2, 0)], link(10**7), 0.0)
    assert allocation.layers == allocation.wished == {0: 1, 1: 0}
    assert not allocation.limited


def test_a_camera_without_layers_is_shown_even_where_less_would_do() -> None:
    allocation = Allocator(NOMINAL).allocate([demand(0, 2, 0, ((2, 900_000),))], link(10**6), 0.0)
    assert allocation.layers == {0: 2}


def test_audio_is_served_first() -> None:
    allocation = Allocator(NOMINAL).allocate(room(3), Link(500_000, 500_000), 0.0)
    assert allocation.layers == {0: None, 1: None, 2: None}


@pytest.mark.parametrize("is_full", [True, False])
def test_far_over_the_rate_or_with_a_full_queue_it_goes_down_at_once(is_full: bool) -> None:
    allocator = settled(2_000_000, room(3))
    before = allocator.allocate(room(3), link(2_000_000), 0.0)
    narrow = cost(before) - 1000 if is_full else cost(before) / OVER_SLACK - 1000
    assert cost(allocator.allocate(room(3), link(narrow, is_full=is_full), 0.5)) <= narrow


def test_a_little_over_the_rate_goes_down_only_when_it_lasts() -> None:
    """A probe restores what a delay that changed once has lowered."""
    allocator = settled(2_000_000, room(3))
    before = allocator.allocate(room(3), link(2_000_000), 0.0)
    narrow = link(cost(before) * 0.86)
    assert allocator.allocate(room(3), narrow, 0.5).layers == before.layers
    assert allocator.allocate(room(3), narrow, DOWN_HOLD_S).layers == before.layers
    assert allocator.allocate(room(3), link(2_000_000), DOWN_HOLD_S + 0.2).layers == before.layers
    assert allocator.allocate(room(3), narrow, DOWN_HOLD_S + 0.4).layers == before.layers
    assert cost(allocator.allocate(room(3), narrow, 2 * DOWN_HOLD_S + 0.4)) < cost(before)


def test_a_step_up_is_taken_at_once_when_there_is_room_with_headroom() -> None:
    allocator = settled(600_000, [demand(0, 0)])
    assert allocator.allocate([demand(0, 0)], link(NOMINAL[2] + 10_000), 0.0).layers == {0: 1}
    wide = link(NOMINAL[2] * HEADROOM + 1)
    assert allocator.allocate([demand(0, 0)], wide, 0.1).layers == {0: 2}


def test_a_smaller_tile_takes_effect_at_once_and_a_larger_one_too_if_it_fits() -> None:
    allocator = settled(1_700_000, [demand(0, 0), demand(1)])
    wide = link(1_700_000)
    shrunk = allocator.allocate([demand(0, 0, 0), demand(1)], wide, 0.0)
    assert (shrunk.layers, shrunk.is_new) == ({0: 0, 1: 2}, True)
    assert allocator.allocate([demand(0, 0, 2), demand(1)], wide, 0.5).layers == {0: 2, 1: 1}
    assert not allocator.allocate([demand(0, 0, 2), demand(1)], wide, 1.0).is_new


def test_whoever_takes_the_floor_is_shown_well_at_once() -> None:
    allocator = settled(1_500_000, [demand(0, 0), demand(1)])
    allocation = allocator.allocate([demand(0), demand(1, 0)], link(1_500_000), 0.0)
    assert allocation.layers == {0: 0, 1: 2}


def test_when_a_sender_stops_a_layer_the_slot_falls_to_the_next_below() -> None:
    allocator = settled(5_000_000, [demand(0, 0)])
    allocation = allocator.allocate([demand(0, 0, 2, ALL[:2])], link(5_000_000), 0.0)
    assert allocation.layers == {0: 1}
    assert not allocation.limited


def test_a_layer_that_is_not_sent_is_wished_for_and_taken_when_it_comes() -> None:
    allocator = Allocator(NOMINAL)
    allocation = allocator.allocate([demand(0, 0, 2, ALL[:1])], link(3_000_000), 0.0)
    assert (allocation.wished, allocation.layers) == ({0: 2}, {0: 0})
    assert allocator.allocate([demand(0, 0)], link(3_000_000), 0.5).layers == {0: 2}


def test_a_layer_that_does_not_fit_is_not_wished_for() -> None:
    assert Allocator(NOMINAL).allocate(room(1), link(500_000), 0.0).wished == {0: 1}


def test_a_step_up_that_congests_is_undone_and_repeated_later_each_time() -> None:
    allocator = settled(600_000, room(1))
    steps_up, was, now = [], 1, 0.0
    while now < 120:
        # What was shown to fit does not.
        full = was == 2
        layer = allocator.allocate(room(1), link(700_000 if full else 1_500_000, is_full=full), now).layers[0]
        if layer == 2 and was != 2:
            steps_up.append(now)
        was = layer or 0
        now += 0.5
    waits = [later - earlier for earlier, later in pairwise(steps_up)]
    assert waits == sorted(waits)
    assert waits[0] >= BACKOFF_MIN_S
    assert waits[-1] >= 40


def test_what_failed_on_a_narrow_link_is_not_waited_for_on_a_much_wider_one() -> None:
    allocator = settled(600_000, room(1))
    for at in (0.0, 20.0, 40.0):
        assert allocator.allocate(room(1), link(1_300_000), at).layers == {0: 2}
        assert allocator.allocate(room(1), link(700_000, is_full=True), at + 1).layers == {0: 1}
    # A little more may be the same mistake again.
    assert allocator.allocate(room(1), link(1_600_000), 42.0).layers == {0: 1}
    assert allocator.allocate(room(1), link(2_000_000), 43.0).layers == {0: 2}


def test_a_step_up_that_lasted_has_not_failed() -> None:
    allocator = settled(600_000, room(1))
    for at in (0.0, TRIAL_S + 1):
        assert allocator.allocate(room(1), link(1_500_000), at).layers == {0: 2}
        assert allocator.allocate(room(1), link(500_000), at + TRIAL_S + 0.5).layers == {0: 1}


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.one_of(st.none(), st.integers(0, 2))), min_size=1, max_size=13),
    st.lists(
        st.tuples(st.floats(0, 2**40), st.integers(0, 200_000), st.booleans(), st.floats(0.0, 5.0)),
        min_size=1,
        max_size=40,
    ),
)
def test_whatever_the_link_says_the_rules_hold(
    asked: list[tuple[int, int | None]], moments: list[tuple[float, int, bool, float]]
) -> None:
    demands = [demand(slot, rank, wanted) for slot, (rank, wanted) in enumerate(asked)]
    allocator, now, over_s = Allocator(NOMINAL), 0.0, 0.0
    for bps, audio, is_full, pause in moments:
        allocation = allocator.allocate(demands, Link(bps, audio, is_full), now)
        video = max(0.0, bps - audio)
        assert allocation.layers.keys() == {one.slot for one in demands}
        for one in demands:
            layer = allocation.layers[one.slot]
            if one.wanted is None:
                assert layer is None
                assert one.slot not in allocation.wished
            else:
                assert (layer or 0) <= allocation.wished[one.slot] <= one.wanted
        assert cost(allocation) <= video * OVER_SLACK
        over_s = over_s + pause if cost(allocation) > video else 0.0
        assert over_s < DOWN_HOLD_S + 5.0
        shown = sorted(
            (one for one in demands if one.wanted is not None), key=lambda one: (one.rank, one.slot)
        )
        pictures = [allocation.layers[one.slot] is not None for one in shown]
        assert pictures == sorted(pictures, reverse=True)
        now += pause
