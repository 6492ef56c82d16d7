"""State changes by floor events, as far as the tests of the rules do not show them: the seq, who was heard."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from rooms.model import events as ev
from rooms.model.floor import OverrunLevel, TurnEnding, TurnKind, TurnPhase
from rooms.model.ids import SeatId
from rooms.state import RoomState, apply, new_state
from rooms.state.on.floor import ON_FLOOR, unheard
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    START,
    THERAPIST,
    build_setup,
)


def state_after(*events: ev.Event) -> RoomState:
    state = new_state(build_setup())
    for position, event in enumerate(events, 1):
        apply(state, ev.Recorded(position, START + position, event))
    return state


def here(*seats: SeatId) -> list[ev.Event]:
    return [
        event
        for slot, seat in enumerate(seats)
        for event in (ev.SeatJoined(seat, slot, mic=True, camera=True), ev.SeatAdmitted(seat, None))
    ]


def test_every_floor_event_has_a_rule() -> None:
    assert set(ON_FLOOR) == set(get_args(ev.FloorEvent))


def test_a_new_holder_raises_the_seq_and_hands_and_clocks_do_not() -> None:
    events: list[ev.Event] = [
        ev.HandUp(ANA),
        ev.FloorGranted(ANA, THERAPIST, starts_at=START + 4),
        ev.HandUp(BEN),
        ev.TurnStarted(ANA),
        ev.TurnWrappingUp(ANA),
        ev.TurnOverran(ANA, OverrunLevel.FULL),
        ev.TurnExtended(ANA, 90, THERAPIST),
        ev.OverrunAnswered(ANA, close=True, by=THERAPIST),
        ev.FollowerSet(BEN, THERAPIST),
        ev.TurnSuspended(ANA, START + 30),
        ev.TurnResumed(ANA),
        ev.TurnEnded(ANA, TurnEnding.DEFERRED),
    ]
    seen = [state_after(*events[:count]).floor for count in range(1, len(events) + 1)]
    assert [floor.seq for floor in seen] == [0, *[1] * 10, 2]
    assert seen[-1].queue == [BEN, ANA]
    assert seen[-1].free_since == START + 12


def test_a_private_mark_does_not_raise_the_seq() -> None:
    state = state_after(ev.ComeBackMarked(ANA, on=True, by=THERAPIST))
    assert (state.floor.seq, state.people[ANA].come_back) == (0, True)


def test_heard_lists_those_who_had_a_turn_and_restarts_when_all_had_one() -> None:
    turns: list[ev.Event] = []
    for person in (ANA, BEN, THERAPIST, ELENA):
        turns += [ev.FloorGranted(person, THERAPIST), ev.TurnEnded(person, TurnEnding.RELEASED)]
    everybody = here(STAFF_SEAT, ANA_SEAT, BEN_SEAT, COUPLE_SEAT)
    state = state_after(*everybody, *turns)
    assert (state.floor.heard, unheard(state)) == ([ANA, BEN, THERAPIST, ELENA], [FINN])
    turns += [ev.FloorGranted(FINN, None), ev.TurnEnded(FINN, TurnEnding.RELEASED)]
    state = state_after(*everybody, *turns, ev.FloorGranted(BEN, None))
    assert state.floor.heard == [BEN]


def test_a_deferred_turn_does_not_count_as_heard() -> None:
    state = state_after(
        *here(ANA_SEAT, BEN_SEAT), ev.FloorGranted(ANA, None), ev.TurnEnded(ANA, TurnEnding.DEFERRED)
    )
    assert (state.floor.heard, state.floor.queue) == ([], [ANA])


def test_a_quick_turn_does_not_change_whose_point_it_is() -> None:
    over = ev.TurnEnded(ANA, TurnEnding.RELEASED)
    state = state_after(ev.FloorGranted(ANA, None), over, ev.FloorGranted(BEN, None, TurnKind.QUICK))
    assert (state.floor.point, state.floor.quick_had) == (ANA, [BEN])
    state = state_after(ev.FloorGranted(ANA, None, TurnKind.QUICK), over, ev.FloorGranted(BEN, None))
    assert (state.floor.point, state.floor.quick_had) == (BEN, [])


def test_setting_and_clearing_a_follower() -> None:
    first = ev.FloorGranted(ELENA, THERAPIST, limit_s=90)
    state = state_after(first, ev.FollowerSet(FINN, THERAPIST))
    assert (state.floor.then, state.floor.then_limit_s) == (FINN, 90)
    state = state_after(first, ev.FollowerSet(FINN, THERAPIST), ev.FollowerSet(None, None))
    assert (state.floor.then, state.floor.then_limit_s) == (None, None)


def test_the_end_of_the_session_clears_the_floor() -> None:
    granted = ev.FloorGranted(ANA, None, then=BEN)
    state = state_after(ev.RoomLive(), ev.HandUp(BEN), granted, ev.RoomEnded(THERAPIST))
    floor = state.floor
    assert (floor.holder, floor.then, floor.queue, floor.quick) == (None, None, [], [])


def after(*steps: tuple[float, ev.Event]) -> RoomState:
    """Return the state after these events, each at its seconds after the start."""
    state = new_state(build_setup())
    for position, (at, event) in enumerate(steps, 1):
        apply(state, ev.Recorded(position, START + at, event))
    return state


def granted(limit_s: float | None = None, starts_in: float = 3.0) -> ev.FloorGranted:
    """Ana gets the floor."""
    return ev.FloorGranted(ANA, THERAPIST, starts_at=START + starts_in, limit_s=limit_s)


def test_an_announced_turn_counts_from_its_start() -> None:
    state = after((0, granted(60)))
    assert state.floor.holder is not None
    assert state.floor.holder.phase is TurnPhase.ANNOUNCED
    assert state.floor.holder.elapsed(START + 10) == 0
    turn = after((0, granted(60)), (3, ev.TurnStarted(ANA))).floor.holder
    assert turn is not None
    assert (turn.phase, turn.elapsed(START + 10), turn.due(1.0)) == (TurnPhase.SPEAKING, 7, START + 63)


def test_a_holder_who_returns_resumes_with_the_remaining_time_and_the_bonus() -> None:
    """Scenario 3: 0:40 of 2:00 were gone; after 18 s she has 1:20 and 0:15."""
    turn = after(
        (0, granted(120)),
        (3, ev.TurnStarted(ANA)),
        (43, ev.TurnSuspended(ANA, START + 73)),
        (61, ev.TurnResumed(ANA, 15)),
    ).floor.holder
    assert turn is not None
    assert turn.due(1.0) == START + 61 + 80 + 15


@given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), max_size=8))
def test_the_clock_counts_only_while_it_runs(stretches: list[tuple[float, bool]]) -> None:
    steps: list[tuple[float, ev.Event]] = [(0, granted(60, 0))]
    now, spoken = 0.0, 0.0
    for seconds, paused in stretches:
        now += seconds
        spoken += seconds
        steps.append((now, ev.TurnPaused(ANA) if paused else ev.TurnSuspended(ANA, START)))
        now += 7
        steps.append((now, ev.TurnResumed(ANA)))
    turn = after(*steps).floor.holder
    assert turn is not None
    assert abs(turn.elapsed(START + now) - spoken) < 1e-3


def test_extending_a_turn_answers_the_overrun() -> None:
    overran = [
        (0, granted(60, 0)),
        (48, ev.TurnWrappingUp(ANA)),
        (75, ev.TurnOverran(ANA, OverrunLevel.QUARTER_OVER)),
    ]
    turn = after(*overran).floor.holder
    assert turn is not None
    assert turn.overrun == 125
    turn = after(*overran, (76, ev.TurnExtended(ANA, 136.0, THERAPIST))).floor.holder
    assert turn is not None
    assert (turn.overrun, turn.asked, turn.limit_s, turn.stayed) == (0, False, 136.0, False)
    turn = after(*overran, (76, ev.TurnExtended(ANA, None, THERAPIST))).floor.holder
    assert turn is not None
    assert (turn.limit_s, turn.stayed, turn.due(1.0)) == (None, True, None)
