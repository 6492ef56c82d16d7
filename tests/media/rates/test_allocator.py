"""Which layers a receiver gets."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.rates.allocator import (
    DOWN_HOLD_S,
    DOWN_LAST_S,
    HEADROOM,
    HEAR_S,
    MAX_BPS,
    MIN_BPS,
    OVER_SLACK,
    START_BPS,
    START_MAX_BPS,
    UPGRADE_HOLD_S,
    Allocation,
    Allocator,
    Demand,
)
from media.rates.probing import TRIAL_S
from tests.support.relay.simulated_remb import STEP_S, FluidReceiver

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


def cost(allocation: Allocation) -> int:
    """The rate of the video."""
    return sum(NOMINAL[layer] for layer in allocation.layers.values() if layer is not None)


def hold(allocator: Allocator, demands: list[Demand], begin: float, seconds: float) -> list[Allocation]:
    """Allocate twice a second while nothing changes."""
    return [allocator.allocate(demands, AUDIO, begin + step * 0.5) for step in range(round(seconds * 2) + 1)]


def settled(bps: int, demands: list[Demand]) -> Allocator:
    """An allocator that has been at that estimate for a while and knows it is a limit: it fell to it."""
    allocator = Allocator(NOMINAL)
    allocator.on_estimate(2 * bps)
    allocator.on_estimate(bps)
    hold(allocator, demands, -60.0, 50.0)
    return allocator


def test_the_first_pictures_are_few_and_small() -> None:
    allocation = Allocator(NOMINAL).allocate(room(4), AUDIO, 0.0)
    assert allocation.budget_bps == AUDIO + START_BPS
    assert allocation.layers == {0: 0, 1: 0, 2: None, 3: None}
    assert allocation.limited
    assert allocation.probe_bps == 0


def test_before_the_first_estimate_a_rate_without_loss_is_tripled() -> None:
    allocator = Allocator(NOMINAL)
    costs = []
    for second in range(6):
        costs.append(cost(allocator.allocate(room(7), AUDIO, second * HEAR_S)))
        allocator.on_loss(0, 100, second * HEAR_S, (second + 0.5) * HEAR_S)
    assert costs == [300_000, 900_000, 2_400_000, 2_400_000, 2_400_000, 2_400_000]
    assert costs[-1] <= START_MAX_BPS


def test_before_the_first_estimate_loss_ends_the_growth() -> None:
    allocator = Allocator(NOMINAL)
    allocator.allocate(room(7), AUDIO, 0.0)
    allocator.on_loss(40, 100, 0.0, 0.9)
    assert cost(allocator.allocate(room(7), AUDIO, 1.0)) == NOMINAL[0]
    for second in range(1, 9):
        allocator.on_loss(0, 100, float(second), second + 0.9)
        assert cost(allocator.allocate(room(7), AUDIO, second + 1.0)) <= START_BPS


def test_a_receiver_that_shows_little_is_not_assumed_to_carry_much() -> None:
    allocator = Allocator(NOMINAL)
    for second in range(20):
        allocator.allocate([demand(0, 0, None)], AUDIO, float(second))
        allocator.on_loss(0, 100, float(second), second + 0.5)
    assert cost(allocator.allocate(room(7), AUDIO, 20.0)) == START_BPS


def test_few_packets_say_nothing() -> None:
    allocator = settled(3_000_000, room(3))
    before = allocator.allocate(room(3), AUDIO, 0.0)
    allocator.on_loss(3, 10, 0.0, 0.9)
    assert allocator.allocate(room(3), AUDIO, 1.0).layers == before.layers
    allocator.on_loss(6, 10, 0.9, 1.9)
    assert cost(allocator.allocate(room(3), AUDIO, 2.0)) < cost(before)


def test_a_report_about_the_time_before_a_cut_lowers_nothing_more() -> None:
    allocator = settled(3_000_000, room(3))
    allocator.allocate(room(3), AUDIO, 0.0)
    allocator.on_loss(40, 100, 0.0, 0.9)
    cut = allocator.allocate(room(3), AUDIO, 1.0)
    allocator.on_loss(100, 250, -2.0, 3.0)
    assert allocator.allocate(room(3), AUDIO, 3.5).budget_bps == cut.budget_bps
    allocator.on_loss(100, 250, 0.0, 5.0)
    assert allocator.allocate(room(3), AUDIO, 5.5).budget_bps < cut.budget_bps


def test_the_first_picture_stays_although_the_estimate_is_below_it() -> None:
    allocator = settled(MIN_BPS, room(3))
    assert {cost(one) for one in hold(allocator, room(3), 0.0, 60.0)} == {NOMINAL[0]}
    assert allocator.allocate(room(3), AUDIO, 61.0).layers == {0: 0, 1: None, 2: None}


def test_a_first_picture_lost_to_loss_comes_back_without_it() -> None:
    allocator = settled(100_000, room(3))
    now, seen = 0.0, []
    for second in range(90):
        now = float(second)
        seen.append(cost(allocator.allocate(room(3), AUDIO, now)))
        allocator.on_loss(40 if second < 3 else 0, 100, now, now + 0.9)
    assert 0 in seen
    assert seen[-1] == NOMINAL[0]


def test_a_slot_that_is_not_shown_or_has_no_camera_gets_nothing() -> None:
    allocation = Allocator(NOMINAL).allocate([demand(0, wanted=None), demand(1, available=())], AUDIO, 0.0)
    assert allocation.layers == {0: None, 1: None}
    assert allocation.wished == {1: 2}
    assert not allocation.limited


def test_nobody_gets_more_than_the_tile_asks_for() -> None:
    allocation = Allocator(NOMINAL).allocate([demand(0, 0, 1), demand(1, 2, 0)], AUDIO, 0.0)
    assert (allocation.layers, allocation.wished) == ({0: 0, 1: 0}, {0: 0, 1: 0})
    allocation = settled(600_000, []).allocate([demand(0, 0, 1), demand(1, 2, 0)], AUDIO, 0.0)
    assert allocation.layers == allocation.wished == {0: 1, 1: 0}
    assert not allocation.limited


def test_a_camera_without_layers_is_shown_even_where_less_would_do() -> None:
    allocation = Allocator(NOMINAL).allocate([demand(0, 2, 0, ((2, 900_000),))], AUDIO, 0.0)
    assert allocation.layers == {0: 2}


def test_audio_is_not_part_of_an_estimate() -> None:
    allocator = settled(500_000, room(3))
    assert cost(allocator.allocate(room(3), 0, 0.0)) == cost(allocator.allocate(room(3), 3_000_000, 0.5)) > 0


def test_under_a_loss_ceiling_audio_is_served_first() -> None:
    allocator = settled(500_000, room(3))
    allocator.allocate(room(3), 500_000, 0.0)
    allocator.on_loss(5000, 10_000, 0.0, 0.9)
    allocation = allocator.allocate(room(3), 500_000, 1.0)
    assert allocation.layers == {0: None, 1: None, 2: None}
    assert allocation.budget_bps == pytest.approx(500_000, rel=0.02)


@pytest.mark.parametrize(
    ("estimate_bps", "used"), [(0, MIN_BPS), (-1, MIN_BPS), (1, MIN_BPS), (2**63, MAX_BPS)]
)
def test_an_absurd_estimate_is_clamped(estimate_bps: int, used: int) -> None:
    allocator = Allocator(NOMINAL)
    allocator.on_estimate(10_000_000)
    allocator.on_estimate(estimate_bps)
    assert allocator.estimate_bps == used
    assert allocator.allocate([], AUDIO, 0.0).budget_bps == AUDIO + used


def test_a_first_estimate_limits_only_when_it_falls_or_stalls_below_the_sent_rate() -> None:
    """It is the rate received so far: one picture is no reason to show the others late."""
    allocator = Allocator(NOMINAL)
    allocator.allocate(room(1), AUDIO, 0.0)
    allocator.on_estimate(200_000)
    assert not allocator.is_limit
    assert cost(allocator.allocate(room(3), AUDIO, 0.5)) == START_BPS
    allocator.on_estimate(215_000)
    assert not allocator.is_limit
    allocator.on_estimate(216_000)
    assert allocator.is_limit


def test_far_over_the_estimate_goes_down_at_once() -> None:
    allocator = settled(2_000_000, room(3))
    before = allocator.allocate(room(3), AUDIO, 0.0)
    allocator.on_estimate(int(cost(before) / OVER_SLACK) - 1000)
    assert cost(allocator.allocate(room(3), AUDIO, 0.5)) < cost(before) / OVER_SLACK


@pytest.mark.parametrize(("falls", "held_s"), [(True, DOWN_HOLD_S), (False, DOWN_LAST_S)])
def test_a_little_over_the_estimate_goes_down_when_it_lasts(falls: bool, held_s: float) -> None:
    """Soon while the estimate keeps falling, late when it stays."""
    allocator = settled(2_000_000, room(3))
    before = allocator.allocate(room(3), AUDIO, 0.0)
    bps = int(cost(before) / OVER_SLACK) + 10_000
    held = []
    for step in range(round(held_s * 2) + 1):
        allocator.on_estimate(bps - step * 100 if falls else bps)
        held.append(allocator.allocate(room(3), AUDIO, 0.5 + step * 0.5))
    assert [cost(one) for one in held[:-1]] == [cost(before)] * (len(held) - 1)
    assert cost(held[-1]) <= bps


def test_a_moment_of_jitter_changes_nothing() -> None:
    allocator = settled(2_000_000, room(3))
    before = allocator.allocate(room(3), AUDIO, 0.0)
    for at, bps in (
        (0.5, cost(before) * 0.86),
        (1.5, 2_000_000),
        (3.0, cost(before) * 0.86),
        (4.0, 2_000_000),
    ):
        allocator.on_estimate(int(bps))
        assert allocator.allocate(room(3), AUDIO, at).layers == before.layers


def test_a_step_up_waits_until_there_was_room_for_a_while() -> None:
    allocator = settled(600_000, [demand(0, 0)])
    allocator.on_estimate(int(NOMINAL[2] * HEADROOM) + 1000)
    held = hold(allocator, [demand(0, 0)], 0.0, UPGRADE_HOLD_S)
    assert [one.layers[0] for one in held] == [1] * (len(held) - 1) + [2]


def test_without_headroom_there_is_no_step_up() -> None:
    allocator = settled(600_000, [demand(0, 0)])
    allocator.on_estimate(NOMINAL[2] + 10_000)
    assert {one.layers[0] for one in hold(allocator, [demand(0, 0)], 0.0, 20.0)} == {1}


def test_a_smaller_tile_takes_effect_at_once_and_a_larger_one_too_if_it_fits() -> None:
    allocator = settled(1_700_000, [demand(0, 0), demand(1)])
    assert allocator.allocate([demand(0, 0, 0), demand(1)], AUDIO, 0.0).layers == {0: 0, 1: 2}
    assert allocator.allocate([demand(0, 0, 2), demand(1)], AUDIO, 0.5).layers == {0: 2, 1: 1}


def test_whoever_takes_the_floor_is_shown_well_at_once() -> None:
    allocator = settled(1_500_000, [demand(0, 0), demand(1)])
    assert allocator.allocate([demand(0), demand(1, 0)], AUDIO, 0.0).layers == {0: 0, 1: 2}


def test_when_a_sender_stops_a_layer_the_slot_falls_to_the_next_below() -> None:
    allocator = settled(5_000_000, [demand(0, 0)])
    assert allocator.allocate([demand(0, 0, 2, ALL[:2])], AUDIO, 0.0).layers == {0: 1}
    assert not allocator.allocate([demand(0, 0, 2, ALL[:2])], AUDIO, 0.5).limited


def test_a_layer_that_is_not_sent_is_wished_for_and_taken_when_it_comes() -> None:
    low = [demand(0, 0, 2, ALL[:1])]
    allocator = Allocator(NOMINAL)
    allocator.on_estimate(3_000_000)
    held = hold(allocator, low, 0.0, 4.0)
    assert {one.wished[0] for one in held} == {2}
    assert {one.layers[0] for one in held} == {0}
    assert [allocator.allocate([demand(0, 0)], AUDIO, at).layers[0] for at in (4.5, 6.5, 8.5)][-1] == 2


def test_a_layer_that_does_not_fit_is_not_wished_during_backoff() -> None:
    allocator = settled(2_000_000, room(1))
    allocator.on_estimate(500_000)
    assert allocator.allocate(room(1), AUDIO, 0.0).wished == {0: 1}


def test_high_loss_lowers_whatever_the_estimate_says() -> None:
    allocator = settled(3_000_000, room(3))
    before = allocator.allocate(room(3), AUDIO, 0.0)
    allocator.on_loss(2000, 10_000, 0.0, 0.9)
    after = allocator.allocate(room(3), AUDIO, 1.0)
    assert after.budget_bps == pytest.approx((AUDIO + cost(before) + before.probe_bps) * 0.9, rel=0.01)
    assert AUDIO + cost(after) <= after.budget_bps


def test_a_step_up_that_congests_is_undone_and_not_repeated_soon() -> None:
    allocator = settled(600_000, [demand(0, 0)])
    steps_up = []
    now = 0.0
    was = 1
    while now < 100:
        layer = allocator.allocate([demand(0, 0)], AUDIO, now).layers[0]
        if layer == 2 and was != 2:
            steps_up.append(now)
        was = layer
        # The estimate forgets quickly what the link cannot carry.
        allocator.on_estimate(700_000 if layer == 2 else 1_500_000)
        now += 0.5
    waits = [later - earlier for earlier, later in pairwise(steps_up)]
    assert waits == sorted(waits)
    assert waits[0] >= 5
    assert waits[-1] >= 40


def test_padding_leads_to_the_next_layer() -> None:
    """The estimate only grows with what arrives: without padding it would stay too low forever."""
    allocator, receiver = Allocator(NOMINAL), FluidReceiver(2_000_000, estimate_bps=250_000)
    allocator.on_estimate(300_000)
    allocator.on_estimate(250_000)
    seen = []
    for step in range(120):
        allocation = allocator.allocate([demand(0, 0, 1)], AUDIO, step * STEP_S)
        allocator.on_estimate(receiver.step(cost(allocation) + allocation.probe_bps, AUDIO)[0] or 0)
        seen.append(allocation)
    assert any(one.probe_bps for one in seen)
    assert all(one.probe_bps <= cost(one) + 50_000 for one in seen)
    assert seen[-1].layers == {0: 1}
    assert seen[-1].probe_bps == 0


def test_nothing_is_padded_when_all_get_what_they_want() -> None:
    allocator = settled(600_000, [demand(0, 0, 1)])
    assert {one.probe_bps for one in hold(allocator, [demand(0, 0, 1)], 0.0, 20.0)} == {0}


@st.composite
def rooms(draw: st.DrawFn) -> list[Demand]:
    ranks = draw(st.lists(st.integers(0, 2), min_size=1, max_size=13))
    return [demand(slot, rank, draw(st.integers(0, 2))) for slot, rank in enumerate(ranks)]


@settings(deadline=None, max_examples=25)
@given(rooms(), st.integers(60_000, 12_000_000), st.floats(0.05, 1.0))
def test_on_a_constant_link_it_settles_within_the_capacity(
    demands: list[Demand], link_bps: int, queue_s: float
) -> None:
    allocator, receiver = Allocator(NOMINAL), FluidReceiver(link_bps, queue_s)
    seen, now = [], 0.0
    for _ in range(480):
        allocation = allocator.allocate(demands, AUDIO, now)
        remb, lost = receiver.step(cost(allocation) + allocation.probe_bps, AUDIO)
        if remb is not None:
            allocator.on_estimate(remb)
        allocator.on_loss(lost * 50, 50, now, now + STEP_S)
        seen.append(allocation)
        now += STEP_S
    late = seen[240:]
    for window in (late[:120], late[120:]):
        changes = sum(one.layers != other.layers for one, other in pairwise(window))
        # One attempt a minute to step up, in at most a few steps, and down again.
        assert changes <= 8
    over = [one for one in late if cost(one) and AUDIO + cost(one) > link_bps * OVER_SLACK]
    assert len(over) <= len(late) * TRIAL_S / 60
    resting = sorted(late, key=cost)[len(late) // 2]
    lowest = [NOMINAL[0] for _ in demands]
    if link_bps > AUDIO + sum(lowest) * 1.3:
        assert None not in resting.layers.values()


@settings(deadline=None)
@given(
    rooms(),
    st.lists(
        st.tuples(st.integers(0, 2**40), st.floats(0, 1), st.integers(0, 200_000)), min_size=1, max_size=40
    ),
)
def test_whatever_is_reported_the_rules_hold(
    demands: list[Demand], reports: list[tuple[int, float, int]]
) -> None:
    allocator, now = Allocator(NOMINAL), 0.0
    wanted = {one.slot: one.wanted or 0 for one in demands}
    for bps, loss, audio in reports:
        allocator.on_estimate(bps)
        allocator.on_loss(loss * 50, 50, now - 0.5, now)
        allocation = allocator.allocate(demands, audio, now)
        assert allocation.layers.keys() == allocation.wished.keys() == wanted.keys()
        assert all((layer or 0) <= wanted[slot] for slot, layer in allocation.layers.items())
        assert all((layer or 0) <= allocation.wished[slot] for slot, layer in allocation.layers.items())
        # The estimate, or one picture in its lowest layer, which only loss takes away. Before the first estimate: the
        # start rate.
        least = NOMINAL[0] if allocator.is_limit else START_MAX_BPS
        assert cost(allocation) <= max((allocator.estimate_bps or 0) * OVER_SLACK, least)
        assert cost(allocation) <= max(allocation.budget_bps - audio + 1, 0) * OVER_SLACK + 1
        assert 0 <= allocation.probe_bps <= cost(allocation) + 50_000
        shown = sorted(demands, key=lambda one: (one.rank, one.slot))
        pictures = [allocation.layers[one.slot] is not None for one in shown]
        assert pictures == sorted(pictures, reverse=True)
        now += 0.5
